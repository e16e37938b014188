/**
 * The document on its page. The window scrolls, as it does on any page, so that scrolling and drawing together are those of the
 * mirror; pages are drawn when they are near and emptied when they are far.
 */
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { sayIn, type CompiledTree } from '../words/say.ts';
import type { words as english } from '../words/en/pdf.ts';
import { Bar, field, type Strings } from './bar.ts';
import { findAll, type Place } from './find.ts';
import type { PdfHost } from './index.ts';
import { loadBytes, open } from './load.ts';
import { CSS_UNIT, PageView } from './page-view.ts';
import { print, PRINT_PAGES_MAX } from './print.ts';

/** Zoom, where 1 is the size on paper. */
const [SMALLEST, LARGEST] = [0.25, 4];
/** Pages that have their drawing at a time; the runtime's sampler watches a hundred canvases. */
const MAX_DRAWN = 4;
/** Sheets of one document; what comes after is in the file. */
const MAX_PAGES = 3000;
/** Beside a page that fills the window (CSS pixels). */
const MARGIN = 12;

export class Viewer {
  readonly #host: PdfHost;
  readonly #strings: Strings;
  readonly #status: HTMLElement;
  readonly #sheets: HTMLElement;
  readonly #bar: Bar;
  #bytes: Blob | undefined;
  #pdf: PDFDocumentProxy | undefined;
  #pages: PageView[] = [];
  #scale = 1;
  /** Undefined: as wide as the window, at most 1. */
  #zoom: number | undefined;
  #current = 1;
  #isPending = false;
  #places: readonly Place[] = [];
  #words = '';
  #at = -1;

