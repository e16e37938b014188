/** Animations made by script: their keyframes may name pictures (`element.animate({ backgroundImage: [...] })`). */
import { apply } from '../natives.ts';
import type { Page } from '../page.ts';

type Frame = Record<string, unknown>;

/** Nothing else in a value is an address. */
const MAY_NAME = /\(|\\/;

export function install(page: Page): void {
  const { window, disguise, markup } = page;
  const kinds = window as unknown as Record<string, { prototype: object } | undefined>; // not every browser has all
  const css = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(css);
    return typeof value === 'string' && MAY_NAME.test(value) ? markup.css(value) : value;
  };
  const changed = (frame: unknown, change: (value: unknown) => unknown): unknown => {
    if (typeof frame !== 'object' || frame === null) return frame;
    const mapped = Object.entries(frame).map(([key, value]) => [key, change(value), value] as const);
    return mapped.every(([, now, before]) => now === before) ? frame : Object.fromEntries(mapped);
  };
  // A list of frames, or one object with a list for each property (Web Animations, "process a keyframes argument").
  const frames = (given: unknown): unknown => {
    const listed = typeof given === 'object' && given !== null && Symbol.iterator in given;
    return listed ? Array.from(given as Iterable<unknown>, (frame) => changed(frame, css)) : changed(given, css); // it says that it is one
  };
  const first = (args: unknown[]): unknown[] => (args.length === 0 ? args : [frames(args[0]), ...args.slice(1)]);

  disguise.method(window.Element.prototype, 'animate', (native, self, args) => apply(native, self, first(args)));
  disguise.construct(window, 'KeyframeEffect', ([target, ...rest]) => [target, ...first(rest)]);
  const effect = kinds['KeyframeEffect']?.prototype;
  disguise.method(effect, 'setKeyframes', (native, self, args) => apply(native, self, first(args)));
  const author = (value: unknown): unknown => (typeof value === 'string' && MAY_NAME.test(value) ? page.textToTarget(value) : value);
  disguise.method(
    effect,
    'getKeyframes',
    (native, self, args) => (apply(native, self, args) as Frame[]).map((frame) => changed(frame, author)), // a list by its definition
  );
}
