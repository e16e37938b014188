/** What the dock, which cannot see the page that it stands in, is told of it: where a control lies, and whether it covers one that is used. */
import type { HostPage } from './page.ts';

const CONTROLS = 'a[href],button,input,select,textarea,label,summary,video,iframe,[role=button],[onclick],[tabindex],[contenteditable]';
/** Of a larger one (a whole card of a shop that is a link) enough is left to be pressed (CSS pixels, squared). */
const AREA_MAX = 60_000;
/** Places to be looked at in one go: six points for each of eight where it could stand. */
const POINTS_MAX = 64;

/** `at`: points, negative ones counted from the right and from the bottom. */
export function looked(page: HostPage, dock: HTMLElement, at: unknown): object {
  const { natives: n, document, window } = page;
  const { innerWidth: width, innerHeight: height } = window;
  // What lies under it counts, too.
  dock.style.pointerEvents = 'none';
  const taken = Array.isArray(at)
    ? at.slice(0, POINTS_MAX).map(([x, y]: readonly [number, number]) => {
        const element = n.elementFromPoint(document, x < 0 ? width + x : x, y < 0 ? height + y : y);
        return element !== null && boxOfControl(page, element) !== undefined;
      })
    : [];
  dock.style.pointerEvents = '';
  return { type: 'looked', width, height, taken };
}

/** Is what the event is about a control, and under the dock at least in part? */
export function isUnder(page: HostPage, dock: HTMLElement, event: Event): boolean {
  const { natives: n } = page;
  const target = n.composedPath(event)[0] as Element; // of focus and pointer events it is one, or the document
  const one = n.nodeType(target) === 1 ? boxOfControl(page, target) : undefined;
  if (!one) return false;
  const other = n.getBoundingClientRect(dock);
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

function boxOfControl({ natives: n }: HostPage, element: Element): DOMRect | undefined {
  const control = n.closest(element, CONTROLS);
  const box = control && n.getBoundingClientRect(control);
  return box && box.width * box.height < AREA_MAX ? box : undefined;
}