  constructor(host: PdfHost) {
    this.#host = host;
    this.#strings = sayIn<typeof english>(host.boot.language, host.boot.words as CompiledTree); // compiled by the gateway
    this.#status = document.createElement('div');
    this.#status.className = 'status';
    this.#status.setAttribute('role', 'status');
    this.#sheets = document.createElement('main');
    this.#bar = new Bar({
      strings: this.#strings,
      step: (by) => this.#goTo(this.#current + by),
      goTo: (page) => this.#goTo(page),
      zoom: (factor) => this.#zoomTo(this.#scale * factor),
      find: (words) => void this.#find(words).catch((error: unknown) => host.fault(error)),
      print: () => void this.#print(),
      save: () => this.#save(),
    });
  }

  async start(): Promise<void> {
    const { boot } = this.#host;
    if (document.readyState === 'loading') await new Promise((done) => document.addEventListener('DOMContentLoaded', done, { once: true }));
    document.body.append(this.#status);
    this.#say(this.#strings.opening);
    if (boot.tooLarge) return this.#fail(this.#strings.tooLarge);
    this.#bytes = await loadBytes(this.#host);
    // A page that was kept aside, or came back by the browser's own memory: its word was used. Once more, with a new one.
    if (!this.#bytes) return isReloaded() ? this.#fail(this.#strings.gone) : location.reload();
    const opening = open(this.#host, await this.#bytes.arrayBuffer(), (isAgain, give) => this.#askPassword(isAgain, give));
    try {
      this.#pdf = await opening.document;
    } catch (error) {
      opening.close();
      // What is wrong with it is the document's affair: nothing for our log.
      return this.#fail(error instanceof Error && error.name === 'PasswordException' ? this.#strings.locked : this.#strings.broken);
    }
    await this.#layOut(this.#pdf);
  }

  async #layOut(pdf: PDFDocumentProxy): Promise<void> {
    const first = await pdf.getPage(1);
    const { width, height } = first.getViewport({ scale: CSS_UNIT });
    const count = Math.min(pdf.numPages, MAX_PAGES);
    const goTo = (dest: unknown): void => void this.#follow(dest).catch((error: unknown) => this.#host.fault(error));
    this.#pages = Array.from({ length: count }, (_each, i) => {
      const label = this.#strings.pageOf({ page: i + 1, count });
      return new PageView(i + 1, [width, height], { host: this.#host, document: pdf, goTo, label });
    });
    this.#sheets.append(...this.#pages.map(({ element }) => element));
    this.#status.remove();
    document.body.append(this.#bar.element, this.#sheets);
    this.#fit();
    window.addEventListener('scroll', () => this.#later(), { passive: true });
    window.addEventListener('resize', () => {
      if (this.#zoom === undefined) this.#fit();
      this.#later();
    });
    window.addEventListener('keydown', (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== 'p') return;
      event.preventDefault();
      void this.#print();
    });
    this.#look();
    const start = /[#&]page=(\d+)/.exec(location.hash)?.[1];
    if (start !== undefined) this.#goTo(Number(start));
  }

  #fit(): void {
    const widest = this.#pages[0]?.size[0] ?? 1;
    this.#resize(Math.min(1, (document.documentElement.clientWidth - 2 * MARGIN) / widest));
  }

  #zoomTo(scale: number): void {
    this.#zoom = Math.min(LARGEST, Math.max(SMALLEST, scale));
    this.#resize(this.#zoom);
    this.#look();
  }

  /** What was in the middle of the window stays there. */
  #resize(scale: number): void {
    const page = this.#pages[this.#current - 1]?.element;
    const before = page?.getBoundingClientRect();
    const middle = window.innerHeight / 2;
    const part = before && before.height > 0 ? (middle - before.top) / before.height : 0;
    this.#scale = scale;
    for (const each of this.#pages) each.resize(scale);
    this.#bar.zoomed(Math.round(scale * 100));
    const after = page?.getBoundingClientRect();
    if (before && after && before.height > 0) window.scrollBy(0, after.top + part * after.height - middle);
  }

  #later(): void {
    if (this.#isPending) return;
    this.#isPending = true;
    setTimeout(() => {
      this.#isPending = false;
      this.#look();
    }, 50);
  }

  /** Where one is, and what is to be drawn: what is in the window first, then what comes next. */
  #look(): void {
    const middle = window.innerHeight / 2;
    const boxes = this.#pages.map((page) => ({ page, box: page.element.getBoundingClientRect() }));
    const distance = ({ box }: { box: DOMRect }): number => Math.max(0, box.top - window.innerHeight, -box.bottom);
    const current = boxes.find(({ box }) => box.bottom >= middle) ?? boxes[boxes.length - 1];
    this.#current = current?.page.number ?? 1;
    this.#bar.at(this.#current, this.#pages.length);
    const near = boxes
      .filter((each) => distance(each) < window.innerHeight)
      .sort((a, b) => distance(a) - distance(b))
      .slice(0, MAX_DRAWN)
      .map(({ page }) => page);
    for (const page of this.#pages) if (page.isDrawn && !near.includes(page)) page.clear();
    void this.#drawAll(near);
  }

  /** One after the other: the worker does one thing at a time. */
  async #drawAll(pages: readonly PageView[]): Promise<void> {
    for (const page of pages) {
      const height = page.size[1];
      await page.draw();
      this.#markFound(page);
      // It is not as large as the first: others are near now.
      if (page.size[1] !== height) return this.#later();
    }
  }

  #goTo(number: number): void {
    const page = this.#pages[Math.min(this.#pages.length, Math.max(1, Math.round(number) || this.#current)) - 1];
    if (!page) return;
    page.element.scrollIntoView({ block: 'start' });
    this.#look();
  }

  /** A place that the document itself points at. */
  async #follow(dest: unknown): Promise<void> {
    const pdf = this.#pdf;
    if (!pdf) return;
    const explicit = typeof dest === 'string' ? await pdf.getDestination(dest) : dest;
    const target: unknown = Array.isArray(explicit) ? explicit[0] : undefined;
    if (typeof target === 'number') this.#goTo(target + 1);
    else if (typeof target === 'object' && target !== null)
      this.#goTo((await pdf.getPageIndex(target as { num: number; gen: number })) + 1); // a reference
  }

  async #find(words: string): Promise<void> {
    if (words !== this.#words) {
      this.#words = words;
      this.#at = -1;
      this.#places = await findAll(this.#pages, words, () => this.#words === words);
      if (this.#words !== words) return;
    }
    const count = this.#places.length;
    if (count > 0)
      this.#at =
        this.#at < 0
          ? Math.max(
              0,
              this.#places.findIndex(({ page }) => page.number >= this.#current),
            )
          : (this.#at + 1) % count;
    this.#bar.found(this.#at + 1, words.trim() === '' ? undefined : count);
    const place = this.#places[this.#at];
    const box = place?.page.boxOf(place.pieces[0] ?? -1);
    if (place && box) {
      const top = place.page.element.getBoundingClientRect().top + box[1] * this.#scale;
      window.scrollBy(0, top - window.innerHeight / 3);
    }
    this.#look();
    for (const page of this.#pages) if (page.isDrawn) this.#markFound(page);
  }

  #markFound(page: PageView): void {
    for (const span of page.element.querySelectorAll('.found, .here')) span.classList.remove('found', 'here');
    this.#places.forEach((place, i) => {
      if (place.page !== page) return;
      for (const piece of place.pieces) page.spanOf(piece)?.classList.add(i === this.#at ? 'here' : 'found');
    });
  }

  async #print(): Promise<void> {
    const pdf = this.#pdf;
    if (!pdf) return;
    if (pdf.numPages > PRINT_PAGES_MAX) return this.#note(this.#strings.noPrint);
    this.#note(this.#strings.printing);
    try {
      await print(this.#host, pdf);
    } catch (error) {
      this.#host.fault(error);
    } finally {
      this.#note('');
    }
  }

  #save(): void {
    const link = document.createElement('a');
    link.download = this.#host.boot.name;
    // Too large to be held: straight from the target to the disk.
    link.href = this.#bytes ? URL.createObjectURL(this.#bytes) : this.#host.boot.bytes;
    link.click();
    if (this.#bytes) setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  #say(text: string): void {
    this.#status.replaceChildren(paragraph(text));
  }

  /** A line above the pages; empty: none. */
  #note(text: string): void {
    this.#status.remove();
    this.#status.className = 'status note';
    this.#say(text);
    if (text !== '') this.#bar.element.after(this.#status);
  }

  #fail(text: string): void {
    this.#say(text);
    if (this.#bytes || this.#host.boot.tooLarge) this.#status.append(action(this.#strings.saveOriginal, () => this.#save()));
    else this.#status.append(action(this.#strings.again, () => location.reload()));
  }

  #askPassword(isAgain: boolean, give: (word: string) => void): void {
    this.#say(isAgain ? this.#strings.wrongPassword : this.#strings.locked);
    const form = document.createElement('form');
    const input = field('password', this.#strings.password);
    input.placeholder = this.#strings.password;
    const submit = action(this.#strings.open, () => undefined);
    submit.type = 'submit';
    form.append(input, submit);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#say(this.#strings.opening);
      give(input.value);
    });
    this.#status.append(
      form,
      action(this.#strings.saveOriginal, () => this.#save()),
    );
    input.focus();
  }
}

/** Loading it once more was tried already. */
function isReloaded(): boolean {
  const [entry] = performance.getEntriesByType('navigation');
  return entry !== undefined && 'type' in entry && entry.type === 'reload';
}

function paragraph(text: string): HTMLElement {
  const element = document.createElement('p');
  element.textContent = text;
  return element;
}

function action(text: string, press: () => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = text;
  element.addEventListener('click', press);
  return element;
}
