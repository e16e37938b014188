/** Finds the masked values of a document before anything of it is described, so that the taint set knows them everywhere. */
import type { Mask } from '../mask.ts';
import type { Natives } from '../natives.ts';
import { NAMED } from './accessible-name.ts';
import type { CssNames, Said } from './css-names.ts';
import { stringsIn } from './css-text.ts';
import { rawValues } from './inputs.ts';
import type { NodeTable } from './node-table.ts';
import { partsOf } from './value-parts.ts';

/** Masked fields that are looked at before each flush: what comes beyond tells of its changes by its events alone. */
const MAX_FIELDS = 500;
/** Elements of one rule that are looked at for a mask. */
const MAX_HITS = 100;
/** Characters of a value that is a part of one, ancestors in which its other parts are looked for, and fields in one. */
const SHORT = 4;
const MAX_UP = 3;
const MAX_JOINED = 16;
/** Four digits, or a mail address. */
const OWN = /(?:\d[ .-]?){4}|@/;
const PSEUDO = /::?(?:before|after|marker|placeholder|selection|first-line|first-letter|backdrop)/g;

export interface LearnerDeps {
  readonly natives: Natives;
  readonly mask: Mask;
  readonly table: NodeTable;
  readonly shadowOf: (element: Element) => ShadowRoot | undefined;
  /** An address that nothing but masked elements shows. */
  readonly seal: (url: string, base: string) => void;
}

export class Learner {
  readonly #deps: LearnerDeps;
  /** Looked through already, for what is masked in them. */
  #seen = new WeakSet<Node>();
  readonly #fields = new Set<Element>();
  /** Values of a field as they were learnt last. */
  readonly #learnt = new WeakMap<Element, string>();
  /** Strings of style sheets that are known to be masked. */
  readonly #styled = new WeakSet<object>();
  /** What style sheets say, asked once by these rules. */
  readonly #asked = new WeakSet<object>();
  /** Parts of drawings that are shown again elsewhere. */
  #used = new WeakSet<Node>();

  constructor(deps: LearnerDeps) {
    this.#deps = deps;
  }

  /** What is learnt from now on was not looked at yet. */
  again(): void {
    this.#seen = new WeakSet();
    this.#used = new WeakSet();
  }

  /** Masked values at and below `node`; all of it when it stands under a mask. */
  learn(node: Node, masked: boolean): void {
    const { natives: n, mask, shadowOf } = this.#deps;
    const type = n.nodeType(node);
    if (type === 3 || type === 4) {
      if (masked) mask.taint.add(n.data(node as Text)); // types 3 and 4 are text
      return;
    }
    if (type !== 1 && type !== 9 && type !== 11) return;
    if (!masked) {
      // A row that comes cell by cell is many additions, one inside the other: the outermost was looked through.
      const parent = n.parentNode(node);
      if (this.#seen.has(node) || (parent && this.#seen.has(parent) && type === 1)) {
        this.#seen.add(node);
        return;
      }
      this.#seen.add(node);
    }
    const isLifted = type === 1 && mask.lifts && this.#isLifted(node as Element); // type 1 is an element
    if (isLifted || (!masked && !(type === 1 && mask.isMaskedBySelector(node as Element)))) {
      // as above
      if (!n.firstChild(node)) return;
      const query = type === 9 ? n.documentQueryAll : type === 11 ? n.fragmentQueryAll : n.querySelectorAll;
      const container = node as Document & DocumentFragment & Element; // each query gets its own kind
      for (const inside of query(container, mask.maskable)) if (mask.isMaskedBySelector(inside)) this.learn(inside, true);
      if (mask.masksByName) for (const named of query(container, NAMED)) if (mask.decision(named).masked) this.learn(named, true);
      return;
    }
    if (type === 1) {
      const element = node as Element; // as above
      this.field(element);
      // What was not chosen is nobody's, unless it is one of somebody's own numbers or addresses.
      if (n.localName(element) === 'option' && !n.matches(element, ':checked') && !OWN.test(n.textContent(element) ?? '')) return;
      if (n.localName(element) === 'use') this.#use(element);
      const root = shadowOf(element);
      if (root) this.learn(root, true);
    }
    for (let child = n.firstChild(node); child; child = n.nextSibling(child)) this.learn(child, true);
  }

