/** Edited content in the replica: it is the host's document, so a guest's choices in it are told and nothing is changed here first. */
import { selectionPlaces } from '../shared/dom-ops.ts';
import type { NodeId } from '../shared/ids.ts';
import { elementOf, isField, isText, refusalOf } from './fields.ts';
import type { GestureDeps } from './gesture-deps.ts';
import { typeOf } from './tree.ts';

export class Editing {
  readonly #deps: GestureDeps;
  /** What stood there before an input method wrote into it. */
  #composed: { host: Element; nodes: { node: Node; children: Node[]; data: string | null }[] } | undefined;

  constructor(deps: GestureDeps) {
    this.#deps = deps;
  }

  /** What is selected in edited content; nothing when that is a caret, which a click has put already. */
  tellSelection(target: Node): void {
    const element = elementOf(target);
    if (isField(element) || !isText(element) || refusalOf(target)) return;
    const selection = this.#deps.replica.document.getSelection();
    const found = this.#deps.replica.nearest(editingHost(element));
    if (!found || !selection?.anchorNode || !selection.focusNode || selection.isCollapsed) return;
    const anchor = this.#pointOf(selection.anchorNode, selection.anchorOffset);
    const focus = this.#pointOf(selection.focusNode, selection.focusOffset);
    if (!anchor || !focus) return;
    this.#deps.act({ kind: 'select', frame: this.#deps.frame, node: found.id, range: [...anchor, ...focus] }, 0);
  }

  beforeComposing(target: Node): void {
    const element = elementOf(target);
    this.#composed = undefined;
    if (isField(element) || !isText(element)) return;
    const host = editingHost(element);
    const nodes: { node: Node; children: Node[]; data: string | null }[] = [];
    const visit = (node: Node): void => {
      nodes.push({ node, children: [...node.childNodes], data: node.nodeValue });
      node.childNodes.forEach(visit);
    };
    visit(host);
    this.#composed = { host, nodes };
  }

  /** False: nothing was composed in edited content. No event can keep an input method from writing: what it wrote is taken back, and comes again from the host. */
  afterComposing(text: string): boolean {
    if (!this.#composed) return false;
    const { host, nodes } = this.#composed;
    this.#composed = undefined;
    for (const { node, children, data } of nodes) {
      if (node.nodeValue !== data) node.nodeValue = data;
      if (children.length !== node.childNodes.length || children.some((child, at) => child !== node.childNodes.item(at)))
        (node as Element).replaceChildren(...children); // what has children is one
    }
    const found = this.#deps.replica.nearest(host);
    if (!found || text === '') return true;
    const { frame } = this.#deps;
    this.#deps.act({ kind: 'insert', frame, node: found.id, text, start: -1, end: -1, inputType: 'insertCompositionText' }, found.id);
    return true;
  }

  #pointOf(node: Node, offset: number): [NodeId, number] | undefined {
    const id = this.#deps.replica.idOf(node);
    if (id === undefined || typeOf(node) !== 1) return id === undefined ? undefined : [id, offset]; // 1: an element
    const child = node.childNodes.item(offset) as ChildNode | null; // none behind the last
    const inside = child && this.#deps.replica.idOf(child);
    return inside === null || inside === undefined ? [id, selectionPlaces.inside] : [inside, selectionPlaces.before];
  }
}

export function editingHost(element: Element): Element {
  let host = element;
  while (host.parentElement && 'isContentEditable' in host.parentElement && host.parentElement.isContentEditable === true)
    host = host.parentElement;
  return host;
}
