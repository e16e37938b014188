/** Scrolling under a pane (pane.ts): the innermost that can go that way goes, through shadow trees and frames, as in any browser. */
import { upFrom } from './tree.ts';

/** CSS pixels of a line, where wheels count in lines, and of a press of an arrow key. */
const LINE_PX = 16;
const ARROW_PX = 40;
/** Of what is seen, for a press of Page Down. */
const PAGE = 0.9;

export class PaneScroll {
  readonly #tell: (event: Event, target: Node) => boolean;

  constructor(tell: (event: Event, target: Node) => boolean) {
    this.#tell = tell;
  }

  wheel(from: Element, { deltaX, deltaY, deltaMode, shiftKey }: WheelEvent): void {
    const page = from.ownerDocument.documentElement.clientHeight;
    const unit = deltaMode === 1 ? LINE_PX : deltaMode === 2 ? page : 1; // 1: lines, 2: pages
    const [dx, dy] = shiftKey && deltaX === 0 ? [deltaY, 0] : [deltaX, deltaY];
    this.by(from, dx * unit, dy * unit);
  }

  /** True: the key scrolls. */
  key(from: Element, key: string): boolean {
    const page = from.ownerDocument.documentElement.clientHeight * PAGE;
    const far = 1e7; // more than any page has
    const ways: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [0, -ARROW_PX],
      ArrowDown: [0, ARROW_PX],
      ArrowLeft: [-ARROW_PX, 0],
      ArrowRight: [ARROW_PX, 0],
      PageUp: [0, -page],
      PageDown: [0, page],
      Home: [0, -far],
      End: [0, far],
    };
    const way = ways[key];
    if (way) this.by(from, ...way);
    return way !== undefined;
  }

  by(from: Element, dx: number, dy: number): void {
    for (let at: Node | null = from; at;) {
      const page: Document | null = at.ownerDocument;
      const view: Window | null | undefined = page?.defaultView;
      if (!page || !view) return;
      if (at.nodeType === 1 && at !== page.documentElement && at !== page.body && this.#move(at as Element, view, dx, dy)) return; // type 1
      const up = upFrom(at);
      if (up && up.nodeType !== 9) {
        at = up;
        continue;
      }
      const root = page.scrollingElement ?? page.documentElement;
      if (!isShut(view.getComputedStyle(page.documentElement)) && room(root, dx, dy)) {
        view.scrollBy({ left: dx, top: dy, behavior: 'instant' });
        this.#tell(new Event('scroll'), page);
        return;
      }
      at = view.frameElement;
    }
  }

  #move(element: Element, view: Window, dx: number, dy: number): boolean {
    const { overflowX, overflowY } = view.getComputedStyle(element);
    const along = (value: string): boolean => value === 'auto' || value === 'scroll';
    const [x, y] = [along(overflowX) ? dx : 0, along(overflowY) ? dy : 0];
    if (!room(element, x, y)) return false;
    element.scrollBy({ left: x, top: y, behavior: 'instant' });
    this.#tell(new Event('scroll'), element);
    return true;
  }
}

/** Can it go that way? */
function room({ scrollLeft, scrollTop, scrollWidth, scrollHeight, clientWidth, clientHeight }: Element, dx: number, dy: number): boolean {
  const left = Math.abs(scrollLeft); // below 0 where text runs from right to left
  const right = scrollWidth - clientWidth - left;
  const sideways = dx !== 0 && (left >= 1 || right >= 1);
  return sideways || (dy < 0 && scrollTop >= 1) || (dy > 0 && scrollHeight - clientHeight - scrollTop >= 1);
}

function isShut({ overflowY }: CSSStyleDeclaration): boolean {
  return overflowY === 'hidden' || overflowY === 'clip';
}
