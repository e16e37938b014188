/**
 * The host's side of the mirror for one document: watches, masks, describes. Hooks and observers stand from the first
 * script on (closed shadow roots are only seen when they are made); nothing is described before the policy is here. It is
 * one file so that the order of a keyframe and of a flush is read in one place.
 */
import { type DomNode, type DomOp, type Keyframe } from '../../shared/dom-ops.ts';
import type { FrameId, NodeId } from '../../shared/ids.ts';
import type { Place, RuntimeToRoom } from '../../shared/messages.ts';
import type { Policy } from '../../shared/policy.ts';
import { Mask } from '../mask.ts';
import type { HostPage } from '../page.ts';
import { readAsset, type AssetAnswer } from '../send-asset.ts';
import { Adopted } from './adopted.ts';
import { Attention } from './attention.ts';
import { Boxes } from './boxes.ts';
import { CssNames } from './css-names.ts';
import { Dirt } from './dirt.ts';
import { isPlugin, mayBeFrame } from './embedded.ts';
import type { Frames } from './frames.ts';
import { PageEvents } from './events.ts';
import type { Fonts } from './fonts.ts';
import type { MadeFiles } from './made-files.ts';
import { HeldRules } from './held-rules.ts';
import { Hand } from './hand.ts';
import { hookRealm } from './hooks.ts';
import { changedWith } from './inputs.ts';
import { Learner } from './learn.ts';
import { placeAt } from './measures.ts';
import { MediaEvents } from './media.ts';
import { Mutations } from './mutations.ts';
import { NodeTable } from './node-table.ts';
import { Pace } from './pace.ts';
import { Pickers } from './pickers.ts';
import type { Region } from './regions.ts';
import { Resources } from './resources.ts';
import { isPicture, Samples } from './samples.ts';
import { Screen } from './screen.ts';
import type { Secrets } from './secrets.ts';
import { Scrollers } from './scrollers.ts';
import { Sheets } from './sheets.ts';
import { Snapshot, type SnapshotDeps } from './snapshot.ts';

/** Unsent bytes at which nothing more is said; a keyframe follows when the line is free again. */
const MAX_BUFFERED = 4 << 20;
/** A keyframe is made in slices of this many milliseconds. */
const SLICE_MS = 15;
const CHECKSUM_MS = 5000;
/** Shadow roots whose adopted sheets are looked at with each flush: a microsecond each. */
const MAX_LOOKS = 50;

export interface CaptureDeps {
  readonly page: HostPage;
  readonly frame: () => FrameId;
  readonly frames: () => Frames;
  /** What is masked, in all documents of this origin in the tab. */
  readonly secrets: () => Secrets;
  /** False: there is no line now. */
  readonly send: (message: RuntimeToRoom) => boolean;
  readonly buffered: () => number;
  /** After each flush: marks and cursors may stand elsewhere. */
  readonly flushed: () => void;
  /** The document element is another: the page wrote itself anew. */
  readonly rebuilt: () => void;
}

export class Capture {
  readonly table: NodeTable;
  /** Is what happens now a consequence of a guest's action? Said by who performs them. */
  isGuestAtWork: () => boolean = () => false;
  readonly #deps: CaptureDeps;
  readonly #document: Document;
  readonly #dirt = new Dirt();
  readonly #own = new WeakSet<Node>();
  readonly #shadowRoots = new WeakMap<Element, ShadowRoot>();
  readonly #watched = new WeakSet<Node>();
  readonly #roots = new Set<ShadowRoot>();
  readonly #scrolled = new WeakSet<Node>();
  readonly #scrollers: Scrollers;
  readonly #screen: Screen;
  readonly #touchedSheets = new WeakSet<CSSStyleSheet>();
  readonly #attention: Attention;
  readonly #pickers: Pickers;
  readonly #hand: Hand;
  readonly #held: HeldRules;
  readonly #media: MediaEvents;
  readonly samples: Samples;
  readonly #boxes: Boxes;
  readonly #made: { readonly fonts: Fonts; readonly made: MadeFiles };
  readonly #events: PageEvents;
  readonly #wasFull = new WeakSet<Element>();
  readonly #adopted = new Adopted();
  readonly #observer: MutationObserver;
  readonly #pace: Pace;
  readonly #names: CssNames;
  #mask: Mask | undefined;
  #learner: Learner | undefined;
  #resources: Resources | undefined;
  #sheets: Sheets | undefined;
  #mutations: Mutations | undefined;
  #snapshot: Snapshot | undefined;
  #root: Element | null = null;
  /** The document element when listeners were last put on: `document.open` takes both away. */
  #listensTo: Element | null = null;
  #isClosed = false;
  #epoch = 0;
  #seq = 0;
  #state: 'off' | 'walking' | 'on' = 'off';
  #keyWanted = false;
  #namesDirty = false;
  /** What was asked of sheets is asked again: something may stand in a masked place now. */
  #namesAgain = false;
  #checksumTimer: number | undefined;
  #walk = 0;

