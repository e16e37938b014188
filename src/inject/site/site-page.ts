/**
 * A document of a site that a session runs on in place: its addresses are the real ones and stay so, nothing is rewritten,
 * and when the session is over nothing of ours is left in it.
 */
import type { SiteBoot } from '../../shared/boot.ts';
import { apply, takeNatives, type Natives, type RealmWindow } from '../natives.ts';
import type { Addresses, HostPage, Line } from '../page.ts';
import { isFriendOf } from './frame-calls.ts';
import { UndoableDisguise } from './undoable-disguise.ts';

/** Faults kept until somebody listens. More would say nothing new. */
const MAX_FAULTS = 50;

export class SitePage implements HostPage {
  readonly natives: Natives;
  readonly disguise = new UndoableDisguise();
  readonly urls: Addresses;
  readonly here: HostPage['here'] = (fn, self, args) => void apply(fn, self, args);
  readonly line: Line;
  /** In place a browser shows PDFs by itself. */
  readonly pdf = undefined;
  /** `document.open` takes listeners off the window; there are none of ours that follow links. */
  readonly activation = { listen: (): void => undefined };
  readonly #boot: SiteBoot;
  readonly #maker: SitePage | undefined;
  readonly #onEnd: () => void;
  readonly #early: unknown[] = [];
  readonly #realms = new WeakMap<Window, SitePage>();
  readonly #children = new Set<SitePage>();
  #listener: ((error: unknown) => void) | undefined;
  #realmListener: ((realm: HostPage) => void) | undefined;
  #runtime: { readonly document: Document; close(): void } | undefined;

  constructor(
    readonly window: RealmWindow,
    boot: SiteBoot,
    onEnd: () => void,
    maker?: SitePage,
  ) {
    this.natives = takeNatives(window);
    this.#boot = boot;
    this.#onEnd = onEnd;
    this.#maker = maker;
    const { own } = boot;
    const isWeb = (url: string): boolean => /^https?:/i.test(url);
    this.urls = {
      own,
      toGateway: (url) => (isWeb(url) ? url : undefined),
      toTarget: (url) => (isWeb(url) && !this.urls.isGateway(url) ? url : undefined),
      isGateway: (url) => url === own || url.startsWith(`${own}/`),
    };
    const friend = isFriendOf(boot.friends, this.natives.location.origin);
    this.line = {
      socket: boot.socket,
      dock: `${own}/dock?site`,
      ink: `${boot.programs}ink.js`,
      act: `${boot.programs}act.js`,
      inPlace: true,
      parent: boot.parent ?? this.natives.location.origin,
      mayBeFrame: friend,
    };
  }

  get document(): Document {
    return this.window.document;
  }

  targetUrl(): string {
    return this.natives.location.href;
  }

  safely<T>(otherwise: T, work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.fault(error);
      return otherwise;
    }
  }

  fault(error: unknown): void {
    if (this.#maker) this.#maker.fault(error);
    else if (this.#listener) this.#listener(error);
    else if (this.#early.length < MAX_FAULTS) this.#early.push(error);
  }

  onFault(listener: (error: unknown) => void): void {
    this.#listener = listener;
    for (const error of this.#early.splice(0)) listener(error);
  }

  /** Frames that the page makes itself: their documents have no script of ours. */
  setUpRealm(window: Window | null | undefined): void {
    if (!window || this.#realms.has(window)) return;
    this.safely(undefined, () => {
      // A window of another origin throws here, and is left alone.
      const realm = window as RealmWindow;
      if (!isOpen(realm)) return;
      const child = new SitePage(realm, { ...this.#boot, parent: this.natives.location.origin }, () => undefined, this);
      this.#realms.set(window, child);
      this.#children.add(child);
      this.#realmListener?.(child);
    });
  }

  /** Nothing of the site's is taken away here, so there is nothing to tell of. */
  notice(): void {
    return undefined;
  }

  onNotice(): void {
    return undefined;
  }

  /** Not what a server sent without our script: that is for the labelled box. */
  isMade(): boolean {
    const url = this.natives.documentURL(this.document);
    // A document that is opened for writing takes the address of the one whose script opened it (HTML standard, document.open).
    return url.startsWith('about:') || url === this.#maker?.targetUrl().replace(/#[^]*$/, '');
  }

  onRealm(listener: (realm: HostPage) => void): void {
    this.#realmListener = listener;
  }

  needsRuntime(): boolean {
    return this.#runtime?.document !== this.document && this.window.location === this.natives.location;
  }

  attach(runtime: { close(): void }): void {
    this.#runtime?.close();
    this.#runtime = { document: this.document, close: () => runtime.close() };
  }

  leave(): void {
    for (const child of this.#children) {
      child.#runtime?.close();
      child.leave();
    }
    this.#children.clear();
    this.disguise.undo();
    this.#onEnd();
  }
}

function isOpen(window: RealmWindow): boolean {
  try {
    return window.document !== null;
  } catch {
    return false; // another origin
  }
}
