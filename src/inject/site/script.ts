/**
 * The script of front and script mode: small, because every visitor of the site loads it. It shows the button, keeps the
 * mark of a session from page to page, and loads the runtime only while there is one.
 *
 *   button -> frame of the control origin: PIN, then consent in a window of ours -> the frame becomes the session's own and
 *   takes the pass into a cookie of its own -> "entered" -> runtime, dock
 */
import { OWN_PATH, ownPaths, PAGE_SOCKET, type SiteBoot } from '../../shared/boot.ts';
import type { SessionId } from '../../shared/ids.ts';
import { sitePolicy } from '../../shared/site-policy.ts';
import { HelpCorner } from './button.ts';
import { FrameCalls, isFriendOf } from './frame-calls.ts';
import { readMarker, removeMarker, writeMarker } from './marker.ts';
import { ownOf, settings, sidOf } from './settings.ts';

/** The customer waits with a PIN: the next page opens the frame again. */
const ASKING_KEY = 'samepage.asking';
const PASS = /^#samepage=([a-z2-7]{16})\.([\w-]{16,64})(?:~(.*))?$/s;
/** What the runtime calls when its session is over. */
const ENDED_EVENT = 'samepage:ended';

const words = {
  button: 'Get help',
  frame: 'Help with this page',
  ended: 'The session has ended. Nobody sees this page any more.',
};

class SiteScript {
  readonly #key: string;
  readonly #script: HTMLScriptElement;
  readonly #nonce: string;
  readonly #isFront: boolean;
  readonly #corner: HelpCorner;
  readonly #frames: FrameCalls;
  #sid: string | undefined;
  #entering: string | undefined;
  #onEntered: (() => void) | undefined;
  #told = false;

