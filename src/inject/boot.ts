/**
 * From our script tag to a document in which every override stands. Documents of the gateway bring their own tag; frames
 * without one (`about:blank`, a popup that is being written) are set up by the realm that made them, before its page can
 * touch them, with functions of that realm over natives of their own.
 */
import { ownPaths, type Boot } from '../shared/boot.ts';
import { guards } from '../shared/guard-names.ts';
import type { PageNotice } from '../shared/notices.ts';
import { UrlMap } from '../shared/url-map.ts';
import { createMapUrl, upgradingMaps, type JsKind } from '../rewriter/text/index.ts';
import { createAliases } from './aliases.ts';
import { installGuards } from './guards.ts';
import { apply, takeNatives, type Natives, type RealmWindow } from './natives.ts';
import { installOverrides } from './overrides/index.ts';
import { CookieSnapshot } from './overrides/cookie-snapshot.ts';
import { install as installBlobScripts, type BlobScripts } from './overrides/blob-scripts.ts';
import { Disguise } from './overrides/disguise.ts';
import { createActivation } from './overrides/activation.ts';
import { createFrames } from './overrides/frames.ts';
import { createHashCheck } from './integrity.ts';
import { createTopNavigation } from './overrides/top-navigation.ts';
import { withProof } from './overrides/websocket.ts';
import { createMarkup } from './markup.ts';
import type { Activation, Frames, HostPage, Line, Page, TopNavigation } from './page.ts';
import { ScriptText } from './script-text.ts';
import { addressPattern, createRequests } from './requests.ts';

/** Faults and notices kept until somebody listens. More would say nothing new. */
const MAX_EARLY = 50;
/** Realms kept until somebody listens, which is before the first script of the page. */
const MAX_EARLY_REALMS = 50;

const UPGRADE_POLICY = 'head > meta[http-equiv="content-security-policy" i][content*="upgrade-insecure-requests" i]';

/** What the realms of one document tree share. */
interface Shared {
  /** Address and nonce of our script tag, for documents that are made here. */
  readonly tag: { readonly src: string; readonly nonce: string };
  readonly urls: UrlMap;
  readonly pattern: RegExp;
  readonly disguise: Disguise;
  readonly origin: string;
}

/** This program runs in the realm of its script tag, also when it finds that another realm set this one up before. */
const here: Page['here'] = (fn, self, args) => {
  apply(fn, self, args);
};
/**
 * A realm that was set up from outside has no function of this program. In Chromium one of its built-ins that reads a property
 * by a getter will do: it stands on the stack as a function of its realm. Firefox asks for a script's function, and names ours.
 */
const within =
  ({ forEach, bind }: Natives): Page['here'] =>
  (fn, self, args) => {
    const list = { __proto__: null, length: 1 };
    Object.defineProperty(list, 0, { __proto__: null, get: bind(fn, self, ...args) } as PropertyDescriptor); // nothing inherited
    forEach(list, () => undefined);
  };

/** Undefined: no boot data (not our tag), or this document is set up already. */
export function boot(): Page | undefined {
  const tag = document.currentScript;
  const text = tag?.getAttribute('data-boot');
  if (!tag || text == null) return undefined;
  const data = JSON.parse(text) as Boot; // written by the gateway's rewriter, which has the type
  const handOver: unknown = Reflect.get(window, guards.metaUrl);
  // A frame that we set up keeps its window when its first real document arrives (HTML standard, "initial about:blank").
  // Its page belongs to another copy of this program.
  const found = typeof handOver === 'function' ? (handOver(tag) as RealmPage | undefined) : undefined;
  const charset = tag.previousElementSibling;
  if (charset?.localName === 'meta' && charset.hasAttribute('data-boot')) charset.remove();
  tag.remove();
  if (typeof handOver === 'function') return found?.adopt(data, here) ? found : undefined;
  const natives = takeNatives(window);
  // A frame of markup has its maker's origin and none in its address, an opaque one none but its tag's.
  const origin =
    [natives.location.origin, natives.origin()].find((one) => one !== 'null') ?? new natives.URL((tag as HTMLScriptElement).src).origin; // in HTML
  const requests = createRequests(natives, origin);
  const urls = new UrlMap(
    data.host,
    data.sid,
    createAliases(data, (body) => requests.post(ownPaths.alias, body)),
  );
  const shared: Shared = {
    tag: { src: tag.getAttribute('src') ?? '', nonce: (tag instanceof HTMLElement && tag.nonce) || '' },
    urls,
    pattern: addressPattern(data),
    disguise: new Disguise(),
    origin,
  };
  const page = new RealmPage(window, natives, data, shared);
  page.install();
  return page;
}

/** Something to tell, kept until somebody listens. */
class Early<T> {
  readonly #early: T[] = [];
  #listener: ((told: T) => void) | undefined;

