/** One document's runtime: wires capture, acting and overlay to the line, and keeps the order of their beginnings. */
import { TOP_FRAME, type FrameId, type TabId } from '../shared/ids.ts';
import type { Hand, PageWords } from '../ink/index.ts';
import type { InkAct } from '../shared/ink.ts';
import type { PageNotice } from '../shared/notices.ts';
import {
  PROTOCOL_VERSION,
  type GuestAction,
  type PageState,
  type Person,
  type RoomToRuntime,
  type RuntimeToRoom,
} from '../shared/messages.ts';
import { MASK_TEXT } from '../shared/policy.ts';
import { Capture } from './capture/capture.ts';
import { cleanAddress } from './capture/clean-address.ts';
import { windowIn } from './capture/embedded.ts';
import { DockTickets } from './dock-tickets.ts';
import { tellable, watchDownloads } from './downloads.ts';
import { FRAME_PING, FRAME_PONG, Frames, HELLO_KEY, type FrameWelcome, type Picking } from './capture/frames.ts';
import { Secrets } from './capture/secrets.ts';
import { inkAfter, PageInk } from './ink.ts';
import { Link } from './link.ts';
import { MadeFrames } from './made-frames.ts';
import { Overlay, type DockBox } from './overlay.ts';
import type { HostPage } from './page.ts';
import { loadPdf } from './pdf.ts';
import { Performer } from './perform/performer.ts';
import type { PlantOrder } from '../shared/leak-test.ts';
import type { plant as Plant } from './leak-test/plant.ts';
import type { Picker, PickerDeps } from './pick/picker.ts';
import { leaveTab, takeTab } from './tab.ts';

type Welcome = Extract<RoomToRuntime, { type: 'welcome' }>;

/** Title and address are compared this often: not every way of changing them tells. */
const META_MS = 500;
/** A frame that is made by script is filled in the same breath; nothing of ours stands in it before that. */
const MADE_OVERLAY_MS = 400;

/** How a frame without a script tag of ours reaches the runtime above it: that one started it. */
export type HandPort = (port: MessagePort) => void;

/** What the runtimes of test sessions know beyond the everyday one. */
export interface RuntimeExtras {
  readonly plant?: typeof Plant;
  readonly picker?: (deps: PickerDeps) => Pick<Picker, 'show' | 'turn' | 'speak'>;
}

export class Runtime {
  readonly #page: HostPage;
  readonly #isTop: boolean;
  readonly #capture: Capture;
  readonly #frames: Frames;
  #secrets: Secrets;
  readonly #awaited: () => void;
  readonly #madeFrames: MadeFrames;
  readonly #handPort: HandPort | undefined;
  readonly #extras: RuntimeExtras;
  #picker: Pick<Picker, 'show' | 'turn' | 'speak'> | undefined;
  readonly #overlay: Overlay;
  readonly #ink: PageInk;
  readonly #performer: Performer;
  readonly #link: Link | undefined;
  readonly #tickets: DockTickets;
  #port: MessagePort | undefined;
  #frame: FrameId = TOP_FRAME;
  #welcome: Welcome | undefined;
  #tab: TabId | undefined;
  #meta = '';
  /** The browser puts the page to sleep. */
  #frozen = false;
  /** The document came back as it was left: the room has another page of this tab by now. */
  #isBack = false;
  /** Found before the room, or the frame above, would hear of it: a kind each. */
  readonly #untold = new Set<PageNotice>();
  #overlayTimer: number | undefined;
  #metaTimer: number | undefined;

