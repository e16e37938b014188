/** Nodes of the room's copy: how they hang together, and how they are written down again. */
import { type DomNode, type ElementExtra, type ElementNode } from '../shared/dom-ops.ts';
import type { NodeId } from '../shared/ids.ts';
import { movedOn } from './moving.ts';
import { bare, playedOn } from './pictures.ts';

interface Container {
  first: TreeNode | undefined;
  last: TreeNode | undefined;
}

export interface TreeText {
  readonly kind: 'text';
  readonly id: NodeId;
  parent: Parent | undefined;
  next: TreeNode | undefined;
  previous: TreeNode | undefined;
  text: string;
  masked: boolean;
}

export type State = { -readonly [Key in keyof Omit<ElementExtra, 'ns' | 'shadow' | 'scroll' | 'flags'>]: ElementExtra[Key] };

export interface TreeElement extends Container {
  readonly kind: 'element';
  readonly id: NodeId;
  readonly tag: string;
  readonly ns: 0 | 1 | 2;
  parent: Parent | undefined;
  next: TreeNode | undefined;
  previous: TreeNode | undefined;
  readonly attributes: Map<string, string>;
  flags: number;
  /** Was a field for a secret once ("show password" makes it text): no longer to be bared. */
  isProtected: boolean;
  state: State;
  scroll: readonly [number, number] | undefined;
  /** When its `moving` was told, by the clock of this process: who joins later is told how far it has got. */
  movingSince: number;
  mediaSince: number;
  shadow: TreeShadow | undefined;
}

export interface TreeShadow extends Container {
  readonly kind: 'shadow';
  /** Minus the host's id. */
  readonly id: NodeId;
  readonly host: TreeElement;
  readonly mode: 'open' | 'closed';
  adopted: readonly number[];
}

export interface TreeRoot extends Container {
  readonly kind: 'root';
  readonly id: 0;
}

export type TreeNode = TreeText | TreeElement;
export type Parent = TreeElement | TreeShadow | TreeRoot;

export function up(at: Parent | TreeNode): Parent | undefined {
  if (at.kind === 'root') return undefined;
  return at.kind === 'shadow' ? at.host : at.parent;
}

export function isStyle(node: Parent | undefined): boolean {
  return node?.kind === 'element' && node.tag.toLowerCase() === 'style';
}

export function isInside(node: Parent, ancestor: TreeNode): boolean {
  for (let at: Parent | undefined = node; at; at = up(at)) if (at === ancestor) return true;
  return false;
}

export function depthOf(node: Parent): number {
  let depth = 0;
  for (let at: Parent | undefined = node; at; at = up(at)) depth++;
  return depth - 1;
}

export function heightOf(node: TreeNode): number {
  if (node.kind === 'text') return 1;
  let height = 0;
  for (let child = node.first; child; child = child.next) height = Math.max(height, heightOf(child));
  for (let child = node.shadow?.first; child; child = child.next) height = Math.max(height, heightOf(child));
  return height + 1;
}

export function link(parent: Parent, before: TreeNode | undefined, node: TreeNode): void {
  node.parent = parent;
  node.next = before;
  node.previous = before ? before.previous : parent.last;
  if (node.previous) node.previous.next = node;
  else parent.first = node;
  if (before) before.previous = node;
  else parent.last = node;
}

export function unlink(node: TreeNode): void {
  const { parent } = node;
  if (!parent) return;
  if (node.previous) node.previous.next = node.next;
  else parent.first = node.next;
  if (node.next) node.next.previous = node.previous;
  else parent.last = node.previous;
}

function writeNode(node: TreeNode): DomNode {
  if (node.kind === 'text') return node.masked ? [node.id, node.text, 1] : [node.id, node.text];
  return writeElement(node);
}

/** Without pictures of canvases: they follow by themselves (picture-lane.ts). */
export function writeElement(element: TreeElement): ElementNode {
  const { ns, flags, scroll, shadow } = element;
  const extra: ElementExtra = {
    ...bare(element.state),
    ...(element.state.moving ? { moving: movedOn(element.state.moving, performance.now() - element.movingSince) } : {}),
    ...(element.state.media ? { media: playedOn(element.state.media, performance.now() - element.mediaSince) } : {}),
    ...(ns ? { ns } : {}),
    ...(flags ? { flags } : {}),
    ...(scroll ? { scroll } : {}),
    ...(shadow
      ? { shadow: { mode: shadow.mode, children: writeChildren(shadow), ...(shadow.adopted.length ? { adopted: shadow.adopted } : {}) } }
      : {}),
  };
  const attributes = [...element.attributes].flat();
  const children = writeChildren(element);
  return Object.keys(extra).length
    ? [element.id, element.tag, attributes, children, extra]
    : [element.id, element.tag, attributes, children];
}

function writeChildren(parent: Container): DomNode[] {
  const nodes: DomNode[] = [];
  for (let child = parent.first; child; child = child.next) nodes.push(writeNode(child));
  return nodes;
}
