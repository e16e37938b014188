/**
 * A view as somebody has it who sees no pointer: Tab from its beginning round to the beginning again, what each stop is called and
 * how it shows that it has the focus; its headings, its places and what it says by itself.
 */
import type { Frame, Page } from 'playwright-core';
import { expect } from 'vitest';
import { waiting } from './journey.ts';

export interface Stop {
  /** As the browser tells it to a screen reader. */
  readonly role: string;
  readonly name: string;
  readonly testId: string;
  /** Something of it changes where the focus is. */
  readonly shows: boolean;
  /** A part of it, at least, lies under nothing else and within the window. */
  readonly isSeen: boolean;
  /** Of the customer's own page, as the agent has it: the site's. */
  readonly isTheirs: boolean;
  readonly width: number;
  readonly height: number;
}

/** A view has fewer: whoever presses Tab more often than this is caught in it. */
const STOPS_MAX = 150;

/** Asked of a browser that was started with `accessibility`. */
export async function tabThrough(page: Page, start: Page | Frame = page): Promise<Stop[]> {
  const beginning = await start.evaluateHandle(() => {
    // It stays until Tab has gone on from it: our pages look after the keyboard of what is taken away.
    const first = document.createElement('span');
    first.tabIndex = -1;
    const open = document.querySelector('dialog:modal') ?? document.body;
    open.prepend(first);
    first.focus();
    return first;
  });
  for (const frame of page.frames()) await frame.evaluate(() => void Object.assign(window, { walked: [] }));
  const stops: Stop[] = [];
  for (let presses = 0; presses < STOPS_MAX; presses++) {
    await page.keyboard.press('Tab');
    if (presses === 0) await beginning.evaluate((first) => first.remove());
    let stop = await stopNow(page, start);
    if (stop === 'here') {
      // In the customer's page: the way out that is told there.
      await page.keyboard.press('Escape');
      await page.keyboard.press('Tab');
      await expect.poll(async () => (stop = await stopNow(page, start)), waiting).not.toBe('here');
    }
    if (stop === 'again' || stop === 'beside') return stops;
    if (stop !== undefined && stop !== 'here') stops.push(stop);
  }
  throw new Error(`Tab never comes round: ${JSON.stringify(stops.slice(-3))}`);
}

async function stopNow(page: Page, start: Page | Frame): Promise<Stop | 'again' | 'here' | 'beside' | undefined> {
  for (const frame of page.frames()) {
    const stop = await lookAt(frame);
    if (stop !== undefined) return start === page || isWithin(frame, start) ? stop : 'beside';
  }
  return undefined;
}

function isWithin(frame: Frame, part: Page | Frame): boolean {
  for (let at: Frame | null = frame; at; at = at.parentFrame()) if (at === part) return true;
  return false;
}

/** What has the focus in this document; undefined: nothing, or a frame in it. */
function lookAt(frame: Frame): Promise<Stop | 'again' | 'here' | undefined> {
  return frame.evaluate(() => {
    const element = document.activeElement;
    if (!document.hasFocus() || !element || element === document.body || /^(?:IFRAME|SAMEPAGE-OVERLAY)$/.test(element.tagName))
      return undefined;
    const seen = ((window as unknown as { walked?: Element[] }).walked ??= []); // ours, from above
    // Only in the customer's page a key does something else than to lead on.
    if (seen.at(-1) === element && window.frameElement?.getAttribute('data-testid') === 'replica') return 'here' as const;
    if (seen.includes(element)) return 'again' as const;
    seen.push(element);
    const asked = element as HTMLElement & { readonly computedRole: string; readonly computedName: string }; // behind the flag
    const box = element.getBoundingClientRect();
    const looks = () => {
      const { outlineStyle, outlineWidth, boxShadow, borderColor, backgroundColor, textDecorationLine } = getComputedStyle(element);
      return [outlineStyle === 'none' ? 0 : outlineWidth, boxShadow, borderColor, backgroundColor, textDecorationLine].join(' ');
    };
    const focused = looks();
    // Made by a script: the policy of our pages lets no sheet in that is written into them.
    const calm = new CSSStyleSheet();
    calm.replaceSync('* { transition: none !important }');
    document.adoptedStyleSheets.push(calm);
    const at: (readonly [number, number])[] = [0.5, 0.1, 0.9].flatMap((x) =>
      [0.5, 0.1, 0.9].map((y) => [box.left + box.width * x, box.top + box.height * y] as const),
    );
    const isSeen = at.some(([x, y]) => {
      const hit = document.elementFromPoint(x, y);
      return hit !== null && (element.contains(hit) || hit.contains(element) || hit.closest('label')?.control === element);
    });
    asked.blur();
    const bare = looks();
    asked.focus({ preventScroll: true });
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== calm);
    return {
      role: asked.computedRole,
      name: asked.computedName,
      testId: element.getAttribute('data-testid') ?? element.id,
      shows: focused !== bare,
      isSeen,
      isTheirs: window.frameElement?.getAttribute('data-testid') === 'replica',
      width: Math.round(box.width),
      height: Math.round(box.height),
    };
  });
}

