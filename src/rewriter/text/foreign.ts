/**
 * Is the scanner inside SVG or MathML? There `<![CDATA[` counts and script, style and title hold markup. Only a tree builder
 * knows for sure; this follows the standard's rules for elements that end foreign content, without a stack of all elements.
 */

const BREAKS_OUT = new Set(
  'b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var'.split(
    ' ',
  ),
);
/** End tags that cannot belong to SVG or MathML: they close an element around it. */
const ENDS_AROUND = new Set(
  [
    ...BREAKS_OUT,
    ...'html form section article header footer nav main aside button label td tr th tbody thead select details figure'.split(' '),
  ].filter((name) => name !== 'head'),
);
const MATH_TEXT = new Set(['mi', 'mo', 'mn', 'ms', 'mtext']);
const SVG_HTML = new Set(['foreignobject', 'desc', 'title']);

interface Level {
  readonly kind: 'svg' | 'math' | 'html';
  readonly name: string;
}

/** Deeper nesting is no page, but an attack on the scanner. */
const MAX_DEPTH = 512;

export class ForeignContent {
  readonly #levels: Level[] = [];

  /** Anything open at all? False on most pages, and then nothing here has to be asked. */
  get active(): boolean {
    return this.#levels.length > 0;
  }

  get inside(): boolean {
    const top = this.#levels[this.#levels.length - 1];
    return top !== undefined && top.kind !== 'html';
  }

  /** A start tag; `attribute` finds a value by lower-case name. Is the element itself SVG or MathML? */
  start(name: string, selfClosing: boolean, attribute: (name: string) => string | undefined): boolean {
    const top = this.#levels[this.#levels.length - 1];
    if (!top || top.kind === 'html') {
      if ((name === 'svg' || name === 'math') && !selfClosing) this.#push({ kind: name, name });
      return name === 'svg' || name === 'math';
    }
    const font = name === 'font' && ['color', 'face', 'size'].some((key) => attribute(key) !== undefined);
    if (BREAKS_OUT.has(name) || font) {
      this.#leave();
      return false;
    }
    if (selfClosing) return true;
    if (name === 'svg' || name === 'math') this.#push({ kind: name, name });
    else if (top.kind === 'svg' && SVG_HTML.has(name)) this.#push({ kind: 'html', name });
    else if (top.kind === 'math' && MATH_TEXT.has(name)) this.#push({ kind: 'html', name });
    else if (top.kind === 'math' && name === 'annotation-xml') {
      const encoding = attribute('encoding')?.toLowerCase();
      if (encoding === 'text/html' || encoding === 'application/xhtml+xml') this.#push({ kind: 'html', name });
    }
    return true;
  }

  end(name: string): void {
    const top = this.#levels[this.#levels.length - 1];
    if (!top) return;
    if (top.name === name) this.#levels.pop();
    else if (top.kind !== 'html' && ENDS_AROUND.has(name)) this.#leave();
  }

  #push(level: Level): void {
    if (this.#levels.length < MAX_DEPTH) this.#levels.push(level);
  }

  #leave(): void {
    while (this.inside) this.#levels.pop();
  }
}
