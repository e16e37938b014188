/** Where the replica stands: scaled to fit, with everybody's cursors over it, or hidden behind a sentence that says why. */
import type { Viewport } from '../shared/dom-ops.ts';
import type { ParticipantId } from '../shared/ids.ts';
import type { Person, Place } from '../shared/messages.ts';
import { nameOf, strings } from './strings.ts';

const ARROW = 'M3 2l13 7-6 1.6L7.4 17z';
const SVG = 'http://www.w3.org/2000/svg';
/** Of a phone's frame, as viewer.css has it (CSS pixels). */
const BEZEL = 10;
const TOAST_MS = 2500;
/** A cursor that does not move for so long is taken away. */
const CURSOR_IDLE_MS = 60_000;

interface Cursor {
  readonly box: HTMLElement;
  place: Place;
  seenAt: number;
}

export class Stage {
  readonly container: HTMLElement;
  /** As large as the picture may be. */
  readonly #box: HTMLElement;
  /** The customer's screen: the window's part that it shows, and the keyboard. */
  readonly #device: HTMLElement;
  readonly #screen: HTMLElement;
  readonly #keyboard: HTMLElement;
  readonly #page: HTMLElement;
  readonly #cursorLayer: HTMLElement;
  readonly #blank: HTMLElement;
  readonly #toast: HTMLElement;
  readonly #cursors = new Map<ParticipantId, Cursor>();
  #people: readonly Person[] = [];
  #viewport: Viewport = { width: 0, height: 0, scale: 1 };
  #scale = 1;
  #toastTimer: number | undefined;
  #pointOf: (at: Place) => { x: number; y: number } | undefined = () => undefined;
  #frame: HTMLIFrameElement | undefined;

  constructor() {
    this.container = byId('replica');
    this.#box = byId('stage');
    this.#device = byId('device');
    this.#screen = byId('screen');
    this.#keyboard = byId('keyboard');
    this.#page = byId('page');
    this.#cursorLayer = byId('cursors');
    this.#blank = byId('blank');
    this.#toast = byId('toast');
    addEventListener('resize', () => this.#fit());
  }

  /** The replica's frame, and how a place becomes a point in it. */
  show(frame: HTMLIFrameElement, pointOf: (at: Place) => { x: number; y: number } | undefined): void {
    this.#frame = frame;
    this.#pointOf = pointOf;
  }

  viewport(viewport: Viewport): void {
    this.#viewport = viewport;
    this.#fit();
  }

  people(people: readonly Person[]): void {
    this.#people = people.map((person) => ({ ...person, name: nameOf(person) }));
    for (const id of [...this.#cursors.keys()]) if (people.find((one) => one.id === id)?.state !== 'here') this.pointer(id, null);
  }

  pointer(from: ParticipantId, at: Place | null): void {
    const cursor = this.#cursors.get(from);
    if (!at) {
      cursor?.box.remove();
      this.#cursors.delete(from);
      return;
    }
    if (cursor) {
      cursor.place = at;
      cursor.seenAt = performance.now();
      this.#place(cursor);
      return;
    }
    const person = this.#people.find((one) => one.id === from);
    if (!person) return;
    const made: Cursor = { box: makeCursor(person), place: at, seenAt: performance.now() };
    this.#cursorLayer.append(made.box);
    this.#cursors.set(from, made);
    this.#place(made);
  }

  /** What lies over the page, and how much the page is scaled. */
  get over(): HTMLElement {
    return this.#page;
  }

  get scale(): number {
    return this.#scale;
  }

  get size(): { width: number; height: number } {
    return this.#viewport;
  }

  person(id: ParticipantId): Person | undefined {
    return this.#people.find((one) => one.id === id);
  }

  /** The page moved under the cursors. */
  placeCursors(): void {
    for (const [id, cursor] of this.#cursors) {
      if (performance.now() - cursor.seenAt > CURSOR_IDLE_MS) this.pointer(id, null);
      else this.#place(cursor);
    }
  }

  /** A sentence instead of the page; undefined shows the page. */
  blank(text: string | undefined, more?: string): void {
    this.#blank.hidden = text === undefined;
    this.#blank.textContent = text ?? '';
    if (more !== undefined) {
      const second = document.createElement('small');
      second.textContent = more;
      this.#blank.append(second);
    }
    this.#device.style.visibility = text === undefined ? '' : 'hidden';
    if (text !== undefined) for (const id of [...this.#cursors.keys()]) this.pointer(id, null);
  }

  /** Says why, beside the element that was meant. */
  refuse(text: string, element: Element | undefined): void {
    const box = element?.getBoundingClientRect();
    const { left, top } = this.#page.getBoundingClientRect();
    this.#toast.textContent = text;
    this.#toast.hidden = false;
    const x = box ? left + box.left * this.#scale : 20;
    const y = box ? top + box.bottom * this.#scale + 6 : 20;
    this.#toast.style.left = `${Math.max(4, Math.min(x, innerWidth - 300))}px`;
    this.#toast.style.top = `${Math.max(4, Math.min(y, innerHeight - 50))}px`;
    clearTimeout(this.#toastTimer);
    this.#toastTimer = window.setTimeout(() => (this.#toast.hidden = true), TOAST_MS);
  }

  #fit(): void {
    const { width, height, part, touch = false, keyboard = 0 } = this.#viewport;
    if (!this.#frame || width === 0 || height === 0) return;
    this.#frame.style.width = `${width}px`;
    this.#frame.style.height = `${height}px`;
    this.#page.style.width = `${width}px`;
    this.#page.style.height = `${height}px`;
    const [left, top, wide, high, zoom] = part ?? [0, 0, width, height, 1];
    const edge = touch ? 2 * BEZEL : 0;
    // Never larger than the host has it: letters would blur, and nothing more be seen.
    const { clientWidth, clientHeight } = this.#box;
    const fit = Math.min(1, (clientWidth - edge) / (wide * zoom), (clientHeight - edge) / (high * zoom + keyboard));
    this.#scale = fit * zoom;
    const { style } = this.#screen;
    // Whole pixels: what stands behind would shine through.
    style.width = `${Math.floor(wide * this.#scale)}px`;
    style.height = `${Math.floor(high * this.#scale)}px`;
    this.#device.classList.toggle('phone', touch);
    this.#device.classList.toggle('typing', keyboard > 0);
    this.#keyboard.style.height = `${keyboard * fit}px`;
    const said = keyboard > 0 ? strings.keyboard : '';
    if (this.#keyboard.textContent !== said) this.#keyboard.textContent = said;
    const x = Math.max(0, (clientWidth - edge - wide * this.#scale) / 2);
    this.#device.style.transform = `translate(${x}px,0)`;
    this.#page.style.transform = `scale(${this.#scale}) translate(${-left}px,${-top}px)`;
    // What is read stays as large as it is elsewhere.
    this.#page.style.setProperty('--k', String(1 / this.#scale));
    this.placeCursors();
  }

  #place({ box, place }: Cursor): void {
    const point = this.#pointOf(place);
    box.hidden = point === undefined;
    if (point) box.style.transform = `translate(${point.x}px,${point.y}px)`;
  }
}

function makeCursor(person: Person): HTMLElement {
  const box = document.createElement('div');
  box.className = 'cursor';
  box.dataset.testid = 'cursor';
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ARROW);
  path.setAttribute('fill', person.color);
  path.setAttribute('stroke', '#fff');
  svg.append(path);
  const name = document.createElement('span');
  name.textContent = person.name;
  name.style.background = person.color;
  box.append(svg, name);
  return box;
}

function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`viewer.html has no #${id}`);
  return found;
}
