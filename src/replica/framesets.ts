/**
 * A <frame> has no sandbox of its own, so no replica has one: a frameset is shown as a grid of sandboxed frames, with the bars that
 * Chromium draws between them.
 */

/** On what stands for a frameset or for a frame of one. */
export const FRAMES = 'data-samepage-frames';

/** Between two frames (Chromium's `HTMLFrameSetElement`, px). */
const BORDER_PX = 6;
const FILL = 'width:100%;height:100%;min-width:0;min-height:0';
/** The edges of the bars lie beside what they divide. */
const EDGES = 'box-shadow:-1px 0 #000,0 -1px #000,1px 0 #aaa,0 1px #aaa';

export function isOfFrameset(tag: string): boolean {
  return tag === 'frame' || tag === 'frameset';
}

/** All of a document, after one came or changed: each looks at those around it. */
export function arrangeFramesets(document: Document): void {
  for (const element of document.querySelectorAll(`[${FRAMES}]`)) element.setAttribute('style', gridStyle(element));
}

function gridStyle(element: Element): string {
  const outer = around(element);
  const edges = outer && borderOf(outer) > 0 ? `;${EDGES}` : '';
  if (element.getAttribute(FRAMES) === 'frame') return `display:block;border:0;${FILL}${edges}`;
  const gap = borderOf(element);
  const [rows, columns] = ['rows', 'cols'].map((name) => tracks(element.getAttribute(name) ?? '', gap));
  const place = outer ? FILL : 'position:fixed;inset:0';
  return `display:grid;overflow:hidden;${place};gap:${gap}px;background:#d0d0d0;grid-template:${rows}/${columns}${edges}`;
}

function around(element: Element): Element | undefined {
  const { parentElement } = element;
  return parentElement?.getAttribute(FRAMES) === 'frameset' ? parentElement : undefined;
}

/** What one does not say, the one around says. */
function borderOf(frameset: Element): number {
  for (let at: Element | undefined = frameset; at; at = around(at)) {
    if (/^(?:0|no)$/i.test(at.getAttribute('frameborder') ?? '')) return 0;
    const border = parseInt(at.getAttribute('border') ?? '', 10);
    if (border >= 0) return Math.min(border, 100);
  }
  return BORDER_PX;
}

/** As many as anybody has ever had. */
const MAX_TRACKS = 100;

/** A list of dimensions (HTML standard, 2.3.4.5): without parts to be shared out, what there is is stretched to fill all. */
function tracks(list: string, gap: number): string {
  const parsed = list
    .replace(/,\s*$/, '')
    .split(',')
    .slice(0, MAX_TRACKS)
    .map((one) => {
      const of = /[*%]/.exec(one)?.[0] ?? (one.trim() === '' ? '*' : '');
      return { of, size: Math.max(0, parseFloat(one)) || (of === '*' ? 1 : 0) };
    });
  const has = (of: string): boolean => parsed.some((one) => one.of === of);
  const shared = has('*') ? '*' : has('%') ? '%' : '';
  const gaps = (parsed.length - 1) * gap;
  return parsed
    .map(({ size, of }) => {
      if (of === shared) return `minmax(0,${size}fr)`;
      return of === '%' ? `calc((100% - ${gaps}px)*${size / 100})` : `${size}px`;
    })
    .join(' ');
}
