/** Where this document's user is: over what the pointer stands, what it presses, what has the focus, what is selected. Told when it is another than was told. */
import { selectionPlaces, type DomOp, type Keyframe, type Selected } from '../../shared/dom-ops.ts';
import type { HostPage } from '../page.ts';
import { isHiddenChoice } from './measures.ts';
import type { NodeTable } from './node-table.ts';

const nothing: Selected = [0, 0, 0, 0];
const SELECTABLE = /^(?:text|search|url|tel)$/;

export interface AttentionDeps {
  readonly page: HostPage;
  readonly table: NodeTable;
  readonly shadowOf: (element: Element) => ShadowRoot | undefined;
  /** Is the text told as it is? Offsets in another one would tell how long the part is that was taken out. */
  readonly isTold: (text: string, node: Node | undefined) => boolean;
}

export class Attention {
  readonly #deps: AttentionDeps;
  #hovered: Node | undefined;
  #pressed: Node | undefined;
  /** What was told last: texts, to be compared. */
  #told = { over: '', focus: '', select: '' };
  isDirty = false;

  constructor(deps: AttentionDeps) {
    this.#deps = deps;
  }

  /** A pointer event of this document; `target` is the deepest node it is for. */
  pointer(event: PointerEvent, target: Node): void {
    // A finger hovers over nothing; what a script makes up is none of the customer's hand.
    if (!event.isTrusted || event.pointerType === 'touch') return;
    if (event.type === 'pointerover') this.#hovered = target;
    else if (event.type === 'pointerout' && event.relatedTarget === null) this.#hovered = undefined;
    else if (event.type === 'pointerdown') this.#pressed = target;
    else if (event.type === 'pointerup' || event.type === 'pointercancel') this.#pressed = undefined;
    else return;
    this.isDirty = true;
  }

  /** For a keyframe: all of it. */
  now(): Pick<Keyframe, 'focus' | 'focusVisible' | 'over' | 'select'> {
    this.#told = { over: '', focus: '', select: '' };
    const [over, focus, select] = [this.#over(), this.#focus(), this.#selected()];
    this.#told = { over: over.join(), focus: focus.join(), select: select.join() };
    this.isDirty = false;
    return { focus: focus[0], ...(focus[1] ? { focusVisible: true } : {}), over, select };
  }

  /** Texts that were written: a guest's selection in them has moved with the letters, and is put right. */
  written(ops: readonly DomOp[]): void {
    if (this.#told.select === '' || this.#told.select === nothing.join()) return;
    const [anchor, , focus] = this.#told.select.split(',').map(Number);
    if (!ops.some((op) => op[0] === 'text' && (op[1] === anchor || op[1] === focus))) return;
    this.#told.select = '';
    this.isDirty = true;
  }

  /** After a flush: what is another now. */
  ops(byGuest: boolean): DomOp[] {
    const ops: DomOp[] = [];
    if (!this.isDirty) return ops;
    this.isDirty = false;
    const [over, focus, select] = [this.#over(), this.#focus(), this.#selected()];
    if (over.join() !== this.#told.over) ops.push(['over', ...over]);
    if (focus.join() !== this.#told.focus) ops.push(byGuest ? ['focus', ...focus, 1] : ['focus', ...focus]);
    if (select.join() !== this.#told.select) ops.push(['select', ...select]);
    this.#told = { over: over.join(), focus: focus.join(), select: select.join() };
    return ops;
  }

  #over(): [number, number] {
    return [this.#nearest(this.#hovered), this.#nearest(this.#pressed)];
  }

  #focus(): [number, 0 | 1] {
    const { natives: n } = this.#deps.page;
    const active = this.#active();
    const { table } = this.#deps;
    const id = !active || isHiddenChoice(n, table, active) ? 0 : ((table.coverOf(active) ?? table.get(active))?.id ?? 0);
    return [id, id !== 0 && active && n.matches(active, ':focus-visible') ? 1 : 0];
  }

  #selected(): Selected {
    const { page, table } = this.#deps;
    const { natives: n, document } = page;
    const active = this.#active();
    const tag = active ? n.localName(active) : '';
    if (active && (tag === 'textarea' || (tag === 'input' && SELECTABLE.test(n.inputType(active as HTMLInputElement))))) {
      // the tag says so, here and below
      const entry = table.get(active);
      if (!entry || entry.masked) return nothing;
      const [from, to] =
        tag === 'textarea'
          ? [n.textAreaSelectionStart(active as HTMLTextAreaElement), n.textAreaSelectionEnd(active as HTMLTextAreaElement)]
          : [n.inputSelectionStart(active as HTMLInputElement) ?? 0, n.inputSelectionEnd(active as HTMLInputElement) ?? 0];
      if (
        !this.#deps.isTold(
          tag === 'textarea' ? n.textAreaValue(active as HTMLTextAreaElement) : n.inputValue(active as HTMLInputElement),
          undefined,
        )
      )
        return nothing;
      // A caret that stands in a field is nothing that anybody can see elsewhere.
      return from === to ? nothing : [entry.id, from, entry.id, to];
    }
    const selection = n.getSelection(document);
    // A caret in edited content is where the next letter goes, also a guest's.
    const isEdited = active !== null && n.isContentEditable(active as HTMLElement); // HTML elements have it, others read undefined
    if (!selection || (n.selectionIsCollapsed(selection) && !isEdited)) return nothing;
    const anchor = this.#placeOf(n.selectionAnchor(selection), n.selectionAnchorOffset(selection));
    const focus = this.#placeOf(n.selectionFocus(selection), n.selectionFocusOffset(selection));
    return anchor && focus ? [...anchor, ...focus] : nothing;
  }

  /** Undefined: no node that the room has, or one whose text is hidden (how far into it would tell its length). */
  #placeOf(node: Node | null, offset: number): [number, number] | undefined {
    const { natives: n } = this.#deps.page;
    const entry = this.#deps.table.get(node);
    if (!node || !entry || entry.masked) return undefined;
    if (n.nodeType(node) !== 1) return this.#deps.isTold(n.data(node as Text), node) ? [entry.id, offset] : undefined; // 1: an element; the others that have one are text
    if (entry.leaf) return [entry.id, selectionPlaces.before];
    let child = n.firstChild(node);
    for (let at = 0; child && at < offset; at++) child = n.nextSibling(child);
    for (; child; child = n.nextSibling(child)) {
      const inside = this.#deps.table.get(child);
      if (inside?.parent === entry.id) return [inside.id, selectionPlaces.before];
    }
    return [entry.id, selectionPlaces.inside];
  }

  #active(): Element | null {
    const { page, shadowOf } = this.#deps;
    const { natives: n } = page;
    let active = n.activeElement(page.document);
    for (let root = active && shadowOf(active); root?.activeElement; root = active && shadowOf(active)) active = root.activeElement;
    return active;
  }

  #nearest(node: Node | undefined): number {
    const { natives: n } = this.#deps.page;
    for (let at: Node | null = node ?? null; at; at = n.parentNode(at) ?? (n.nodeType(at) === 11 ? n.shadowHost(at as ShadowRoot) : null)) {
      // 11: a shadow root, 1: an element
      const entry = n.nodeType(at) === 1 ? this.#deps.table.get(at) : undefined;
      if (entry && isHiddenChoice(n, this.#deps.table, at as Element)) return 0; // as above
      if (entry) return (this.#deps.table.coverOf(at) ?? entry).id;
    }
    return 0;
  }
}