  constructor(deps: CaptureDeps) {
    const { page } = deps;
    const { natives: n } = page;
    this.#deps = deps;
    this.#document = page.document;
    this.table = new NodeTable(n);
    this.#names = new CssNames(n);
    this.#scrollers = new Scrollers(page);
    this.#screen = new Screen(page, this.#dirt, () => this.#schedule());
    this.#attention = new Attention({
      page,
      table: this.table,
      shadowOf: this.shadowOf,
      isTold: (text, node) => (node ? this.#mask?.text(node, text, false) : this.#mask?.clean(text)) === text,
    });
    const changed = (element: Element): void => {
      this.#dirt.add(this.#dirt.states, element);
      this.#schedule();
    };
    this.#pickers = new Pickers(page, changed);
    this.#media = new MediaEvents(page, changed);
    // A canvas of another size may be one of which nothing is shown.
    const resized = (element: Element): void => {
      this.#dirt.add(this.#dirt.undecided, element);
      changed(element);
    };
    this.#boxes = new Boxes(page, resized);
    this.samples = new Samples({
      page,
      buffered: deps.buffered,
      isShown: (element) => this.#isSampled(element),
      regions: (element) => this.#regionsOf(element),
      changed: resized,
    });
    this.#held = new HeldRules(page, (sheet) => this.#rulesChanged(sheet));
    this.#pace = new Pace(n, deps.buffered, () => this.#guard(() => this.flush()));
    this.#observer = new n.MutationObserver((records) => {
      this.#dirt.record(records, this.isOwn);
      this.#schedule();
    });
    this.#hand = new Hand({
      page,
      placeAt: (x, y, target) => (this.#state === 'on' && !this.isOwn(target) ? this.placeAt(x, y, target) : undefined),
      send: deps.send,
      buffered: deps.buffered,
    });
    this.#events = new PageEvents({
      page,
      dirt: this.#dirt,
      attention: this.#attention,
      pickers: this.#pickers,
      guard: (step) => this.#guard(step),
      schedule: () => this.#schedule(),
      field: (element) => this.fieldChanged(element),
      scrolled: (target) => this.#noteScroll(target),
      full: (element) => this.#wasFull.add(element),
      pointer: (event, target) => this.#hand.moved(event, target),
      pressed: (event, target) => this.#hand.pressed(event, target),
      loaded: (element) => this.#loaded(element),
    });
    this.#made = this.#installHooks();
    this.listen();
    // Numbers of epochs must differ from those of the page that this tab showed before.
    this.#epoch = Math.floor(n.dateNow() % 1e8);
  }

  readonly isOwn = (node: Node): boolean => this.#own.has(node);
  readonly shadowOf = (element: Element): ShadowRoot | undefined =>
    this.#shadowRoots.get(element) ?? this.#deps.page.natives.shadowRoot(element) ?? undefined;

  /** A node of ours in the page: never described. */
  addOwn(node: Node): void {
    this.#own.add(node);
  }

  /** Of what has a number the room knows; while a keyframe is made it does not. */
  get isTold(): boolean {
    return this.#state === 'on';
  }

  get mask(): Mask | undefined {
    return this.#mask;
  }

  get epoch(): number {
    return this.#epoch;
  }

  get seq(): number {
    return this.#seq;
  }

  /** With a policy: the same again changes nothing, another one starts over. */
  start(policy: Policy): void {
    if (this.#mask?.policy.version === policy.version && this.#state !== 'off') return;
    const { page } = this.#deps;
    const n = page.natives;
    // A broken pattern throws here: then nothing is ever described.
    const secrets = this.#deps.secrets();
    const mask = new Mask(n, this.#document, policy, this.#names, secrets.taint(policy.version), this.shadowOf);
    secrets.join(this);
    const resources = new Resources(page, this.#made.made, (address) => mask.sealed.has(address) || mask.taint.holds(address));
    const sheets = new Sheets(n, mask, resources, this.#touchedSheets, () => (page.pdf ? '' : this.#made.fonts.css()));
    const document = this.#document;
    const seal = (url: string, from: string): void =>
      void mask.sealed.add(resources.addressOf(url, from === '' ? n.baseURI(document) : from) ?? url);
    const learner = new Learner({ natives: n, mask, table: this.table, shadowOf: this.shadowOf, seal });
    const base: SnapshotDeps = {
      natives: n,
      table: this.table,
      mask,
      sheets,
      attributes: {
        mask,
        names: this.#names,
        resources,
        get base() {
          return n.baseURI(document);
        },
      },
      shadowOf: this.shadowOf,
      isOwn: this.isOwn,
      frameOf: (iframe) => this.#deps.frames().idOf(iframe),
      isDark: (iframe) => this.#deps.frames().isDark(iframe),
      scrolled: this.#scrolled,
      samples: this.samples,
      boxes: this.#boxes,
      isPicking: (field) => this.#pickers.isOpen(field),
      wasFull: this.#wasFull,
      onKnown: (node, parent) => {
        if (this.#state === 'on') this.#mutations?.await(node, parent);
        else this.#dirt.add(this.#dirt.added, node);
      },
      onShadow: (root) => this.#watch(root),
      onField: (element) => learner.keep(element),
      onChecked: (element) => {
        if (this.#state === 'on') for (const one of changedWith(n, document, element)) this.#dirt.add(this.#dirt.states, one);
      },
      decided: (element, decision) => this.#mutations?.decided(element, decision),
      fault: (error) => page.fault(error),
    };
    const snapshot = new Snapshot(base);
    this.#mask = mask;
    this.samples.startOver(mask);
    this.#learner = learner;
    this.#resources = resources;
    this.#sheets = sheets;
    this.#snapshot = snapshot;
    this.#mutations = new Mutations({
      ...base,
      snapshot,
      dirt: this.#dirt,
      document: this.#document,
      learner,
      page,
      roots: this.#roots,
      isSampled: (element) => this.#isSampled(element),
      onForgotten: () => n.queueMicrotask(() => this.#deps.frames().sweep()),
    });
    const full = n.fullscreenElement(this.#document);
    if (full) this.#wasFull.add(full);
    // A frame out of sight is not drawn and fires nothing: its page is looked at from the beginning.
    this.#scrollers.note(this.#document);
    this.#checksumTimer ??= n.setInterval(() => this.#idle(), CHECKSUM_MS);
    this.keyframe();
  }

  /** Describes all anew. */
  keyframe(): void {
    if (!this.#snapshot) return;
    this.#keyWanted = false;
    const n = this.#deps.page.natives;
    const root = n.documentElement(this.#document);
    this.#watch(this.#document);
    this.#root = root;
    if (root !== this.#listensTo) this.#deps.rebuilt();
    if (!root) {
      // Opened and not yet written to: the first element that comes is a change.
      this.#walk++;
      this.#state = 'on';
      this.#keyWanted = true;
      return;
    }
    this.#state = 'walking';
    this.#epoch++;
    this.#seq = 0;
    this.#snapshot.turn++;
    this.table.clear();
    this.#dirt.clear();
    this.#snapshot.forgetDefined();
    this.#resources?.reset();
    this.#sheets?.reset();
    this.#mutations?.forgetDecided(true);
    this.#mask?.again();
    this.#learner?.again();
    this.#readNames();
    this.#learner?.learn(this.#document, false);
    for (const root of this.#roots) this.#learner?.learn(root, false);
    const steps = this.#snapshot.walk(root, 0, this.#document, false);
    const walk = ++this.#walk;
    const slice = (): void => {
      if (walk !== this.#walk || this.#state !== 'walking') return;
      const until = n.now() + SLICE_MS;
      // Between two slices somebody types, and the page repeats it where the walk has not been.
      this.#deps.secrets().learn(this);
      for (;;) {
        const step = steps.next();
        if (step.done) {
          // In a task of its own: a megabyte takes its time to be written and sent.
          const finish = (): void => {
            if (walk === this.#walk && this.#state === 'walking') this.#finishKey(step.value);
          };
          if (n.now() > until - SLICE_MS / 2) n.setTimeout(() => this.#guard(finish));
          else finish();
          return;
        }
        if (n.now() > until) break;
      }
      n.setTimeout(() => this.#guard(slice));
    };
    this.#guard(slice);
  }

  /** The line is there again: go on where the room stands, or anew. */
  resume(): void {
    if (this.#state === 'off' || this.#keyWanted) this.keyframe();
    else this.#schedule();
  }

  /** Sends what is dirty at once: before an action is looked at, and after it was performed. */
  flush(): void {
    if (this.#state !== 'on' || !this.#mutations) return;
    const { page } = this.#deps;
    const n = page.natives;
    this.#pace.noted();
    this.#deps.secrets().learn(this);
    if (n.documentElement(this.#document) !== this.#root) this.#keyWanted = true;
    if (this.#dirt.isTooMuch || this.#deps.buffered() > MAX_BUFFERED) this.#keyWanted = true;
    if (this.#keyWanted) {
      this.#dirt.clear();
      if (this.#deps.buffered() > MAX_BUFFERED) this.#pace.later(1000);
      else this.keyframe();
      return;
    }
    // The document and some of its trees each time, all of them in #idle.
    this.#lookAtAdopted(this.#document);
    let looks = MAX_LOOKS;
    for (const root of this.#roots) if (looks-- > 0) this.#lookAtAdopted(root);
    this.#namesDirty ||= this.#mutations.bringsStyle;
    if (this.#namesDirty) this.#readNames();
    // Of a window behind others Firefox tells no focus that moves: where a guest is at work it is looked at.
    if (this.isGuestAtWork()) this.#attention.isDirty = true;
    if (!this.#dirt.isEmpty || this.#attention.isDirty) {
      this.#scrollers.telling(this.#dirt.scrolled);
      const screen: DomOp[] = this.#dirt.viewport ? [['viewport', this.#screen.now()]] : [];
      const changes = this.#mutations.flush();
      this.#attention.written(changes);
      const ops = [...screen, ...changes, ...this.#attention.ops(this.isGuestAtWork())];
      const [res, css] = [this.#resources?.takeFresh() ?? [], this.#sheets?.takeFresh() ?? []];
      // Text first: a picture takes its time on a slow line.
      const words = ops.filter((op) => !isPicture(op));
      if (words.length + css.length > 0) this.#sendOps([...res, ...css, ...words]);
      if (words.length < ops.length) this.#sendOps(ops.filter(isPicture));
      if (this.#sheets?.isFull) this.#keyWanted = true;
    }
    this.#deps.frames().match();
    this.#deps.flushed();
  }

  /** Of what is masked here, before anything is said that may repeat it. */
  learn(): void {
    if (this.#state === 'off' || !this.#mutations) return;
    this.#dirt.record(this.#observer.takeRecords(), this.isOwn);
    this.#mutations.learn();
  }

  readonly lost = (error: unknown): void => this.#deps.page.fault(error);

  /** The document goes: the next one of this tab may repeat what stands in its masked fields. */
  leaving(): void {
    if (this.#learner) this.#deps.secrets().remember(this.#learner.leaving());
  }

  /** Place of a point of this document, on the nearest node that the room knows. */
  placeAt(x: number, y: number, target: Node | null): Place | undefined {
    return placeAt(this.#deps.page.natives, this.table, this.#deps.frame(), { x, y, target });
  }

  /** Bytes of what an element that has been described names, for a guest who asks. */
  asset(id: number, address: string): Promise<AssetAnswer> {
    return readAsset(this.#deps.page, id, address, this.#resources?.has(address) === true, this.#made.made.get(address));
  }

  readonly elementOf = (id: NodeId): Element | undefined => this.table.elementOf(id);

  /** Masked elements themselves, not what is inside them: for the marks that the customer sees. */
  maskedElements(): Iterable<Element> {
    return this.table.maskedElements();
  }

  /** Says where a node (0: the page) is scrolled to, changed or not. */
  tellScroll(id: NodeId): void {
    const target = id === 0 ? this.#document : this.elementOf(id);
    if (!target) return;
    this.#noteScroll(target);
    this.#schedule();
  }

  frameBound(iframe: Element): void {
    this.#dirt.add(this.#dirt.states, iframe);
    this.#dirt.add(this.#dirt.undecided, iframe);
    this.#schedule();
  }

  /** Listeners of the document; again after `document.open` has taken them away. */
  listen(): void {
    this.#listensTo = this.#deps.page.natives.documentElement(this.#document);
    this.#events.listen();
    this.#screen.listen();
    this.#media.listen(this.#document);
  }

  close(): void {
    const n = this.#deps.page.natives;
    this.#state = 'off';
    this.#isClosed = true;
    this.#deps.secrets().leave(this);
    this.#dirt.clear();
    this.#observer.disconnect();
    this.#pickers.close();
    this.#held.close();
    this.#events.close(this.#roots);
    this.#screen.close();
    for (const root of [this.#document, ...this.#roots]) this.#media.close(root);
    this.samples.close();
    this.#boxes.close();
    this.#pace.close();
    if (this.#checksumTimer !== undefined) n.clearInterval(this.#checksumTimer);
    this.#checksumTimer = undefined;
  }

  #finishKey(root: DomNode | undefined): void {
    const { page, frame } = this.#deps;
    const n = page.natives;
    if (!root || root.length < 4) {
      this.#state = 'off';
      return;
    }
    const view = page.window;
    const doctype = this.#document.doctype;
    const doc: Keyframe = {
      doctype: doctype ? doctype.name : '',
      quirks: this.#document.compatMode === 'BackCompat',
      root: root as Keyframe['root'], // four entries and more: an element
      adopted: this.#sheets?.adoptedOf(this.#document) ?? [],
      css: this.#sheets?.table() ?? [],
      viewport: this.#screen.now(),
      scroll: [Math.round(view.scrollX), Math.round(view.scrollY)],
      res: this.#resources?.table() ?? [],
      ...this.#attention.now(),
      defined: this.#snapshot?.takeDefined([]) ?? [],
    };
    this.#state = 'on';
    if (!this.#deps.send({ type: 'key', frame: frame(), epoch: this.#epoch, doc, policy: this.#mask?.policy.version ?? '' }))
      this.#keyWanted = true;
    this.#deps.frames().bindAgain();
    // What moves is told after: it is read when its nodes have numbers.
    for (const { effect } of n.documentAnimations(this.#document))
      if (effect && 'target' in effect && effect.target) this.#dirt.add(this.#dirt.moving, effect.target as Element); // effects of elements have it
    this.#pace.noted();
    this.#deps.frames().match();
    this.#schedule();
    this.#deps.flushed();
  }

  #sendOps(ops: readonly DomOp[]): void {
    if (!this.#deps.send({ type: 'ops', frame: this.#deps.frame(), epoch: this.#epoch, seq: this.#seq + 1, ops })) this.#keyWanted = true;
    else this.#seq++;
  }

  #schedule(): void {
    if (this.#state === 'on') this.#pace.schedule();
  }

  #watch(root: Document | ShadowRoot): void {
    if (this.#watched.has(root)) return;
    this.#watched.add(root);
    this.#observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
    if (root === this.#document) return;
    this.#roots.add(root as ShadowRoot); // the other kind of root
    this.#events.watch(root as ShadowRoot); // as above
    this.#media.listen(root);
  }

  #installHooks(): ReturnType<typeof hookRealm> {
    const { page } = this.#deps;
    return hookRealm(page, {
      field: (element) => this.#guard(() => this.fieldChanged(element)),
      rules: (sheet) => this.#guard(() => this.#rulesChanged(sheet)),
      held: (rule) => this.#guard(() => this.#held.note(rule)),
      adopted: (root) => {
        this.#dirt.add(this.#dirt.adopted, root);
        this.#namesDirty = true;
        this.#schedule();
      },
      moving: (element) => {
        this.#dirt.add(this.#dirt.moving, element);
        this.#schedule();
      },
      defined: (name) => {
        this.#dirt.add(this.#dirt.defined, name);
        this.#schedule();
      },
      shadow: (host, root) =>
        this.#guard(() => {
          if (this.#shadowRoots.get(host) === root) return;
          this.#shadowRoots.set(host, root);
          this.#watch(root);
          this.#dirt.add(this.#dirt.shadows, host);
          this.#schedule();
        }),
    });
  }

  #rulesChanged(sheet: CSSStyleSheet): void {
    this.#touchedSheets.add(sheet);
    this.#names.forget(sheet);
    this.#namesDirty = true;
    const owner = sheet.ownerNode;
    if (owner && 'localName' in owner) this.#dirt.add(this.#dirt.sheets, owner);
    else this.#dirt.add(this.#dirt.rules, sheet);
    this.#schedule();
  }

  /** The state of a field may be another: value, choice. */
  fieldChanged(element: Element): void {
    const n = this.#deps.page.natives;
    const owner = n.localName(element) === 'option' ? n.closest(element, 'select') : element;
    if (!owner) return;
    const entry = this.table.get(owner);
    if (entry ? entry.masked : this.#learner?.isHidden(owner)) this.#learner?.field(owner);
    for (const changed of changedWith(n, this.#document, owner)) this.#dirt.add(this.#dirt.states, changed);
    this.#schedule();
  }

  /** May what it draws be told? Asked each time: a rule may have come to hold since it was described. */
  #isSampled(element: Element): boolean {
    const entry = this.table.get(element);
    if (!entry || entry.masked || !this.#mask) return false;
    const { hide, masked } = this.#mask.decision(element);
    return !hide && masked !== true;
  }

  /** By the rules and the size of now. Undefined: nothing of it may be seen. */
  #regionsOf(element: Element): readonly Region[] | undefined {
    const decision = this.table.get(element)?.masked === false ? this.#mask?.decide(element) : undefined;
    return !decision || decision.masked || decision.hide ? undefined : (decision.regions ?? []);
  }

  /** An element has loaded what it names. */
  #loaded(element: Element): void {
    const tag = this.#deps.page.natives.localName(element);
    if (tag === 'link') {
      this.#namesDirty = true;
      this.#dirt.add(this.#dirt.sheets, element);
    }
    if (mayBeFrame(tag)) this.#deps.frames().loaded(element);
    if (isPlugin(tag)) this.frameBound(element);
  }

  #noteScroll(target: Element | Document): void {
    this.#scrolled.add(target);
    this.#scrollers.note(target);
    this.#dirt.add(this.#dirt.scrolled, target);
  }

  #readNames(): void {
    const all = this.#namesAgain || this.#state !== 'on';
    this.#namesDirty = this.#namesAgain = false;
    const n = this.#deps.page.natives;
    const others: CSSStyleSheet[] = [];
    for (const root of [this.#document, ...this.#roots]) others.push(...(this.#sheets?.adoptedSheets(root) ?? []));
    for (const root of this.#roots) others.push(...Array.from(root.styleSheets));
    const known = new Set(this.#names.attributes);
    const isNew = this.#names.update(this.#document, others);
    this.#learner?.learnStyles(this.#document, this.#names, all || isNew);
    if (!isNew || this.#state !== 'on') return;
    // What was held back because no sheet asked for it.
    const fresh = [...this.#names.attributes].filter((name) => !known.has(name) && /^[a-z][\w-]*$/.test(name));
    for (const name of fresh.slice(0, 200))
      for (const element of n.documentQueryAll(this.#document, `[${name}]`)) this.#dirt.attribute(element, name);
    for (const entry of this.table.byId.values())
      if (entry.masked && n.nodeType(entry.node) === 1) this.#dirt.attribute(entry.node as Element, 'class'); // 1: an element
  }

  /** Every few seconds: hits, sheets that were pushed into an array, and the checksum when nothing else happens. */
  #idle(): void {
    this.#guard(() => {
      if (this.#state !== 'on') return;
      for (const root of [this.#document, ...this.#roots]) this.#lookAtAdopted(root);
      for (const root of [...this.#roots]) if (!this.#deps.page.natives.isConnected(root)) this.#roots.delete(root);
      this.#mutations?.forgetDecided(false);
      this.#scrollers.find(this.table.nodes());
      for (const target of this.#scrollers.moved()) this.#dirt.add(this.#dirt.scrolled, target);
      this.#namesDirty = this.#namesAgain = true;
      const hits = this.#mask?.takeHits();
      if (hits) this.#deps.send({ type: 'hits', hits });
      this.flush();
      if (this.#state !== 'on' || this.#deps.buffered() > 0) return;
      this.table.sweep();
      this.#deps.send({ type: 'checksum', frame: this.#deps.frame(), epoch: this.#epoch, seq: this.#seq, ...this.table.checksum() });
    });
  }

  #lookAtAdopted(root: Document | ShadowRoot): void {
    if (!this.#adopted.isOther(root, this.#sheets?.adoptedSheets(root) ?? [])) return;
    this.#dirt.add(this.#dirt.adopted, root);
    this.#namesDirty = true;
  }

  /** Our faults are kept from the site and told over the link. */
  #guard(step: () => void): void {
    // Hooks of a realm outlive the document that they were made for.
    if (this.#isClosed) return;
    try {
      step();
    } catch (error) {
      this.#deps.page.fault(error);
    }
  }
}