  constructor(page: HostPage, handPort?: HandPort, extras: RuntimeExtras = {}) {
    this.#page = page;
    this.#handPort = handPort;
    this.#extras = extras;
    page.attach(this);
    // `top` and `parent` are what the browser says: both may be stand-ins for the page.
    this.#isTop = page.window.parent === page.window;
    if (this.#isTop) this.#tab = takeTab(page.natives);
    this.#secrets = new Secrets(page.natives);
    this.#awaited = Secrets.await(page.natives, page.window, (secrets) => (this.#secrets = secrets));
    this.#frames = new Frames({
      page,
      table: () => this.#capture.table,
      send: (message) => {
        // Pointing ends everywhere with the first press.
        if (message.type === 'pointed' && this.#isTop && !message.picked.isCount) this.#pick(false);
        this.#send(message);
      },
      welcome: () => (this.#capture.isTold ? this.#welcome : undefined),
      ownId: () => this.#frame,
      bound: (iframe) => {
        const inside = windowIn(page.natives, iframe);
        if (inside && isOfOurOrigin(inside)) this.#secrets.hand(page.natives, inside);
      },
      changed: (iframe) => this.#capture.frameBound(iframe),
    });
    this.#madeFrames = new MadeFrames({
      page,
      start: (child) => {
        const hand: HandPort = (port) => {
          this.#frames.hello(child.window, port);
        };
        new Runtime(child, hand, extras).start();
      },
    });
    this.#capture = new Capture({
      page,
      frame: () => this.#frame,
      frames: () => this.#frames,
      secrets: () => this.#secrets,
      send: (message) => this.#send(message),
      buffered: () => this.#link?.buffered() ?? 0,
      flushed: () => {
        this.#overlay.refresh();
        this.#ink.moved();
        this.#tellMeta();
      },
      rebuilt: () => {
        this.#listen();
        this.#capture.listen();
        this.#performer.listen();
        this.#overlay.listen();
        page.activation.listen();
      },
    });
    this.#tickets = new DockTickets(page.natives, (message) => this.#overlay.tellDock(message));
    this.#overlay = new Overlay({
      page,
      capture: this.#capture,
      hasDock: this.#isTop,
      tab: () => this.#tab,
      dockLoaded: () => this.#tickets.remind(),
      moved: () => this.#ink.moved(),
    });
    this.#ink = new PageInk({
      page,
      capture: this.#capture,
      overlay: this.#overlay,
      frame: () => this.#frame,
      people: () => this.#welcome?.people ?? [],
      send: (act) => this.#send({ type: 'ink', act }),
      chosen: (tool) => this.#overlay.tellDock({ type: 'tool', tool }),
    });
    this.#performer = new Performer({ page, capture: this.#capture, isTop: this.#isTop });
    this.#picker = extras.picker?.({
      page,
      isTop: this.#isTop,
      addOwn: (node) => this.#capture.addOwn(node),
      send: (picked) => void this.#send({ type: 'pointed', picked }),
      turned: (on) => this.#frames.broadcast({ type: 'picking', on }),
    });
    if (this.#isTop) {
      this.#link = new Link({
        page,
        hello: () => ({
          type: 'hello',
          protocol: PROTOCOL_VERSION,
          tab: this.#tab ?? null,
          policy: this.#isBack ? '' : (this.#welcome?.policy.version ?? ''),
          ...this.#metaNow(),
        }),
        receive: (message) => this.#receive(message),
        needKey: (frame) => this.#receive({ type: 'need-key', frame }),
        // Not before: their elements may be among what the room missed.
        resumed: () => this.#frames.bindAgain(),
        ticket: page.line.inPlace ? () => this.#tickets.ask() : undefined,
      });
    }
  }

  start(): void {
    this.#page.onNotice((code) => {
      if (!this.#send({ type: 'notice', code })) this.#untold.add(code);
    });
    const { natives: n, document, window } = this.#page;
    this.#listen();
    // A page that is only being prepared is nobody's page yet.
    if ('prerendering' in document && document.prerendering === true)
      n.addEventListener(document, 'prerenderingchange', () => this.#begin(), { once: true });
    else this.#begin();
    watchDownloads({ page: this.#page, mask: () => this.#capture.mask, send: (message) => void this.#send(message) });
    if (this.#page.pdf) void loadPdf(this.#page, this.#page.pdf, this.#capture);
    if (this.#page.line.inPlace) this.#madeFrames.look();
    if (this.#page.line.inPlace && n.readyState(document) !== 'loading') this.#overlay.start();
    else if (this.#page.line.inPlace) n.addEventListener(document, 'DOMContentLoaded', this.#onParsed, { once: true });
    else if (this.#handPort) this.#overlayTimer = n.setTimeout(() => this.#overlay.start(), MADE_OVERLAY_MS);
    else if (n.readyState(document) === 'complete') this.#overlay.start();
    else n.addEventListener(window, 'load', () => this.#overlay.start(), { once: true });
  }

  /** The window's next document has a runtime of its own. */
  close(): void {
    const { natives: n, window, document } = this.#page;
    this.#port?.close();
    this.#port = undefined;
    this.#awaited();
    if (this.#overlayTimer !== undefined) n.clearTimeout(this.#overlayTimer);
    if (this.#metaTimer !== undefined) n.clearInterval(this.#metaTimer);
    n.removeEventListener(document, 'DOMContentLoaded', this.#onParsed);
    this.#tickets.close();
    n.removeEventListener(window, 'message', this.#onMessage, { capture: true });
    n.removeEventListener(window, 'pagehide', this.#onHide);
    n.removeEventListener(window, 'pageshow', this.#onShow);
    for (const type of ['visibilitychange', 'freeze', 'resume']) n.removeEventListener(document, type, this.#onState);
    for (const type of ['focus', 'blur']) n.removeEventListener(window, type, this.#onState);
    this.#madeFrames.close();
    this.#performer.close();
    this.#capture.close();
    this.#frames.close();
    this.#ink.close();
    this.#overlay.close();
    this.#link?.close();
  }

  #begin(): void {
    const { natives: n, window } = this.#page;
    if (this.#link) {
      // A page that was prepared beside another one: that one has left by now.
      this.#tab ??= takeTab(n);
      this.#link.open();
      this.#metaTimer = n.setInterval(() => this.#tellMeta(), META_MS);
      return;
    }
    const channel = new n.MessageChannel();
    this.#port = channel.port1;
    this.#port.onmessage = (event: MessageEvent<unknown>) => {
      const message = event.data as FrameWelcome | RoomToRuntime | Picking | { readonly type: typeof FRAME_PING }; // the parent's runtime is the same program
      if (message.type === FRAME_PING) {
        this.#port?.postMessage({ type: FRAME_PONG });
        return;
      }
      if (message.type === 'picking') return this.#pick(message.on);
      if (message.type !== 'frame-welcome') return this.#receive(message);
      this.#frame = message.frame;
      this.#receive(message.welcome);
    };
    // A message from a function of the maker's realm would name the maker as its source.
    if (this.#handPort) this.#handPort(channel.port2);
    // Also of a realm that its parent set up: WebKit, too, would name that one.
    else this.#page.here(n.barePostMessage, window.parent, [{ [HELLO_KEY]: 1 }, this.#page.line.parent, [channel.port2]]);
  }

  /** Listeners of the window; again after `document.open` has taken them away. */
  #listen(): void {
    const { natives: n, window, document } = this.#page;
    n.addEventListener(window, 'message', this.#onMessage, { capture: true });
    n.addEventListener(window, 'pagehide', this.#onHide);
    n.addEventListener(window, 'pageshow', this.#onShow);
    for (const type of ['visibilitychange', 'freeze', 'resume']) n.addEventListener(document, type, this.#onState);
    for (const type of ['focus', 'blur']) n.addEventListener(window, type, this.#onState);
    this.#madeFrames.listen();
  }

  /** Messages that are ours never reach the page: this listener is the first of the window. */
  readonly #onMessage = (event: MessageEvent): void => {
    const { natives: n } = this.#page;
    const port = event.ports[0];
    const data: unknown = n.messageData(event);
    if (port && typeof data === 'object' && data !== null && HELLO_KEY in data && this.#page.line.mayBeFrame(n.messageOrigin(event))) {
      n.stopImmediatePropagation(event);
      this.#frames.hello(n.messageSource(event), port);
      return;
    }
    const said = this.#overlay.fromDock(event);
    if (said === undefined) return;
    n.stopImmediatePropagation(event);
    if (typeof said !== 'object' || said === null || !('type' in said)) return;
    if (said.type === 'size')
      this.#overlay.resizeDock(said as DockBox); // checked there
    else if (said.type === 'look')
      this.#overlay.look((said as { readonly at?: unknown }).at); // checked there
    else if (said.type === 'end' && 'url' in said && typeof said.url === 'string') this.#end(said.url);
    else if (said.type === 'hand') {
      const { hand, focus } = said as { readonly hand?: Hand; readonly focus?: boolean }; // our own dock's words, which has the type
      this.#ink.hand(hand, focus === true);
    } else if (said.type === 'words' && 'words' in said) {
      this.#overlay.speak(said.words as PageWords); // as above
      this.#ink.named();
      this.#picker?.speak(this.#overlay.words);
    } else if (said.type === 'ink' && 'act' in said)
      this.#send({ type: 'ink', act: said.act as InkAct }); // as above; the room looks at it
    else if (said.type === 'ticket' && 'ticket' in said) this.#tickets.got(said.ticket);
    // The session is over, or this browser is not part of it: whatever told this page to look was wrong.
    else if (said.type === 'gone' && this.#page.line.inPlace) this.#end('');
  };

  readonly #onParsed = (): void => this.#overlay.start();

  readonly #onHide = (): void => {
    this.#page.safely(undefined, () => this.#capture.leaving());
    if (!this.#link) return;
    this.#link.send({ type: 'leaving', to: null });
    this.#link.close();
    if (this.#tab) leaveTab(this.#page.natives, this.#tab);
  };

  readonly #onShow = (event: PageTransitionEvent): void => {
    if (!event.persisted || !this.#link) return;
    this.#tab = takeTab(this.#page.natives) ?? this.#tab;
    this.#isBack = true;
    this.#link.open();
  };

  readonly #onState = ({ type }: Event): void => {
    if (type === 'freeze' || type === 'resume') this.#frozen = type === 'freeze';
    this.#tellMeta();
  };

  #receive(message: RoomToRuntime): void {
    switch (message.type) {
      case 'welcome':
        this.#welcome = message;
        this.#isBack = false;
        this.#tab = message.tab;
        this.#performer.paused = message.state !== 'live';
        this.#overlay.people(message.people);
        this.#prepareActing(message.people);
        this.#overlay.tellTab();
        this.#meta = '';
        this.#tellMeta();
        for (const code of this.#untold) this.#send({ type: 'notice', code });
        this.#untold.clear();
        if (!this.#link) this.#frames.bindAgain();
        this.#capture.start(message.policy);
        this.#ink.news({ is: 'all', items: message.ink ?? [] });
        this.#frames.broadcast(message);
        return;
      case 'need-key':
        if (message.frame === this.#frame) this.#capture.keyframe();
        else this.#frames.route(message.frame, message);
        return;
      case 'got':
        return; // the line's own
      case 'act': {
        const frame = frameOf(message.action) ?? this.#frame;
        if (frame === this.#frame) this.#act(message);
        else if (!this.#frames.route(frame, message)) this.#send({ type: 'act-result', id: message.id, outcome: { result: 'stale' } });
        return;
      }
      case 'pointer':
        if (!message.at) {
          this.#overlay.pointer(message.from, null);
          this.#frames.broadcast(message);
        } else if (message.at.frame === this.#frame) this.#overlay.pointer(message.from, message.at);
        else {
          // It is in a frame now, and nowhere else.
          this.#overlay.pointer(message.from, null);
          this.#frames.route(message.at.frame, message);
        }
        return;
      case 'people':
        if (this.#welcome) this.#welcome = { ...this.#welcome, people: message.people };
        this.#overlay.people(message.people);
        this.#prepareActing(message.people);
        this.#ink.named();
        this.#frames.broadcast(message);
        return;
      case 'ink':
        // Frames that come later are told what stands then.
        if (this.#welcome) this.#welcome = { ...this.#welcome, ink: inkAfter(this.#welcome.ink ?? [], message.news) };
        this.#ink.news(message.news);
        this.#frames.broadcast(message);
        return;
      case 'state':
        // Frames that come later are told what holds then.
        if (this.#welcome) this.#welcome = { ...this.#welcome, state: message.state };
        this.#performer.paused = message.state !== 'live';
        this.#frames.broadcast(message);
        return;
      case 'need-asset':
        if (message.frame !== this.#frame) this.#frames.askFor(message);
        else void this.#capture.asset(message.id, message.address).then((answer) => this.#send(answer));
        return;
      case 'name-download':
        this.#send({ type: 'download', of: message.id, mime: '', bytes: null, name: tellable(this.#capture.mask, message.name) });
        return;
      case 'point':
        this.#picker?.show(message.selector);
        this.#frames.broadcast(message);
        return;
      case 'plant':
        this.#frames.broadcast(message);
        this.#planted(message.order);
        return;
      case 'end':
        this.#end(message.url);
        return;
      default:
        message satisfies never;
    }
  }

  #pick(on: boolean): void {
    this.#picker?.turn(on);
    this.#frames.broadcast({ type: 'picking', on });
  }

  #planted(order: PlantOrder): void {
    const capture = this.#capture;
    const policy = capture.mask?.policy;
    if (!this.#extras.plant || !policy) return;
    const { natives, document } = this.#page;
    const planted = this.#extras.plant({ natives, document, policy, shadowOf: capture.shadowOf, isOwn: capture.isOwn }, order);
    capture.flush();
    this.#send({ type: 'planted', frame: this.#frame, epoch: capture.epoch, seq: capture.seq, planted });
  }

  /** Frames wait for the first action that falls to them: most never see one. */
  #prepareActing(people: readonly Person[]): void {
    if (this.#isTop && people.some(({ role, state }) => role !== 'customer' && state === 'here')) this.#performer.prepare();
  }

  #act(message: Extract<RoomToRuntime, { type: 'act' }>): void {
    void this.#performer.perform(message.action).then(
      (outcome) => {
        this.#send({ type: 'act-result', id: message.id, outcome });
      },
      (error: unknown) => {
        this.#page.fault(error);
        this.#send({ type: 'act-result', id: message.id, outcome: { result: 'refused', code: 'NOT_POSSIBLE' } });
      },
    );
  }

  #send(message: RuntimeToRoom): boolean {
    if (this.#link) return this.#link.send(message);
    if (!this.#welcome) return false;
    this.#port?.postMessage(message);
    return true;
  }

  #metaNow(): PageState {
    const { natives: n, document } = this.#page;
    const { mask } = this.#capture;
    this.#secrets.learn(this.#capture);
    const state = {
      visible: n.visibilityState(document) === 'visible',
      ...(n.hasFocus(document) ? { focused: true as const } : {}),
      ...(this.#frozen ? { frozen: true as const } : {}),
    };
    const url = this.#page.targetUrl();
    // Without the policy nobody knows what may be told; the address without its query is what the policy is found by.
    if (!mask) return { url: cleanAddress(url.replace(/[?#][^]*$/, ''), this.#secrets.clean), title: '', ...state };
    const shown = mask.policy.maskUrlQuery ? url.replace(/[?#][^]*$/, '') : url;
    return {
      url: cleanAddress(shown, (part) => mask.clean(part)),
      title: mask.policy.maskTitle ? MASK_TEXT : mask.clean(n.title(document), 500),
      ...state,
    };
  }

  #tellMeta(): void {
    if (!this.#link || !this.#welcome || !this.#capture.mask) return;
    const meta = this.#metaNow();
    const text = this.#page.natives.JSON.stringify(meta);
    if (text !== this.#meta && this.#link.send({ type: 'meta', ...meta })) this.#meta = text;
  }

  #end(url: string): void {
    this.#frames.broadcast({ type: 'end', url: '' });
    this.close();
    if (this.#isTop) this.#page.leave(url);
    else if (this.#page.line.inPlace) this.#page.leave('');
  }
}

function isOfOurOrigin(frame: Window): boolean {
  try {
    return 'body' in frame.document;
  } catch {
    return false; // SecurityError
  }
}

function frameOf(action: GuestAction): FrameId | undefined {
  return 'at' in action ? action.at.frame : 'frame' in action ? action.frame : undefined;
}
