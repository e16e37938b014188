/**
 * Ink in a page of a target: a program of its own, loaded by the runtime when the first ink comes or the customer takes up a
 * tool. Everything of the page is handed in; it stands in the closed shadow root of our one element.
 */
import type { FrameId, NodeId, ParticipantId } from '../shared/ids.ts';
import type { InkAct, InkNews } from '../shared/ink.ts';
import type { PageWords } from './page-words.ts';
import { Clips, outOfDrawing, type ClipDeps } from './clips.ts';
import type { InkDom } from './dom.ts';
import type { Box } from './geometry.ts';
import { InkLayer, type InkWords } from './layer.ts';
import { InkPad, type Anchor, type Hand, type HandTool } from './pad.ts';
import { INK_STYLE } from './style.ts';
import { inkWords } from './words.ts';

export interface HostInkDeps extends ClipDeps {
  readonly dom: InkDom;
  /** Where it goes, and how its looks get there: the site's policy stops style elements. */
  readonly root: Node;
  readonly addStyle: (css: string) => void;
  readonly frame: () => FrameId;
  /** Of nodes of this document that the room knows. */
  readonly elementOf: (node: NodeId) => Element | undefined;
  readonly idOf: (element: Element) => NodeId | undefined;
  readonly elementAt: (x: number, y: number) => Element | undefined;
  readonly person: (by: ParticipantId) => { readonly name: string; readonly color: string } | undefined;
  /** Undefined until the dock has spoken: English. */
  readonly words: () => PageWords | undefined;
  readonly customer: () => ParticipantId | undefined;
  readonly size: () => { readonly width: number; readonly height: number };
  readonly send: (act: InkAct) => boolean;
  readonly chosen: (tool: HandTool | null) => void;
}

export interface HostInk {
  news(news: InkNews): void;
  hand(hand: Hand | undefined, focus: boolean): void;
  /** The page scrolled, or changed. */
  moved(): void;
  named(): void;
  close(): void;
}

export function startInk(deps: HostInkDeps): HostInk {
  const { dom } = deps;
  deps.addStyle(INK_STYLE);
  const root = dom.create('div');
  dom.attr(root, 'class', 'inks fixed');
  dom.append(deps.root, root);
  const clips = new Clips(deps);
  const boxOf = (frame: FrameId, node: NodeId): Box | undefined => {
    const element = frame === deps.frame() ? deps.elementOf(node) : undefined;
    if (!element) return undefined;
    const box = deps.boxOf(element);
    return clips.shows(element, box, dom.now()) ? box : undefined;
  };
  const anchorOf = (from: Element | null | undefined): Anchor | undefined => {
    for (let at = from; at; at = deps.parentOf(at)) {
      const element = at;
      const node = deps.idOf(element);
      if (node === undefined) continue;
      return { frame: deps.frame(), node, box: deps.boxOf(element), around: () => anchorOf(deps.parentOf(element)) };
    }
    return undefined;
  };
  const words: InkWords = {
    drawn(tool, name) {
      const said = deps.words();
      if (!said) return inkWords.drawn(tool, name);
      return name ? said.drawnBy[tool][0] + name + said.drawnBy[tool][1] : said.drawn[tool];
    },
    get stamp() {
      return deps.words()?.stamp ?? inkWords.stamp;
    },
  };
  const layer = new InkLayer({ dom, root, boxOf, person: deps.person, words });
  const pad = new InkPad({
    dom,
    root,
    layer,
    get label() {
      return deps.words()?.pad ?? inkWords.pad;
    },
    me: deps.customer,
    pointOf: ({ clientX, clientY }) => ({ x: clientX, y: clientY }),
    size: deps.size,
    hit: (x, y) => {
      const hit = deps.elementAt(x, y);
      return hit && anchorOf(outOfDrawing(hit, deps.parentOf));
    },
    send: deps.send,
    chosen: deps.chosen,
  });
  return {
    news(news) {
      layer.news(news);
      if (news.is === 'put' && news.item.by === deps.customer()) pad.echoed();
    },
    hand: (hand, focus) => pad.take(hand, focus),
    moved: () => layer.move(),
    named: () => layer.named(),
    close() {
      pad.take(undefined);
      layer.clear();
      dom.remove(root);
    },
  };
}