  add(told: T): void {
    if (this.#listener) this.#listener(told);
    else if (this.#early.length < MAX_EARLY) this.#early.push(told);
  }

  listen(listener: (told: T) => void): void {
    this.#listener = listener;
    for (const told of this.#early.splice(0)) listener(told);
  }
}

/** As Chromium shortens addresses in what it says (`KURL::ElidedString`). */
function elided(url: string): string {
  return url.length > 1024 ? `${url.slice(0, 511)}...${url.slice(-510)}` : url;
}

class RealmPage implements Page {
  readonly global: typeof globalThis;
  readonly urls: UrlMap;
  cookies: CookieSnapshot;
  here = here;
  readonly disguise: Disguise;
  readonly markup: Page['markup'];
  readonly blobScripts: BlobScripts;
  readonly frames: Frames;
  readonly activation: Activation;
  readonly topNavigation: TopNavigation;
  readonly line: Line;
  readonly #shared: Shared;
  readonly #scripts: ScriptText;
  readonly #requests: ReturnType<typeof createRequests>;
  readonly #checkHash: ReturnType<typeof createHashCheck>;
  readonly #booted = new WeakSet<Document>();
  readonly #earlyRealms: Page[] = [];
  #realmListener: ((realm: HostPage) => void) | undefined;
  #runtime: { readonly document: Document; close(): void } | undefined;
  #faults = new Early<unknown>();
  #notices = new Early<PageNotice>();
  #boot: Boot;
  #maps: ReturnType<typeof upgradingMaps>;
  #upgrades: boolean | undefined;

  constructor(
    readonly window: RealmWindow,
    readonly natives: Natives,
    data: Boot,
    shared: Shared,
    /** The page that made this realm: an empty frame has the cookies of its maker, and its faults are told there. */
    maker?: RealmPage,
  ) {
    this.global = window;
    this.urls = shared.urls;
    this.disguise = shared.disguise;
    this.#shared = shared;
    this.#boot = data;
    this.#maps = this.#createMaps();
    this.#requests = createRequests(natives, shared.origin);
    this.#scripts = new ScriptText((body, kind) => this.#requests.post(`${ownPaths.rewrite}?kind=${kind}`, body));
    this.#checkHash = createHashCheck(natives, this.#requests);
    if (maker) this.#faults = maker.#faults;
    if (maker) this.#notices = maker.#notices;
    this.cookies = maker?.cookies ?? this.#readCookies();
    this.markup = createMarkup(this, shared.tag);
    this.frames = createFrames(this);
    this.blobScripts = installBlobScripts(this);
    this.topNavigation = createTopNavigation(this);
    this.activation = createActivation(this);
    const { location } = natives;
    this.line = {
      socket: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${ownPaths.socket}`,
      dock: `${this.urls.own}/dock`,
      ink: `${shared.origin}${ownPaths.ink}`,
      act: `${shared.origin}${ownPaths.act}`,
      inPlace: false,
      // Every document of a session is on a host of ours, whatever its target.
      parent: '*',
      mayBeFrame: () => true,
    };
  }

  get boot(): Boot {
    return this.#boot;
  }

  get pdf(): Boot['pdf'] {
    return this.isMade() ? undefined : this.#boot.pdf;
  }

  get location(): Boot['location'] {
    return this.#boot.location;
  }

  get document(): Document {
    return this.window.document;
  }

  install(): void {
    this.#booted.add(this.document);
    installGuards(this, (tag) => (this.#isOurTag(tag) ? this : undefined));
    installOverrides(this);
  }

  /** A new document in the same window. False when this document brought its data before. */
  adopt(data: Boot, ofRealm: Page['here']): boolean {
    if (this.#booted.has(this.document)) return false;
    this.here = ofRealm;
    this.#booted.add(this.document);
    // What ran on the empty document before this one would describe it a second time.
    this.#runtime?.close();
    this.#runtime = undefined;
    this.#boot = data;
    this.#maps = this.#createMaps();
    this.#faults = new Early();
    this.#notices = new Early();
    this.cookies = this.#readCookies();
    return true;
  }

  #createMaps(): ReturnType<typeof upgradingMaps> {
    this.#upgrades = this.#boot.upgrade || undefined;
    const map = createMapUrl(this.urls, () => this.toTarget(this.natives.baseURI(this.document)));
    return upgradingMaps(map, {
      page: () => this.#boot.url,
      nested: this.window !== this.window.top,
      applies: () => this.#upgrades ?? this.#mayUpgrade(),
    });
  }

  /** A policy in the markup counts from its element on. Once the document has come it is not looked for any more. */
  #mayUpgrade(): boolean {
    const { natives, document } = this;
    const found = natives.documentQuery(document, UPGRADE_POLICY) !== null;
    if (found || natives.readyState(document) !== 'loading') this.#upgrades = found;
    return found;
  }

  #isOurTag(tag: unknown): boolean {
    const current = this.natives.currentScript(this.document);
    const src = current && this.natives.getAttribute(current, 'src');
    return tag === current && !!src && new this.natives.URL(src, this.#shared.origin).pathname === ownPaths.runtime;
  }

  #readCookies(): CookieSnapshot {
    return new CookieSnapshot({
      boot: this.#boot,
      urls: this.urls,
      natives: this.natives,
      document: this.document,
      send: (body) => this.#requests.post(ownPaths.cookies, body),
      readAgain: (path) => this.#requests.get(`${ownPaths.cookies}?path=${encodeURIComponent(path)}&partition=${this.#boot.partition}`),
    });
  }

  targetUrl(): string {
    return this.toTarget(this.natives.location.href);
  }

  toGateway(url: string, use?: 'link'): string {
    return (use === 'link' ? this.#maps.link(url) : this.#maps.load(url)) ?? url;
  }

  toTarget(url: string): string {
    if (this.#boot.at !== undefined && url.startsWith('data:')) return this.#asWritten(url, this.#boot.at);
    return this.urls.toTarget(url) ?? this.blobScripts.source(url) ?? url;
  }

  /** The address of this `data:` document, wherever it stands, without our tag. */
  #asWritten(text: string, at: string): string {
    const own = this.natives.location.href.replace(/#[^]*$/, '');
    return text.replaceAll(own, () => at).replaceAll(elided(own), () => elided(at));
  }

  textToTarget(text: string): string {
    if (!text.includes(this.#boot.sid)) return text;
    const { at } = this.#boot;
    return (at === undefined ? text : this.#asWritten(text, at)).replace(
      this.#shared.pattern,
      (found) => this.urls.toTarget(found)?.replace(/\/$/, '') ?? found,
    );
  }

  get word(): string {
    return this.#boot.partition;
  }

  socketAddress(url: string): string {
    const { natives } = this;
    return natives.origin() === 'null' ? withProof(url, natives.baseURI(this.document), this.word, this.urls) : url;
  }

  rewriteScript(text: string, kind: JsKind): string {
    return this.safely(text, () => this.#scripts.rewrite(text, { kind, map: this.#maps.load, location: this.#boot.location }));
  }

  hashStays(url: string, metadata: string, as: 'script' | 'style'): boolean {
    const base = this.natives.baseURI(this.document);
    return !this.natives.URL.canParse(url, base) || this.#checkHash(new this.natives.URL(url, base).href, metadata, as);
  }

  readNow(url: string): string | undefined {
    return this.#requests.get(url);
  }

  isNode(value: unknown, type: number): boolean {
    try {
      return this.natives.nodeType(value as Node) === type; // the getter is what finds out
    } catch {
      return false;
    }
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
    this.#faults.add(error);
  }

  onFault(listener: (error: unknown) => void): void {
    this.#faults.listen(listener);
  }

  notice(code: PageNotice): void {
    this.#notices.add(code);
  }

  onNotice(listener: (code: PageNotice) => void): void {
    this.#notices.listen(listener);
  }

  onRealm(listener: (realm: HostPage) => void): void {
    this.#realmListener = listener;
    for (const realm of this.#earlyRealms.splice(0)) listener(realm);
  }

  isMade(): boolean {
    return !this.#booted.has(this.document);
  }

  needsRuntime(): boolean {
    const { window, natives } = this;
    // The window may show another realm by now, of any origin; each realm has a Location of its own.
    if (window.location !== natives.location) return false;
    return !this.#booted.has(this.document) && this.#runtime?.document !== this.document;
  }

  attach(runtime: { close(): void }): void {
    this.#runtime?.close();
    this.#runtime = {
      document: this.document,
      close: () => {
        runtime.close();
      },
    };
  }

  /** To a page of ours: the address comes from the room, or from the dock's frame. */
  leave(url: string): void {
    const { own } = this.urls;
    this.natives.location.replace(url.startsWith(`${own}/`) ? url : `${own}/end`);
  }

  setUpRealm(window: Window | null | undefined): void {
    // A window of another origin has no prototype to show; asking is allowed.
    if (!window || Reflect.getPrototypeOf(window) === null || Object.hasOwn(window, guards.value)) return;
    const realm = window as RealmWindow; // same origin, so it has the globals
    try {
      const natives = takeNatives(realm);
      const page = new RealmPage(realm, natives, this.#boot, this.#shared, this);
      page.here = within(natives);
      page.install();
      page.#booted.delete(page.document);
      if (this.#realmListener) this.#realmListener(page);
      else if (this.#earlyRealms.length < MAX_EARLY_REALMS) this.#earlyRealms.push(page);
    } catch (error) {
      this.fault(error); // a frame that is being torn down has no natives left
    }
  }
}
