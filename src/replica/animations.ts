/** The host's animations here: those of its scripts are made, those of its sheets are this browser's own and are put in step. */
import type { Animated } from '../shared/dom-ops.ts';

/** Apart by less than this, two copies of one movement look the same; putting them in step would be seen. */
const STEP_MS = 40;

const NAME = /^(?:--[\w-]+|[a-zA-Z]{1,60}|offset|easing|composite)$/;
const PSEUDO = /^::[a-z-]+$/;

export class Animations {
  readonly #made = new WeakMap<Element, Animation[]>();

  /** `css`: a value with its addresses mapped. */
  apply(element: Element, all: readonly Animated[], css: (text: string) => string): void {
    for (const old of this.#made.get(element) ?? []) old.cancel();
    const own = element.getAnimations({ subtree: true }).filter((one) => isOf(one, element));
    const made: Animation[] = [];
    for (const told of all) {
      if (told.pseudo !== '' && !PSEUDO.test(told.pseudo)) continue;
      const mine = own.find((one) => isNamed(one, told));
      const animation = mine ?? (told.timing && make(element, told, css));
      if (!animation) continue;
      if (!mine) made.push(animation);
      put(animation, told);
    }
    this.#made.set(element, made);
  }
}

function make(
  element: Element,
  { timing, frames = [], composite, pseudo }: Animated,
  css: (text: string) => string,
): Animation | undefined {
  const shown = frames.map((frame) =>
    Object.fromEntries(
      Object.entries(frame).flatMap(([key, value]) => (NAME.test(key) ? [[key, typeof value === 'string' ? css(value) : value]] : [])),
    ),
  );
  try {
    return element.animate(
      shown as Keyframe[],
      {
        ...timing,
        iterations: timing?.iterations === -1 ? Infinity : (timing?.iterations ?? 1),
        ...(composite === 'add' || composite === 'accumulate' ? { composite } : {}),
        ...(pseudo === '' ? {} : { pseudoElement: pseudo }),
      } as KeyframeAnimationOptions,
    ); // words of other browsers than this one throw
  } catch (error) {
    // An easing or pseudo-element that this browser does not know: the element stands still.
    if (error instanceof Error || (typeof error === 'object' && error !== null && 'code' in error) || isTypeError(error)) return undefined;
    throw error;
  }
}

function put(animation: Animation, { at, rate, paused }: Animated): void {
  if (animation.playbackRate !== rate) animation.playbackRate = rate;
  const now = animation.currentTime;
  if (at !== null && (typeof now !== 'number' || Math.abs(now - at) > STEP_MS || paused)) animation.currentTime = at;
  if (paused && animation.playState !== 'paused') animation.pause();
  else if (!paused && animation.playState === 'paused') animation.play();
}

function isOf({ effect }: Animation, element: Element): boolean {
  return effect !== null && 'target' in effect && effect.target === element;
}

function isNamed(animation: Animation, { name, pseudo }: Animated): boolean {
  const { effect } = animation;
  const own = effect && 'pseudoElement' in effect && typeof effect.pseudoElement === 'string' ? effect.pseudoElement : '';
  if (own !== pseudo) return false;
  return 'animationName' in animation
    ? animation.animationName === name
    : 'transitionProperty' in animation && animation.transitionProperty === name;
}

/** Of the frame's realm. */
function isTypeError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'TypeError';
}
