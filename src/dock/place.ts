/**
 * Where the dock stands in the site's page: at a corner or in the middle of an edge. It starts where no control of the site
 * lies; the customer moves it by its grip (dragged, pressed, or with the arrow keys), and it stays there for the session; and it
 * steps aside when a control that it covers is used. The page tells what lies where, and moves the frame; which place, is said here.
 */
import { signal } from '@preact/signals';

/** Line and column: 0 start (top, left), 1 middle, 2 end. The middle of the page is no place. */
export type Place = readonly [line: 0 | 1 | 2, column: 0 | 1 | 2];

/** In the order in which a free one is looked for: where hands and eyes do not go first. */
const PLACES: readonly Place[] = [
  [2, 2],
  [2, 0],
  [2, 1],
  [0, 2],
  [0, 0],
  [1, 2],
  [1, 0],
  [0, 1],
];
/** CSS pixels to the edge of the window. */
const GAP = 12;
/** Points of a place that are looked at, across and down. */
const ACROSS = [0.08, 0.5, 0.92];
const DOWN = [0.2, 0.8];
/** After the page's load: sites show their banners and bubbles late (ms). */
const LOOKS_MS = [0, 1500, 4000];
/** The page says when the dock is in the way. A page that says so all the time is not followed: once in so many ms, so many times a page. */
const ASIDE_MS = 1500;
const ASIDES_MAX = 30;
const KEY = 'samepage.place';
/** Less than this is a press (CSS pixels). */
const DRAG_MIN = 6;

interface PlaceDeps {
  readonly tellPage: (message: { readonly type: 'look'; readonly at: readonly (readonly [number, number])[] }) => void;
  readonly size: () => { readonly width: number; readonly height: number };
  readonly moved: () => void;
  /** Something is asked, or the board has the room that it needs: it does not go from under a hand. */
  readonly stays: () => boolean;
}

const place = signal<Place>([2, 2]);

/** Its number in the list. */
function numberOf([line, column]: Place): number {
  return PLACES.findIndex(([l, c]) => l === line && c === column);
}
export const isDragged = signal(false);

let deps: PlaceDeps | undefined;
/** The customer's own choice; else the dock looks for one itself. */
let isChosen = false;
let seen: { readonly width: number; readonly height: number } | undefined;
let looksFor: 'start' | 'aside' | undefined;
let dragged = { x: 0, y: 0 };
let asideAt = -ASIDE_MS;
let asides = 0;

export function startPlace(given: PlaceDeps): void {
  deps = given;
  const kept = storage()?.getItem(KEY);
  const known = PLACES.find((one) => one.join() === kept);
  if (known) place.value = known;
  isChosen = known !== undefined;
}

/** The page is there to be looked at. */
export function lookAround(): void {
  for (const ms of LOOKS_MS)
    window.setTimeout(() => {
      if (!isDragged.value && asides === 0) measure(isChosen ? undefined : 'start');
    }, ms);
}

/** How large the page is; and, where it is to be looked for, a place. */
function measure(then: typeof looksFor): void {
  look('start');
  looksFor = then;
}

/** Height of the window that the page is in; of the screen until the page has told (CSS pixels). */
export function roomHeight(): number {
  return seen?.height ?? screen.height;
}

/** As CSS of the frame: `inset` by the place, `move` while it is dragged. */
export function placeNow(): { readonly inset: string; readonly move: string } {
  const [line, column] = place.value;
  const [top, bottom] = edges(line);
  const [left, right] = edges(column);
  return { inset: `${top} ${right} ${bottom} ${left}`, move: isDragged.value ? `translate(${dragged.x}px,${dragged.y}px)` : 'none' };
}

function edges(at: 0 | 1 | 2): readonly [string, string] {
  return at === 0 ? [`${GAP}px`, 'auto'] : at === 2 ? ['auto', `${GAP}px`] : ['0', '0'];
}

// ---- what the page tells ----------------------------------------------------------------------------------------------

export function fromPage(data: object): void {
  if (!('type' in data)) return;
  if (data.type === 'aside') return aside();
  if (data.type !== 'looked') return;
  const { width, height, taken } = data as { readonly width?: unknown; readonly height?: unknown; readonly taken?: unknown }; // looked at here
  if (typeof width !== 'number' || typeof height !== 'number' || !Array.isArray(taken)) return;
  seen = { width, height };
  const wants = looksFor;
  looksFor = undefined;
  if (!wants || isDragged.value || deps?.stays()) return;
  const each = ACROSS.length * DOWN.length;
  const here = numberOf(place.value);
  const costs = PLACES.map((_, at) => taken.slice(at * each, (at + 1) * each).filter((one) => one === true).length);
  // In the way it is wherever its points lie.
  if (wants === 'aside') costs[here] = each;
  const least = Math.min(...costs);
  // Nowhere is it better than here: then it stays, which is calmer.
  if (least < (costs[here] ?? 0)) setPlace(PLACES[costs.indexOf(least)] ?? place.value);
}

