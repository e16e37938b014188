/** The button that asks for help, the frame that it opens, and a word at the end: in a closed shadow root of one element of ours. */

const STYLE = `
:host{all:initial!important;position:fixed!important;inset:auto 0 0 0!important;height:0!important;width:auto!important;margin:0!important;padding:0!important;border:0!important;overflow:visible!important;pointer-events:none!important;z-index:2147483646!important;display:block!important;color-scheme:light dark!important}
button{all:unset;box-sizing:border-box;position:fixed;right:16px;bottom:16px;display:flex;align-items:center;gap:8px;min-height:44px;padding:0 18px 0 14px;border-radius:22px;background:var(--color,#0b6b5d);color:#fff;font:600 15px/1.2 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif;cursor:pointer;pointer-events:auto;box-shadow:0 1px 2px rgb(20 35 30/18%),0 8px 24px -8px rgb(20 35 30/40%)}
button:hover{background:color-mix(in srgb,var(--color,#0b6b5d) 82%,#000)}
button:focus-visible{outline:3px solid #1a66d6;outline-offset:2px}
svg{width:20px;height:20px;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
iframe{position:fixed;right:16px;bottom:16px;width:min(340px,calc(100vw - 24px));height:min(330px,calc(100vh - 24px));border:0;border-radius:14px;background:transparent;pointer-events:auto;color-scheme:light dark;box-shadow:0 1px 2px rgb(20 35 30/12%),0 18px 48px -16px rgb(20 35 30/45%)}
iframe.unseen{width:1px;height:1px;opacity:0;pointer-events:none}
p{position:fixed;right:16px;bottom:72px;max-width:min(320px,calc(100vw - 32px));margin:0;padding:12px 16px;border-radius:12px;background:#17211f;color:#fff;font:500 14px/1.4 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif;box-shadow:0 8px 24px -8px rgb(0 0 0/50%)}
.left button,.left iframe,.left p{right:auto;left:16px}
@media print{:host{display:none!important}}`;

/** A speech bubble. */
const BUBBLE = 'M4 5.5h12a1.5 1.5 0 0 1 1.5 1.5v6a1.5 1.5 0 0 1-1.5 1.5H9l-4 3v-3H4A1.5 1.5 0 0 1 2.5 13V7A1.5 1.5 0 0 1 4 5.5z';
/** How long the word at the end stays (ms). */
const WORD_MS = 7000;

export class HelpCorner {
  readonly #side: 'left' | 'right';
  readonly #hasButton: boolean;
  readonly #label: string;
  readonly #color: string | undefined;
  readonly #onPress: () => void;
  #host: HTMLElement | undefined;
  #box: HTMLElement | undefined;
  #frame: HTMLIFrameElement | undefined;
  #word: HTMLElement | undefined;

  /** `color`: six hexadecimal digits after `#`, dark enough for white text; anything else is ours. */
  constructor(options: { side: string | undefined; label: string; color: string | undefined; onPress: () => void }) {
    this.#side = options.side === 'left' ? 'left' : 'right';
    this.#hasButton = options.side !== 'none';
    this.#label = options.label;
    this.#color = /^#[\da-f]{6}$/i.test(options.color ?? '') ? options.color : undefined;
    this.#onPress = options.onPress;
  }

  showButton(): void {
    this.closeFrame();
    if (!this.#hasButton) {
      if (!this.#word) this.remove();
      return;
    }
    const box = this.#mount();
    if (box.querySelector('button')) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.dataset['testid'] = 'help-button';
    if (this.#color !== undefined) button.style.setProperty('--color', this.#color);
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', '0 0 20 20');
    svg.setAttribute('aria-hidden', 'true');
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', BUBBLE);
    svg.append(path);
    button.append(svg, this.#label);
    button.addEventListener('click', this.#onPress);
    box.append(button);
  }

  /** In place of the button. */
  openFrame(address: string, title: string, isSeen: boolean): HTMLIFrameElement {
    const box = this.#mount();
    this.closeFrame();
    box.querySelector('button')?.remove();
    const frame = document.createElement('iframe');
    frame.src = address;
    frame.title = title;
    if (!isSeen) frame.className = 'unseen';
    box.append(frame);
    this.#frame = frame;
    return frame;
  }

  get frame(): Window | null {
    return this.#frame?.contentWindow ?? null;
  }

  resize(height: number): void {
    if (this.#frame) this.#frame.style.height = `min(${Math.max(80, Math.min(600, Math.round(height)))}px, calc(100vh - 24px))`;
  }

  closeFrame(): void {
    this.#frame?.remove();
    this.#frame = undefined;
  }

  say(text: string): void {
    const box = this.#mount();
    this.#word?.remove();
    const word = document.createElement('p');
    word.setAttribute('role', 'status');
    word.dataset['testid'] = 'help-word';
    word.textContent = text;
    box.append(word);
    this.#word = word;
    setTimeout(() => {
      word.remove();
      if (this.#word === word) this.#word = undefined;
      if (this.#box?.childElementCount === 0) this.remove();
    }, WORD_MS);
  }

  /** Nothing of ours stays in the page. */
  remove(): void {
    this.#host?.remove();
    this.#host = undefined;
    this.#box = undefined;
    this.#frame = undefined;
    this.#word = undefined;
  }

  #mount(): HTMLElement {
    if (this.#box) return this.#box;
    const host = document.createElement('samepage-help');
    host.dataset['testid'] = 'samepage-help';
    const root = host.attachShadow({ mode: 'closed' });
    // A sheet made by script, not an element: a site's `style-src` would stop that.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const box = document.createElement('div');
    if (this.#side === 'left') box.className = 'left';
    root.append(box);
    document.documentElement.append(host);
    this.#host = host;
    this.#box = box;
    return box;
  }
}