export interface Outline {
  readonly title: string;
  readonly headings: readonly string[];
  /** Places that a screen reader can go to. */
  readonly places: readonly string[];
  /** What is said by itself. */
  readonly says: readonly string[];
}

export function outlineOf(frame: Page | Frame): Promise<Outline> {
  return frame.evaluate(() => {
    const drawn = (element: Element) => element.checkVisibility({ visibilityProperty: true });
    const all = (selector: string) => [...document.querySelectorAll(selector)].filter(drawn);
    const named = (element: Element) => (element as Element & { readonly computedName: string }).computedName; // behind the flag
    const role = (element: Element) => (element as Element & { readonly computedRole: string }).computedRole;
    return {
      title: document.title,
      headings: all('h1,h2,h3,h4').map((heading) => `${heading.tagName.slice(1)} ${heading.textContent.trim()}`),
      places: all('main,header,footer,nav,aside,section,form,[role]')
        .filter((element) =>
          ['main', 'banner', 'contentinfo', 'navigation', 'complementary', 'region', 'search', 'form'].includes(role(element)),
        )
        .map((element) => `${role(element)} ${named(element)}`.trim()),
      says: all('[aria-live],[role=status],[role=alert],[role=log]').map(
        (element) => `${element.getAttribute('role') ?? element.getAttribute('aria-live') ?? ''}: ${element.textContent.slice(0, 60)}`,
      ),
    };
  });
}

/** WCAG 2.5.8: 24 CSS pixels each way, or as much room around it; links within a line of text are free of it. */
export function smallTargets(frame: Page | Frame): Promise<string[]> {
  return frame.evaluate(() => {
    const least = 24;
    const targets = [
      ...document.querySelectorAll('a[href],button,input,select,textarea,summary,[role=button],[role=option],[tabindex="0"]'),
    ].filter(
      (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !element.closest('.unseen,.skip'),
    );
    const box = (element: Element) => (element.closest('label') ?? element).getBoundingClientRect();
    const small = (element: Element) => box(element).width < least || box(element).height < least;
    const middle = (element: Element) => {
      const { left, top, width, height } = box(element);
      return [left + width / 2, top + height / 2] as const;
    };
    return targets
      .filter((element) => small(element) && !(element.tagName === 'A' && getComputedStyle(element).display === 'inline'))
      .filter((element) => {
        const [x, y] = middle(element);
        return targets.some((other) => {
          if (other === element || (other.closest('label') === element.closest('label') && element.closest('label'))) return false;
          const { left, top, right, bottom } = box(other);
          if (small(other)) {
            const [otherX, otherY] = middle(other);
            return Math.hypot(otherX - x, otherY - y) < least;
          }
          return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom)) < least / 2;
        });
      })
      .map((element) => `${element.tagName} ${element.textContent.slice(0, 30) || (element.getAttribute('aria-label') ?? element.id)}`);
  });
}

/** WCAG 1.4.12: lines, letters, words and paragraphs apart, as a person's own sheet has them; off again with `false`. */
export function spaceOut(frame: Page | Frame, on: boolean): Promise<void> {
  return frame.evaluate((isOn) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }',
    );
    if (isOn) document.adoptedStyleSheets.push(sheet);
    else document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1);
  }, on);
}

/** Texts that have not their room. */
export function cutOff(frame: Page | Frame): Promise<string[]> {
  return frame.evaluate(() => {
    const found: string[] = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth + 1) found.push(`the page is ${scrollWidth} wide in ${clientWidth}`);
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const { left, right, width } = element.getBoundingClientRect();
      if (element.children.length > 0 || width < 2 || !element.textContent || element.tagName === 'OPTION' || !element.checkVisibility())
        continue;
      const says = element.textContent.slice(0, 60);
      const { overflowX, overflowY, textOverflow, webkitLineClamp } = getComputedStyle(element);
      // Shortened on purpose, with a sign: its name has all of it.
      if (textOverflow === 'ellipsis' || webkitLineClamp !== 'none') continue;
      if (element.scrollWidth > element.clientWidth + 1 && overflowX !== 'visible') found.push(`cut off: ${says}`);
      else if (element.scrollHeight > element.clientHeight + 3 && overflowY === 'hidden') found.push(`cut off below: ${says}`);
      else if (left < -1 || right > innerWidth + 1) found.push(`sticks out: ${says}`);
    }
    return found;
  });
}
