/** Animations in the room's copy: checked when they are told of, and moved on for a guest who comes later. */
import { domLimits, type Animated } from '../shared/dom-ops.ts';
import { bad, finite, isRecord, text } from './tree-checks.ts';

/** Copies what it knows and nothing else. */
export function checkMoving(all: unknown): readonly Animated[] {
  if (!Array.isArray(all) || all.length > domLimits.animations) throw bad('animations');
  return all.map((one: unknown) => {
    if (!isRecord(one)) throw bad('animation');
    const { name, pseudo, at, rate, paused, timing, frames, composite } = one as Record<string, unknown>; // a record
    const base = {
      name: text(name, 'name of an animation', 200),
      pseudo: text(pseudo, 'pseudo-element', 60),
      at: at === null ? null : finite(at),
      rate: finite(rate),
      paused: paused === true,
    };
    if (timing === undefined) return base;
    if (!isRecord(timing) || !Array.isArray(frames) || frames.length > domLimits.frames) throw bad('animation without its parts');
    const parts = timing as Record<string, unknown>; // as above
    const word = (key: string): string => text(parts[key], key, 200);
    return {
      ...base,
      timing: {
        delay: finite(parts['delay']),
        endDelay: finite(parts['endDelay']),
        iterationStart: finite(parts['iterationStart']),
        iterations: finite(parts['iterations']),
        duration: finite(parts['duration']),
        direction: word('direction'),
        fill: word('fill'),
        easing: word('easing'),
      },
      frames: frames.map(checkFrame),
      composite: text(composite, 'composite', 20),
    };
  });
}

function checkFrame(frame: unknown): Record<string, string | number> {
  if (!isRecord(frame)) throw bad('keyframe of an animation');
  const entries = Object.entries(frame as Record<string, unknown>).filter(([key]) => key !== '__proto__'); // as above
  if (entries.length > domLimits.frameValues) throw bad('keyframe of an animation');
  return Object.fromEntries(
    entries.map(([key, value]) => [
      text(key, 'property', 100),
      typeof value === 'number' ? finite(value) : text(value, 'value', domLimits.frameValueLength),
    ]),
  );
}

/** Where they are so long after they were told of: not behind their ends. */
export function movedOn(all: readonly Animated[], ms: number): readonly Animated[] {
  return all.map((one) => {
    if (one.paused || one.at === null) return one;
    const { timing } = one;
    const end = timing && timing.iterations >= 0 ? timing.delay + timing.duration * timing.iterations + timing.endDelay : Infinity;
    const at = Math.round(one.at + ms * one.rate);
    return { ...one, at: one.rate > 0 ? Math.min(at, Math.max(end, one.at)) : Math.max(at, Math.min(0, one.at)) };
  });
}

/** Values of their keyframes: they may name assets. */
export function* frameTexts(all: readonly Animated[] | undefined): Generator<string> {
  for (const { frames = [] } of all ?? [])
    for (const frame of frames) for (const value of Object.values(frame)) if (typeof value === 'string') yield value;
}