  /** It shows letters that are drawn somewhere else; titles of icons are no letters. */
  #use(element: Element): void {
    const { natives: n } = this.#deps;
    const id = (n.getAttribute(element, 'href') ?? n.getAttribute(element, 'xlink:href') ?? '').replace(/^#/, '');
    const root = n.getRootNode(element);
    const drawn = id === '' || !('getElementById' in root) ? null : (root as Document).getElementById(id);
    if (!drawn || this.#used.has(drawn)) return;
    this.#used.add(drawn);
    for (const text of n.querySelectorAll(drawn, 'text,use')) this.learn(text, true);
    if (n.localName(drawn) === 'text') this.learn(drawn, true);
  }

  /** A masked field was described. */
  keep(element: Element): void {
    if (this.#fields.size < MAX_FIELDS) this.#fields.add(element);
  }

  /** Fields change without a word, by setters of other realms and by the browser itself. */
  look(): void {
    const { natives: n, table } = this.#deps;
    for (const element of this.#fields) {
      if (n.isConnected(element) && table.get(element)?.masked === true) this.field(element);
      else this.#fields.delete(element);
    }
  }

  /** What stands in masked fields when the document goes. */
  *leaving(): Generator<string> {
    const { natives: n } = this.#deps;
    for (const element of this.#fields) {
      if (/password|one-time-code/i.test(`${n.getAttribute(element, 'type') ?? ''} ${n.getAttribute(element, 'autocomplete') ?? ''}`))
        continue;
      for (const raw of rawValues(n, element, n.localName(element))) yield* [raw, ...partsOf(raw, this.#purpose(element)).values];
    }
  }

  /** What stands in a masked field now: the page may take it out again before the next flush. */
  field(element: Element): void {
    const { natives: n, mask } = this.#deps;
    const values = rawValues(n, element, n.localName(element));
    const all = values.join('\n');
    if (values.length === 0 || this.#learnt.get(element) === all) return;
    this.#learnt.set(element, all);
    for (const value of values) mask.taint.addField(value, this.#purpose(element));
    if (values[0] && values[0].length <= SHORT) this.#joined(element);
  }

  /** A code in a field for each digit, a date in three: what stands in short masked fields side by side is one value. */
  #joined(element: Element): void {
    const { natives: n, mask } = this.#deps;
    let around = n.parentElement(element);
    for (let up = 0; around && up < MAX_UP; up++, around = n.parentElement(around)) {
      const fields = Array.from(n.querySelectorAll(around, 'input,select'));
      if (fields.length > MAX_JOINED) return;
      const values = fields.map((field) => (this.isHidden(field) ? (rawValues(n, field, n.localName(field))[0] ?? '') : ''));
      const parts = values.filter(Boolean);
      if (parts.length < 2 || values.some(({ length }) => length > SHORT)) continue;
      mask.taint.addField(parts.join(''), '');
      const year = parts.find((part) => /^\d{4}$/.test(part));
      const [one = '', other = '', more] = parts
        .filter((part) => part !== year && /^\d\d?$/.test(part))
        .map((part) => part.padStart(2, '0'));
      if (!year || other === '' || more !== undefined) continue;
      for (const date of [`${one}-${other}`, `${other}-${one}`]) if (date < '13') mask.taint.addField(`${year}-${date}`, '');
    }
  }

  #purpose(element: Element): 'name' | '' {
    const { natives: n } = this.#deps;
    return /name/i.test(`${n.getAttribute(element, 'autocomplete') ?? ''} ${n.getAttribute(element, 'name') ?? ''}`) ? 'name' : '';
  }

  /** What an `unmask` rule shows is no secret: kept as one, it would be hidden here and everywhere else. */
  #isLifted(element: Element): boolean {
    try {
      return this.#deps.mask.decision(element).masked === false;
    } catch {
      return false; // what cannot be decided is dropped by the walk; here it stays a secret
    }
  }

  /**
   * What style sheets write into masked elements is masked text too. Those that match nothing masked may do so later: all are asked,
   * or only what is new.
   */
  learnStyles(document: Document, { strings, pictures }: CssNames, all: boolean): void {
    const { mask } = this.#deps;
    const hidden = (said: Said): Element[] | undefined => this.#elementsOf(document, said)?.filter((hit) => this.isHidden(hit));
    for (const said of strings) {
      // By these rules: the next ones are asked again.
      if (this.#styled.has(said) || (!all && this.#asked.has(said))) continue;
      this.#asked.add(said);
      const hits = hidden(said);
      // A selector that only style sheets understand: nobody can say what it does not match.
      if (hits?.length === 0) continue;
      if (said.text !== null) {
        this.#styled.add(said);
        mask.taint.add(said.text);
      } else for (const hit of hits ?? []) this.#written(hit, said.selector);
    }
    for (const said of pictures) {
      if (!all && this.#asked.has(said)) continue;
      this.#asked.add(said);
      const shown = this.#elementsOf(document, said) ?? [];
      if (shown.length > 0 && shown.every((element) => this.isHidden(element))) this.#deps.seal(said.url, said.base);
    }
  }

  /** The sheet takes it from the element: from an attribute, or a property that is set far above it. */
  #written(element: Element, selector: string): void {
    const style = this.#deps.natives.getComputedStyle(element, /::?(?:before|after|marker)/.exec(selector)?.[0]);
    this.#deps.mask.taint.add(stringsIn(style.content));
  }

  /** Where its sheet counts. Undefined: only style sheets understand it. */
  #elementsOf(document: Document, { selector, owner }: Said): Element[] | undefined {
    const { natives: n } = this.#deps;
    const plain = selector.replace(PSEUDO, '');
    const root = owner && n.getRootNode(owner);
    try {
      const hits = root && n.nodeType(root) === 11 ? n.fragmentQueryAll(root as ShadowRoot, plain) : n.documentQueryAll(document, plain); // 11: a shadow root
      return Array.from(hits).slice(0, MAX_HITS);
    } catch {
      return undefined;
    }
  }

  isHidden(element: Element): boolean {
    const { natives: n, mask, table } = this.#deps;
    return table.get(element)?.masked === true || n.closest(element, mask.maskSelector) !== null;
  }
}
