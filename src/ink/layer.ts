/** Everything that is drawn on one page, put where its nodes are now; finished, in progress, and in passing. */
import type { FrameId, NodeId, ParticipantId } from '../shared/ids.ts';
import { VANISH_MS, type InkItem, type InkNews, type InkPlace, type InkShape, type InkTool, type Stamp } from '../shared/ink.ts';
import type { InkDom } from './dom.ts';
import { boundsOf, unhang, type Box } from './geometry.ts';
import { draw, outline } from './paths.ts';

export interface InkWords {
  /** `Arrow by Anna` */
  drawn(tool: InkTool, name: string): string;
  stamp: Readonly<Record<Stamp, string>>;
}

export interface InkLayerDeps {
  readonly dom: InkDom;
  /** Covers what is drawn on, in the coordinates of `boxOf`. */
  readonly root: Element;
  /** Where a node is now; undefined: not here, or not to be seen. */
  readonly boxOf: (frame: FrameId, node: NodeId) => Box | undefined;
  readonly person: (by: ParticipantId) => { readonly name: string; readonly color: string } | undefined;
  readonly words: InkWords;
}

interface Entry {
  readonly by: ParticipantId;
  readonly element: HTMLElement;
  readonly path: Element | undefined;
  readonly tag: HTMLElement | undefined;
  readonly stamp: HTMLElement | undefined;
  shape: InkShape;
  /** Of the box that the path was made for. */
  size: string;
  timer: number | undefined;
}

interface Laser {
  readonly element: HTMLElement;
  readonly trail: Element;
  readonly path: Element;
  points: { readonly x: number; readonly y: number; readonly at: number }[];
  at: InkPlace;
  seenAt: number;
}

const TRAIL_MS = 450;
/** A laser that says nothing for so long is put away. */
const LASER_IDLE_MS = 5000;
const RIPPLE_MS = 900;
/** Ripples at a time: more is noise. */
const MAX_RIPPLES = 12;

const signs: Readonly<Record<Stamp, string>> = { here: '↓', tick: '✓', cross: '✕', question: '?', note: '✎' };

export class InkLayer {
  readonly #deps: InkLayerDeps;
  readonly #items = new Map<number, Entry>();
  readonly #drafts = new Map<ParticipantId, Entry>();
  readonly #lasers = new Map<ParticipantId, Laser>();
  #ripples = 0;
  #moving = false;
  #trailing = false;

  constructor(deps: InkLayerDeps) {
    this.#deps = deps;
  }

  get isEmpty(): boolean {
    return this.#items.size + this.#drafts.size + this.#lasers.size === 0;
  }

  news(news: InkNews): void {
    switch (news.is) {
      case 'all':
        this.clear();
        for (const item of news.items) this.#put(item);
        return;
      case 'draft':
        this.draft(news.by, news.shape, news.from);
        return;
      case 'put':
        this.#endDraft(news.item.by);
        this.#put(news.item);
        return;
      case 'gone':
        for (const id of news.ids) this.#drop(id);
        return;
      case 'laser':
        this.laser(news.by, news.at);
        return;
      case 'ripple':
        this.ripple(news.by, news.at);
        return;
      default:
        news satisfies never;
    }
  }

  /** A shape in progress: of another person as it comes, of one's own as it is drawn. Without points: it was given up. */
  draft(by: ParticipantId, shape: InkShape, from: number): void {
    const entry = this.#drafts.get(by);
    const isSame = entry?.shape.tool === shape.tool && entry.shape.node === shape.node && entry.shape.frame === shape.frame;
    if (from > 0 && (!entry || !isSame || entry.shape.points.length < from * 2)) return;
    const points = from > 0 && entry ? [...entry.shape.points.slice(0, from * 2), ...shape.points] : shape.points;
    if (points.length === 0 && shape.tool !== 'highlight') {
      this.#endDraft(by);
      return;
    }
    if (entry && isSame) {
      entry.shape = { ...shape, points };
      entry.size = '';
      this.#place(entry);
      return;
    }
    this.#endDraft(by);
    this.#drafts.set(by, this.#make(by, shape));
  }

  endDraft(by: ParticipantId): void {
    this.#endDraft(by);
  }