function aside(): void {
  const now = performance.now();
  if (deps?.stays() || isDragged.value || now - asideAt < ASIDE_MS || asides >= ASIDES_MAX) return;
  asideAt = now;
  asides++;
  look('aside');
}

function look(why: NonNullable<typeof looksFor>): void {
  if (!deps) return;
  looksFor = why;
  const { width, height } = deps.size();
  const at = PLACES.flatMap(([line, column]) =>
    DOWN.flatMap((down) => ACROSS.map((across): [number, number] => [point(column, across, width, 'x'), point(line, down, height, 'y')])),
  );
  deps.tellPage({ type: 'look', at });
}

/** Counted from the left or top, negative from the right or bottom. The middle is known once the page has told its size. */
function point(at: 0 | 1 | 2, part: number, length: number, axis: 'x' | 'y'): number {
  if (at === 0) return GAP + part * length;
  if (at === 2) return -(GAP + (1 - part) * length);
  const whole = seen ? (axis === 'x' ? seen.width : seen.height) : screen[axis === 'x' ? 'availWidth' : 'availHeight'];
  return whole / 2 + (part - 0.5) * length;
}

// ---- what the customer does --------------------------------------------------------------------------------------------

/** By a key, or by a press: to the next place that way, or around the page. */
export function step(line: -1 | 0 | 1, column: -1 | 0 | 1): void {
  const [fromLine, fromColumn] = place.value;
  // From the middle of an edge along it; past the middle of the page, which is no place.
  for (const far of [1, 2]) {
    const next = PLACES.find(([l, c]) => l === fromLine + line * far && c === fromColumn + column * far);
    if (next) return choose(next);
  }
}

export function nextPlace(): void {
  const around: readonly Place[] = [
    [2, 2],
    [2, 0],
    [0, 0],
    [0, 2],
  ];
  const at = around.findIndex((one) => numberOf(one) === numberOf(place.value));
  choose(around[(at + 1) % around.length] ?? [2, 2]);
}

/** The grip is held: the frame follows the pointer, which is told in places of the screen, because the frame itself moves. */
export function hold(event: PointerEvent): void {
  const grip = event.currentTarget as HTMLElement; // listened to on one
  if (!event.isPrimary || event.button !== 0) return;
  grip.setPointerCapture(event.pointerId);
  measure(undefined);
  const from = { x: event.screenX, y: event.screenY };
  dragged = { x: 0, y: 0 };
  const move = ({ screenX, screenY }: PointerEvent) => {
    dragged = { x: Math.round(screenX - from.x), y: Math.round(screenY - from.y) };
    if (Math.hypot(dragged.x, dragged.y) < DRAG_MIN && !isDragged.value) return;
    isDragged.value = true;
    deps?.moved();
  };
  const drop = () => {
    grip.removeEventListener('pointermove', move);
    grip.removeEventListener('pointerup', drop);
    grip.removeEventListener('pointercancel', drop);
    if (!isDragged.value) return nextPlace();
    isDragged.value = false;
    choose(nearest());
  };
  grip.addEventListener('pointermove', move);
  grip.addEventListener('pointerup', drop);
  grip.addEventListener('pointercancel', drop);
}

/** Of the places, the one whose middle is nearest to where the frame was let go. */
function nearest(): Place {
  if (!deps || !seen) return place.value;
  const { width, height } = deps.size();
  const middle = ([line, column]: Place) => ({ x: centre(column, width, seen?.width ?? 0), y: centre(line, height, seen?.height ?? 0) });
  const here = middle(place.value);
  const [x, y] = [here.x + dragged.x, here.y + dragged.y];
  const far = (one: Place) => Math.hypot(middle(one).x - x, middle(one).y - y);
  return PLACES.reduce((best, one) => (far(one) < far(best) ? one : best));
}

function centre(at: 0 | 1 | 2, length: number, whole: number): number {
  return at === 0 ? GAP + length / 2 : at === 2 ? whole - GAP - length / 2 : whole / 2;
}

function choose(next: Place): void {
  isChosen = true;
  storage()?.setItem(KEY, next.join());
  setPlace(next);
}

function setPlace(next: Place): void {
  place.value = next;
  deps?.moved();
}

/** Of the whole session on this host, tabs of later included; gone at its end. Undefined where the browser refuses it. */
function storage(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined; // blocked cookies, some private windows: the dock only forgets with the page
  }
}