  constructor(script: HTMLScriptElement, key: string) {
    this.#script = script;
    this.#key = key;
    this.#nonce = script.nonce ?? '';
    this.#isFront = new URL(script.src).pathname === ownPaths.siteScript && new URL(script.src).origin === location.origin;
    this.#corner = new HelpCorner({
      side: script.dataset['button'],
      label: script.dataset['label'] ?? words.button,
      color: script.dataset['color'],
      onPress: () => this.#ask(),
    });
    this.#frames = new FrameCalls(isFriendOf(script.dataset['parents'] ?? '', location.origin));
  }

  start(): void {
    document.addEventListener('securitypolicyviolation', this.#onViolation);
    document.addEventListener(ENDED_EVENT, () => this.#ended());
    if (window.parent !== window) {
      this.#frames.ask(({ sid }, parent) => this.#run(sid, parent));
      return;
    }
    window.addEventListener('message', this.#onMessage);
    document.addEventListener('click', this.#onClick);
    const pass = this.#takePass();
    if (pass) this.#enter(pass);
    else this.#goOn();
  }

  /** The mark says that a session runs: its dock will know. Else the button, once there is a page to put it in. */
  #goOn(): void {
    const sid = readMarker();
    if (sid !== undefined && ownOf(sid)) return this.#run(sid);
    whenReady(() => {
      if (this.#sid !== undefined) return;
      if (storage()?.getItem(ASKING_KEY)) this.#ask();
      else this.#corner.showButton();
    });
  }

  /** Taken out of the address before anything else of the page can read it there. */
  #takePass(): { sid: string; entry: string; rest: string } | undefined {
    const match = PASS.exec(location.hash);
    if (!match?.[1] || !match[2]) return undefined;
    const rest = match[3] ?? '';
    const isEnterPage = location.pathname === ownPaths.enter;
    history.replaceState(history.state, '', location.pathname + location.search + (isEnterPage || !rest ? '' : `#${rest}`));
    return { sid: match[1], entry: match[2], rest };
  }

  #enter({ sid, entry, rest }: { sid: string; entry: string; rest: string }): void {
    const own = ownOf(sid);
    if (!own) return this.#goOn();
    if (location.pathname === ownPaths.enter && this.#isFront) {
      // Only a path of this host: the fragment may have been written by anybody.
      const to = decodeURIComponent(rest);
      this.#onEntered = () => location.replace(/^\/(?![/\\])/.test(to) ? to : '/');
    }
    this.#entering = own;
    whenReady(() => this.#corner.openFrame(`${own}/dock/enter#${entry}`, words.frame, false));
  }

  /** Somebody asks for help: with our button, or with one of the site's own. */
  #ask(): void {
    storage()?.setItem(ASKING_KEY, '1');
    this.#corner.openFrame(`${settings.controlOrigin}/help?key=${encodeURIComponent(this.#key)}`, words.frame, true);
  }

  readonly #onClick = (event: MouseEvent): void => {
    const button = event.target instanceof Element ? event.target.closest('[data-samepage="help"]') : null;
    if (!button || this.#sid !== undefined) return;
    event.preventDefault();
    this.#ask();
  };

  /** Of our frame alone: the help page on the control origin, or the page of the pass on the session's own. */
  readonly #onMessage = (event: MessageEvent<unknown>): void => {
    const { data, origin } = event;
    if (!event.source || event.source !== this.#corner.frame || typeof data !== 'object' || data === null || !('type' in data)) return;
    if (origin === settings.controlOrigin) {
      if (data.type === 'ready') this.#corner.frame?.postMessage({ type: 'page', url: location.href.replace(/#.*$/s, '') }, origin);
      else if (data.type === 'size' && 'height' in data && typeof data.height === 'number') this.#corner.resize(data.height);
      else if (data.type === 'close') this.#stopAsking();
      return;
    }
    const sid = sidOf(origin);
    if (sid === undefined || (this.#entering !== undefined && this.#entering !== origin)) return;
    if (data.type === 'entered') {
      storage()?.removeItem(ASKING_KEY);
      writeMarker(sid, this.#script.dataset['domain']);
      if (this.#onEntered) this.#onEntered();
      else this.#run(sid);
    } else if (data.type === 'refused') {
      if (this.#onEntered) this.#onEntered();
      else this.#stopAsking();
    }
  };

  #stopAsking(): void {
    storage()?.removeItem(ASKING_KEY);
    this.#entering = undefined;
    this.#corner.showButton();
  }

  /** Loads the runtime. In a frame `parent` is the origin that it may describe itself to. */
  #run(sid: string, parent?: string): void {
    const own = ownOf(sid);
    if (!own || this.#sid !== undefined) return;
    this.#sid = sid;
    this.#corner.remove();
    const line = own.replace(/^http/, 'ws');
    const boot: SiteBoot = {
      sid: sid as SessionId, // ownOf has looked at it
      own,
      socket: this.#isFront ? `${location.origin.replace(/^http/, 'ws')}${ownPaths.socket}` : `${line}${PAGE_SOCKET}`,
      programs: this.#isFront ? `${location.origin}${OWN_PATH}` : `${settings.controlOrigin}/samepage-`,
      ...(parent === undefined ? {} : { parent }),
      friends: this.#script.dataset['parents'] ?? '',
    };
    const runtime = document.createElement('script');
    if (this.#nonce) runtime.nonce = this.#nonce;
    const where = this.#isFront ? ownPaths.siteRuntime : `${settings.controlOrigin}/samepage-runtime.js`;
    runtime.src = trusted(`${where}?v=${settings.runtimeHash}`);
    runtime.setAttribute('data-boot', JSON.stringify(boot));
    runtime.addEventListener('error', () => {
      // Blocked, or the gateway is away: the next page tries again.
      this.#sid = undefined;
      whenReady(() => this.#corner.showButton());
    });
    (document.head ?? document.documentElement).append(runtime);
    this.#frames.session({ sid });
  }

  #ended(): void {
    if (this.#sid === undefined) return;
    this.#sid = undefined;
    this.#entering = undefined;
    this.#frames.session(undefined);
    if (window.parent !== window) return;
    removeMarker(this.#script.dataset['domain']);
    this.#corner.showButton();
    this.#corner.say(words.ended);
  }

  /** The site's policy stops a part of us: whoever looks into the console reads the line that is missing, and the operator hears of it. */
  readonly #onViolation = (event: SecurityPolicyViolationEvent): void => {
    const { blockedURI, effectiveDirective, disposition } = event;
    const sessions = `.${settings.host.base}${settings.host.port}`;
    const isOurs =
      blockedURI.startsWith(settings.controlOrigin) || (URL.canParse(blockedURI) && new URL(blockedURI).host.endsWith(sessions));
    if (!isOurs || disposition !== 'enforce' || this.#told) return;
    this.#told = true;
    // eslint-disable-next-line no-console -- whoever builds the site looks there
    console.error(
      `Samepage: the Content-Security-Policy of this site stops ${effectiveDirective} ${blockedURI}. Add to it: ${sitePolicy(settings)}`,
    );
    const body = new URLSearchParams({ key: this.#key, directive: effectiveDirective });
    fetch(`${settings.controlOrigin}/site-report`, { method: 'POST', mode: 'no-cors', credentials: 'omit', keepalive: true, body }).catch(
      () => undefined, // stopped by the same policy: the line in the console remains
    );
  };
}

function whenReady(work: () => void): void {
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', work, { once: true });
  else work();
}

function storage(): Storage | undefined {
  try {
    return window.sessionStorage;
  } catch {
    return undefined; // switched off: then a PIN does not survive the next page
  }
}

interface Policies {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

let policy: { createScriptURL(url: string): string } | undefined;

/** Where a site asks for Trusted Types, addresses of scripts must come from a policy; ours is named `samepage`. */
function trusted(url: string): string {
  const factory = Reflect.get(window, 'trustedTypes') as Policies | undefined; // the DOM types of this compiler lack it
  if (!factory) return url;
  try {
    policy ??= factory.createPolicy('samepage', { createScriptURL: (text) => text });
    return policy.createScriptURL(url);
  } catch {
    return url; // the site's list does not have our name: the browser will say so
  }
}

const script = document.currentScript;
const mark = Symbol.for('samepage.site');
if (script instanceof HTMLScriptElement && script.dataset['key'] !== undefined && !Reflect.has(window, mark)) {
  Object.defineProperty(window, mark, { value: true });
  new SiteScript(script, script.dataset['key']).start();
}