  /** Names may have come or changed. */
  named(): void {
    for (const entry of this.#items.values()) this.#name(entry);
  }

  laser(by: ParticipantId, at: InkPlace | null): void {
    const { dom, root } = this.#deps;
    let laser = this.#lasers.get(by);
    if (!at) {
      if (laser) this.#endLaser(by, laser);
      return;
    }
    if (!laser) {
      const trail = dom.svg('svg');
      dom.attr(trail, 'class', 'trail');
      const path = dom.svg('path');
      dom.append(trail, path);
      const element = this.#box('laser', by);
      const dot = dom.create('span');
      dom.attr(dot, 'class', 'dot');
      dom.append(element, dot);
      dom.append(root, trail);
      dom.append(root, element);
      laser = { element, trail, path, points: [], at, seenAt: 0 };
      this.#lasers.set(by, laser);
    }
    laser.at = at;
    laser.seenAt = dom.now();
    const point = this.#pointOf(at);
    if (point) laser.points.push({ ...point, at: laser.seenAt });
    this.#placeLaser(by, laser);
    if (!this.#trailing) this.#trail();
  }

  ripple(by: ParticipantId, at: InkPlace): void {
    const { dom, root } = this.#deps;
    const point = this.#pointOf(at);
    if (!point || this.#ripples >= MAX_RIPPLES) return;
    const element = this.#box('ripple', by);
    dom.append(element, dom.create('i'));
    element.style.transform = `translate(${point.x}px,${point.y}px)`;
    dom.append(root, element);
    this.#ripples++;
    dom.setTimeout(() => {
      this.#ripples--;
      dom.remove(element);
    }, RIPPLE_MS);
  }

  /** Something moved: everything is put in its place before the next picture. */
  move(): void {
    if (this.#moving || this.isEmpty) return;
    this.#moving = true;
    this.#deps.dom.nextFrame(() => {
      this.#moving = false;
      this.moveNow();
    });
  }

  moveNow(): void {
    for (const entry of this.#items.values()) this.#place(entry);
    for (const entry of this.#drafts.values()) this.#place(entry);
    for (const [by, laser] of this.#lasers) this.#placeLaser(by, laser);
  }

  clear(): void {
    for (const id of [...this.#items.keys()]) this.#drop(id);
    for (const by of [...this.#drafts.keys()]) this.#endDraft(by);
    for (const [by, laser] of this.#lasers) this.#endLaser(by, laser);
  }

  #put(item: InkItem): void {
    this.#drop(item.id);
    const entry = this.#make(item.by, item);
    this.#deps.dom.attr(entry.element, 'data-testid', 'ink');
    this.#deps.dom.attr(entry.element, 'data-tool', item.tool);
    this.#items.set(item.id, entry);
    if (item.tool !== 'vanish') return;
    this.#deps.dom.attr(entry.element, 'class', 'ink vanishing');
    entry.timer = this.#deps.dom.setTimeout(() => this.#drop(item.id), VANISH_MS);
  }

  #make(by: ParticipantId, shape: InkShape): Entry {
    const { dom, root } = this.#deps;
    const element = dom.create('div');
    dom.attr(element, 'class', 'ink');
    dom.attr(element, 'role', 'img');
    let path: Element | undefined;
    let stamp: HTMLElement | undefined;
    if (shape.tool === 'stamp') stamp = this.#stamp(element, shape);
    else {
      const svg = dom.svg('svg');
      path = dom.svg('path');
      dom.attr(path, 'stroke-linecap', 'round');
      dom.attr(path, 'stroke-linejoin', 'round');
      dom.append(svg, path);
      dom.append(element, svg);
    }
    const tag = dom.create('span');
    dom.attr(tag, 'class', 'tag');
    dom.append(element, tag);
    const entry: Entry = { by, element, path, tag, stamp, shape, size: '', timer: undefined };
    this.#name(entry);
    this.#place(entry);
    dom.append(root, element);
    return entry;
  }

  #stamp(element: HTMLElement, { stamp = 'note', text, color }: InkShape): HTMLElement {
    const { dom } = this.#deps;
    const box = dom.create('span');
    dom.attr(box, 'class', text ? 'stamp' : 'stamp bare');
    box.style.background = color;
    const sign = dom.create('span');
    dom.attr(sign, 'class', 'sign');
    dom.text(sign, signs[stamp]);
    sign.style.color = color;
    dom.append(box, sign);
    if (text) {
      const said = dom.create('span');
      dom.attr(said, 'class', 'said');
      dom.text(said, text);
      dom.append(box, said);
    }
    dom.append(element, box);
    return box;
  }

  #name({ by, element, tag, shape }: Entry): void {
    const { dom, words, person } = this.#deps;
    const who = person(by);
    const name = who?.name ?? '';
    if (tag) {
      dom.text(tag, name);
      tag.style.background = shape.color;
    }
    const said = shape.tool === 'stamp' ? `${words.stamp[shape.stamp ?? 'note']}${shape.text ? `: ${shape.text}` : ''}. ` : '';
    dom.attr(element, 'aria-label', said + words.drawn(shape.tool, name));
  }

  #place(entry: Entry): void {
    const { dom, boxOf } = this.#deps;
    const { element, path, tag, stamp, shape } = entry;
    const box = boxOf(shape.frame, shape.node);
    element.style.display = box ? '' : 'none';
    if (!box) return;
    element.style.transform = `translate(${box.left}px,${box.top}px)`;
    const size = `${Math.round(box.width * 2)} ${Math.round(box.height * 2)}`;
    if (size === entry.size) return;
    entry.size = size;
    const points = unhang(shape.points, box);
    const local = { left: 0, top: 0, width: box.width, height: box.height };
    const bounds = shape.tool === 'highlight' ? { ...local, left: -4, top: -4 } : boundsOf(points);
    if (path) {
      const drawn = draw(shape.tool, points, local);
      dom.attr(path, 'd', drawn.d);
      dom.attr(path, 'fill', drawn.width === undefined ? shape.color : drawn.tint ? `${shape.color}1f` : 'none');
      dom.attr(path, 'stroke', drawn.width === undefined ? 'none' : shape.color);
      dom.attr(path, 'stroke-width', String(drawn.width ?? 0));
    }
    if (stamp) {
      stamp.style.left = `${points[0] ?? 0}px`;
      stamp.style.top = `${points[1] ?? 0}px`;
    }
    if (tag) {
      // An arrow's name stands at its tail, a stamp's below it, every other's above.
      const [x, y] =
        shape.tool === 'arrow'
          ? [(points[0] ?? 0) - 8, (points[1] ?? 0) + ((points[1] ?? 0) > (points[3] ?? 0) ? 26 : -8)]
          : stamp
            ? [(points[0] ?? 0) - 12, (points[1] ?? 0) + 20]
            : [bounds.left, bounds.top - 6];
      tag.style.left = `${x}px`;
      tag.style.top = `${y}px`;
    }
  }

  #box(className: string, by: ParticipantId): HTMLElement {
    const { dom, person } = this.#deps;
    const who = person(by);
    const element = dom.create('div');
    dom.attr(element, 'class', className);
    dom.attr(element, 'data-testid', className);
    element.style.color = who?.color ?? '#343a40';
    const tag = dom.create('span');
    dom.attr(tag, 'class', 'tag');
    dom.text(tag, who?.name ?? '');
    tag.style.background = who?.color ?? '#343a40';
    dom.append(element, tag);
    return element;
  }

  #pointOf({ frame, node, fx, fy }: InkPlace): { x: number; y: number } | undefined {
    const box = this.#deps.boxOf(frame, node);
    return box && { x: box.left + box.width * fx, y: box.top + box.height * fy };
  }

  #placeLaser(by: ParticipantId, laser: Laser): void {
    const point = this.#pointOf(laser.at);
    if (!point || this.#deps.dom.now() - laser.seenAt > LASER_IDLE_MS) this.#endLaser(by, laser);
    else laser.element.style.transform = `translate(${point.x}px,${point.y}px)`;
  }

  /** The light that a laser leaves behind, for half a second. */
  #trail(): void {
    const { dom, person } = this.#deps;
    const now = dom.now();
    this.#trailing = false;
    for (const [by, laser] of this.#lasers) {
      laser.points = laser.points.filter(({ at }) => now - at < TRAIL_MS);
      const flat = laser.points.flatMap(({ x, y }) => [x, y]);
      dom.attr(laser.path, 'd', flat.length >= 4 ? outline(flat, 9, true) : '');
      dom.attr(laser.path, 'fill', person(by)?.color ?? '#343a40');
      if (laser.points.length > 0) this.#trailing = true;
    }
    if (this.#trailing) dom.nextFrame(() => this.#trail());
    else if (this.#lasers.size > 0) dom.setTimeout(() => this.moveNow(), LASER_IDLE_MS + 50);
  }

  #endLaser(by: ParticipantId, { element, trail }: Laser): void {
    this.#deps.dom.remove(element);
    this.#deps.dom.remove(trail);
    this.#lasers.delete(by);
  }

  #endDraft(by: ParticipantId): void {
    const entry = this.#drafts.get(by);
    if (!entry) return;
    this.#deps.dom.remove(entry.element);
    this.#drafts.delete(by);
  }

  #drop(id: number): void {
    const entry = this.#items.get(id);
    if (!entry) return;
    if (entry.timer !== undefined) this.#deps.dom.clearTimeout(entry.timer);
    this.#deps.dom.remove(entry.element);
    this.#items.delete(id);
  }
}
