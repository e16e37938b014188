/**
 * A journey: what one person does in one application, written once and walked twice, straight and through the gateway.
 * `Visit` is the hand and the eye of it; what the eye sees is a list of lines, so that two visits can be compared.
 */
import type { Frame, Locator, Page } from 'playwright-core';
import type { App } from './processes.ts';

/** A line that only one of the two visits has, and why. */
export interface Known {
  readonly only: 'straight' | 'through';
  readonly line: string | RegExp;
  readonly why: string;
}

export interface Journey {
  readonly name: string;
  /** Why it cannot run on this machine; undefined when it can. */
  missing(): string | undefined;
  start(port: number): Promise<App>;
  walk(visit: Visit): Promise<void>;
  /** What differs between any two runs of the application itself: times, random ids. */
  readonly unsteady?: readonly (readonly [RegExp, string])[];
  /** Elements whose text is not compared: what shows itself by chance or by the time that something took. */
  readonly unseen?: string;
  readonly known?: readonly Known[];
}

/** 60 s: large editors through the gateway on two loaded cores. */
export const WAIT_MS = 60_000;
const LOOK_EVERY_MS = 100;
/** Looks in a row that must agree before a text counts as what the page shows. */
const STEADY_LOOKS = 4;

export interface VisitOptions {
  readonly app: App;
  readonly page: Page;
  /** The application's origin as this browser knows it. */
  readonly origin: string;
  readonly unseen?: string | undefined;
  /** Our own frame in the page; it is no part of what the application shows. */
  readonly isOurs: (frame: Frame) => boolean;
  /** The page stands at `/` already: that is where the session began. */
  readonly landed: boolean;
  /** Waits until the agent's replica shows a text; on the straight way there is none. */
  readonly agentSees: (text: string | RegExp) => Promise<void>;
}

export class Visit {
  readonly lines: string[] = [];
  readonly page: Page;
  readonly app: App;
  readonly #options: VisitOptions;
  #landed: boolean;

  constructor(options: VisitOptions) {
    this.#options = options;
    this.#landed = options.landed;
    this.page = options.page;
    this.app = options.app;
  }

  /** Opens a path of the application. */
  async open(path = '/'): Promise<void> {
    if (!(this.#landed && path === '/')) await this.page.goto(this.#options.origin + path);
    this.#landed = false;
  }

  /** The page's path, query and fragment, as the address bar has it. */
  path(): string {
    return this.page.url().slice(this.#options.origin.length);
  }

  /** Waits until the page shows `text` and is steady, and writes down all that it shows. */
  async sees(name: string, text: string | RegExp): Promise<void> {
    let last: string | undefined;
    let same = 0;
    await this.#wait(`${name}: ${String(text)}`, async () => {
      const now = await this.#text();
      same = now !== undefined && now === last ? same + 1 : 0;
      last = now;
      if (now === undefined) return 'a page that is still loading';
      const shown = typeof text === 'string' ? now.includes(text) : text.test(now);
      return shown && same >= STEADY_LOOKS ? undefined : now;
    });
    this.tell(name, last ?? '');
  }

  /** Writes down anything else that must be the same both ways. */
  tell(name: string, text: string): void {
    for (const line of text.split('\n')) {
      const words = line.replace(/\s+/g, ' ').trim();
      if (words !== '') this.lines.push(`${name}: ${words}`);
    }
  }

  /** The agent's replica shows it too: no blank view. */
  async agentSees(text: string | RegExp): Promise<void> {
    await this.#options.agentSees(text);
  }

  /** Waits until a value is the one that is wanted. */
  async until<T>(what: string, look: () => T | Promise<T>, wanted: T): Promise<void> {
    await this.#wait(what, async () => {
      const found = await look();
      return found === wanted ? undefined : String(found);
    });
  }

  /**
   * Drags with the mouse from the middle of one element to a place in another, in steps as a hand does, and lets go when the
   * application shows where it would drop: `mark` tells that place, undefined while there is none. Where an application follows
   * at a pace of its own, a hand that is faster drops nothing.
   */
  async drag(from: Locator, to: Locator, place: { x: number; y: number }, mark?: () => Promise<string | undefined>): Promise<void> {
    await from.scrollIntoViewIfNeeded();
    const [start, end] = await Promise.all([from.boundingBox(), to.boundingBox()]);
    if (!start || !end) throw new Error('nothing to drag, or nowhere to');
    const { mouse } = this.page;
    await mouse.move(start.x + start.width / 2, start.y + start.height / 2);
    await mouse.down();
    await mouse.move(start.x + start.width / 2 + 12, start.y + start.height / 2 + 12, { steps: 4 });
    await mouse.move(end.x + place.x, end.y + place.y, { steps: 12 });
    if (mark) await this.#hold({ x: end.x + place.x, y: end.y + place.y }, mark);
    await mouse.up();
  }

  /** Until what `mark` tells is steady. */
  async #hold(at: { x: number; y: number }, mark: () => Promise<string | undefined>): Promise<void> {
    let last: string | undefined;
    let same = 0;
    let looks = 0;
    await this.#wait('a place to drop', async () => {
      // A hand does not hold quite still, and what it is over hears of it.
      await this.page.mouse.move(at.x + (++looks % 2), at.y);
      const now = await mark();
      same = now !== undefined && now === last ? same + 1 : 0;
      last = now;
      return same >= STEADY_LOOKS ? undefined : String(now);
    });
  }

  /** Undefined while something is still loading: sheets hide text, too. */
  async #text(): Promise<string | undefined> {
    const texts: string[] = [];
    for (const frame of this.page.frames()) {
      if (this.#options.isOurs(frame)) continue;
      // A frame that is being replaced shows nothing: the caller looks again.
      const text = await frame.evaluate(shown, this.#options.unseen ?? '').catch(() => undefined);
      if (text === undefined) return undefined;
      texts.push(text);
    }
    return texts.join('\n');
  }

  /** `look` hands back what it found instead, or undefined when all is well. */
  async #wait(what: string, look: () => Promise<string | undefined>): Promise<void> {
    const deadline = Date.now() + WAIT_MS;
    for (;;) {
      const instead = await look();
      if (instead === undefined) return;
      if (Date.now() > deadline) throw new Error(`waited in vain for ${what}; found: ${instead}`);
      await this.page.waitForTimeout(LOOK_EVERY_MS);
    }
  }
}

/** In the page: its visible text, and what its visible fields hold. */
function shown(unseen: string): string | undefined {
  if (document.readyState !== 'complete') return undefined;
  const left = unseen === '' ? [] : [...document.querySelectorAll(unseen)];
  const leftOut = new Set(left.flatMap((element) => (element.textContent ?? '').split('\n')));
  const fields = [...document.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>('input, select, textarea')];
  const values = fields.map((field) => {
    if (field.type === 'hidden' || field.type === 'password' || !field.checkVisibility({ visibilityProperty: true })) return '';
    if (field.type === 'checkbox' || field.type === 'radio') return (field as HTMLInputElement).checked ? '[x]' : '[ ]'; // by its type
    return field.value === '' ? '' : `[${field.value}]`;
  });
  const text = document.body.innerText.split('\n').filter((line) => line.trim() === '' || !leftOut.has(line));
  return [...text, ...values].join('\n');
}
