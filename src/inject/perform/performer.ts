/**
 * Guests' actions, one after the other, and what must be in the page before its own code: who is at work, and side doors. The
 * program that performs them (acting.ts) is a file of its own, loaded when somebody is there who may act.
 */
import type { GuestAction, HostOutcome } from '../../shared/messages.ts';
import type { Capture } from '../capture/capture.ts';
import type { HostPage } from '../page.ts';
import type { Acting, ActingDeps, ActState } from './acting.ts';
import { NewTabs } from './new-tabs.ts';

/** Actions waiting; more come from a guest faster than a page takes them. */
const MAX_WAITING = 200;
/** What a page's own code does this long after a guest's action counts as its consequence. */
const CONSEQUENCE_MS = 1000;

const HAND_EVENTS = ['pointerdown', 'keydown', 'wheel', 'touchstart', 'touchmove', 'beforeinput'];
const CONSEQUENCES = ['click', 'submit'];

export interface PerformerDeps {
  readonly page: HostPage;
  readonly capture: Capture;
  readonly isTop: boolean;
}

export class Performer {
  readonly #deps: PerformerDeps;
  readonly #newTabs: NewTabs;
  readonly #state: ActState = { paused: false, lastHand: -Infinity, lastAct: -Infinity, caught: false };
  #acting: Acting | undefined;
  #loading: Promise<Acting> | undefined;
  #tries = 0;
  #tail: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(deps: PerformerDeps) {
    const { page, capture } = deps;
    this.#deps = deps;
    this.#newTabs = new NewTabs({ page, isGuestAtWork: () => this.#isConsequence() });
    capture.isGuestAtWork = () => this.#isConsequence();
    this.listen();
    page.disguise.method(page.window.HTMLFormElement.prototype, 'submit', (native, self, args) => {
      // form.submit() fires no event: the only route to a blocked button that no listener sees.
      if (self instanceof page.window.HTMLFormElement && this.#isConsequence() && this.#acting?.isSubmitBlocked(self, null)) {
        this.#state.caught = true;
        return undefined;
      }
      return Reflect.apply(native, self, args) as unknown;
    });
  }

  /** The room says so; then nothing is performed. */
  set paused(paused: boolean) {
    this.#state.paused = paused;
  }

  /** Somebody is there who may act: the program is on its way before it is needed. */
  prepare(): void {
    // A failure is told to whoever acts, and tried again then.
    this.#load().catch(() => undefined);
  }

  perform(action: GuestAction): Promise<HostOutcome> {
    if (this.#waiting >= MAX_WAITING) return Promise.resolve({ result: 'refused', code: 'TOO_FAST' });
    this.#waiting++;
    const run = this.#tail.then(async () => {
      const acting = this.#acting ?? (await this.#load());
      const outcome = await acting.perform(action);
      // The guest's copy stands elsewhere already: it is told where this one is, also when nothing moved or nothing was done.
      if (action.kind === 'scroll') this.#deps.capture.tellScroll(action.node);
      return outcome;
    });
    this.#tail = run.then(
      () => this.#waiting--,
      () => this.#waiting--, // the fault is the caller's to tell
    );
    return run;
  }

  /** Listeners of the window; again after `document.open` has taken them away. */
  listen(): void {
    const { natives: n, window } = this.#deps.page;
    for (const type of HAND_EVENTS) n.addEventListener(window, type, this.#onHand, { capture: true, passive: true });
    for (const type of CONSEQUENCES) n.addEventListener(window, type, this.#onConsequence, { capture: true });
    n.addEventListener(window, 'blur', this.#onBlur, { capture: true });
    this.#newTabs.listen();
  }

  close(): void {
    const { natives: n, window } = this.#deps.page;
    this.paused = true;
    this.#acting?.letGo();
    this.#state.lastAct = -Infinity;
    for (const type of HAND_EVENTS) n.removeEventListener(window, type, this.#onHand, { capture: true });
    for (const type of CONSEQUENCES) n.removeEventListener(window, type, this.#onConsequence, { capture: true });
    n.removeEventListener(window, 'blur', this.#onBlur, { capture: true });
    this.#newTabs.close();
  }

  #load(): Promise<Acting> {
    const { page } = this.#deps;
    // A browser may keep an import that failed for a failure (HTML standard, "module map").
    const again = this.#tries === 0 ? '' : `?again=${this.#tries}`;
    this.#loading ??= (async () => {
      try {
        // Our own file, whose face this is. An import carries the nonce of the script that asks for it.
        const program = (await import(`${page.line.act}${again}`)) as { startActing(deps: ActingDeps): Acting };
        const { capture, isTop } = this.#deps;
        return (this.#acting = program.startActing({ page, capture, isTop, state: this.#state, takeNewTab: () => this.#newTabs.take() }));
      } catch (error) {
        this.#loading = undefined;
        this.#tries++;
        throw error;
      }
    })();
    return this.#loading;
  }

  readonly #onHand = (event: Event): void => {
    if (!event.isTrusted) return;
    this.#state.lastHand = this.#deps.page.natives.now();
    this.#state.lastAct = -Infinity;
    this.#acting?.letGo();
  };

  readonly #onBlur = (): void => this.#deps.page.safely(undefined, () => this.#acting?.left());

  /** Side doors: a page's own code presses a blocked button, or submits its form, because of what a guest did. */
  readonly #onConsequence = (event: Event): void => {
    const { natives: n } = this.#deps.page;
    const acting = this.#acting;
    if (!acting || !this.#isConsequence()) return;
    try {
      const target = n.composedPath(event)[0];
      if (!target || !('nodeType' in target)) return;
      const isBlocked =
        event.type === 'submit'
          ? acting.isSubmitBlocked(target as HTMLFormElement, (event as SubmitEvent).submitter) // the target of submit is a form
          : acting.isPressBlocked(target as Element); // clicks go to elements
      if (!isBlocked) return;
      this.#state.caught = true;
      n.preventDefault(event);
      n.stopImmediatePropagation(event);
    } catch (error) {
      // Fails closed: what cannot be judged does not happen.
      this.#state.caught = true;
      n.preventDefault(event);
      n.stopImmediatePropagation(event);
      this.#deps.page.fault(error);
    }
  };

  #isConsequence(): boolean {
    return this.#deps.page.natives.now() - this.#state.lastAct < CONSEQUENCE_MS;
  }
}
