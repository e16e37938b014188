/**
 * What moves by Web Animations: those that scripts made, told whole, and those of style sheets, of which a guest's browser
 * has its own; of these only where in time they are. Read when something is known to have started, paused or jumped.
 */
import { domLimits, type Animated } from '../../shared/dom-ops.ts';
import type { HostPage } from '../page.ts';

/** Animations of one element; more is no animation but a heater. */
const MAX_ANIMATIONS = 20;
const MAX_FRAMES = 60;

const CHANGING = ['play', 'pause', 'reverse', 'finish', 'cancel', 'updatePlaybackRate', 'persist'];
const SETTING = ['currentTime', 'startTime', 'playbackRate', 'effect'];

/** Tells of every element whose animations are not what they were. */
export function hookAnimations({ window, disguise }: Pick<HostPage, 'window' | 'disguise'>, changed: (element: Element) => void): void {
  const { Animation: RealmAnimation, KeyframeEffect: RealmEffect, Element: RealmElement } = window;
  const tell = (effect: unknown): void => {
    const target = effect instanceof RealmEffect ? effect.target : null;
    if (target) changed(target);
  };
  disguise.method(RealmElement.prototype, 'animate', (native, self, args) => {
    const made: unknown = Reflect.apply(native, self, args);
    if (self instanceof RealmElement) changed(self);
    return made;
  });
  for (const name of CHANGING)
    disguise.method(RealmAnimation.prototype, name, (native, self, args) => {
      const result: unknown = Reflect.apply(native, self, args);
      if (self instanceof RealmAnimation) {
        const { effect, ready } = self;
        tell(effect);
        // It is what it was until the browser gets to it: a reversed one says so only then.
        void ready.then(
          () => {
            tell(effect);
          },
          () => undefined, // cancelled meanwhile: that was told
        );
      }
      return result;
    });
  for (const name of SETTING)
    disguise.accessor(RealmAnimation.prototype, name, undefined, (native, self, value) => {
      if (self instanceof RealmAnimation) tell(self.effect);
      (native as (value: unknown) => void)(value); // the setter half
      if (self instanceof RealmAnimation) tell(self.effect);
    });
  for (const [prototype, name] of [
    [RealmEffect.prototype, 'setKeyframes'],
    [window.AnimationEffect.prototype, 'updateTiming'],
  ] as const)
    disguise.method(prototype, name, (native, self, args) => {
      const result: unknown = Reflect.apply(native, self, args);
      tell(self);
      return result;
    });
}

export interface Telling {
  /** A value as it may leave. */
  readonly css: (text: string) => string;
  /** Is there something masked in a name that the page gave? */
  readonly isSecret: (name: string) => boolean;
}

/** Of the element itself and its pseudo-elements. */
export function animationsOf(page: HostPage, element: Element, { css, isSecret }: Telling): Animated[] {
  const { natives: n, window } = page;
  const all: Animated[] = [];
  for (const animation of n.animationsOf(element, { subtree: true })) {
    if (all.length >= MAX_ANIMATIONS) break;
    const { effect, currentTime: at, playbackRate: rate } = animation;
    // One that follows a scroll bar has no place in time.
    if (!(effect instanceof window.KeyframeEffect) || effect.target !== element || (at !== null && typeof at !== 'number')) continue;
    const name =
      'animationName' in animation ? animation.animationName : 'transitionProperty' in animation ? animation.transitionProperty : '';
    const pseudo = effect.pseudoElement ?? '';
    if (isSecret(String(name)) || isSecret(pseudo)) continue;
    const base = { name: String(name).slice(0, 200), pseudo: pseudo.slice(0, 60), at, rate, paused: animation.playState === 'paused' };
    // A transition is told whole as well: who joins later sees its end only, and has none of its own.
    if ('animationName' in animation) all.push(base);
    else {
      const { delay, endDelay, iterationStart, iterations, duration, direction, fill, easing } = effect.getTiming();
      const timing: Animated['timing'] = {
        delay: number(delay),
        endDelay: number(endDelay),
        iterationStart: number(iterationStart),
        // JSON has no infinity.
        iterations: iterations === Infinity ? -1 : number(iterations),
        duration: number(duration),
        direction: direction ?? 'normal',
        fill: fill ?? 'auto',
        easing: easing ?? 'linear',
      };
      const frames = effect
        .getKeyframes()
        .slice(0, MAX_FRAMES)
        .map((frame) => {
          const shown: Record<string, string | number> = {};
          for (const [key, value] of Object.entries(frame)) {
            if (key === 'computedOffset' || value === null || value === undefined || isSecret(key)) continue;
            if (typeof value === 'number') shown[key] = value;
            else if (typeof value === 'string' && value.length < domLimits.frameValueLength) shown[key] = css(value);
          }
          return shown;
        });
      all.push({ ...base, timing, frames, composite: effect.composite });
    }
  }
  return all;
}

function number(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
