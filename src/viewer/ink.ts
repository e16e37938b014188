/** Ink over the replica: the same shapes on the same nodes as on the customer's page, and the guest's own hand. */
import { Clips, domOf, INK_STYLE, InkLayer, InkPad, outOfDrawing, type Anchor, type Hand, type HandTool, type Box } from '../ink/index.ts';
import type { Replica } from '../replica/index.ts';
import type { FrameId, NodeId, ParticipantId } from '../shared/ids.ts';
import type { InkAct, InkNews } from '../shared/ink.ts';
import type { Stage } from './stage.ts';
import { ink } from './strings.ts';

export interface ViewerInkDeps {
  readonly stage: Stage;
  readonly replica: () => Replica | undefined;
  readonly me: () => ParticipantId | undefined;
  readonly send: (act: InkAct) => boolean;
  readonly chosen: (tool: HandTool | null) => void;
}

export class ViewerInk {
  readonly #deps: ViewerInkDeps;
  readonly #layer: InkLayer;
  readonly #pad: InkPad;
  readonly #clips: Clips;

  constructor(deps: ViewerInkDeps) {
    this.#deps = deps;
    const { stage } = deps;
    const dom = domOf(document);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(INK_STYLE);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    const root = document.createElement('div');
    root.className = 'inks';
    stage.over.append(root);
    this.#clips = new Clips({
      parentOf: (element) => {
        const up = element.parentNode;
        return element.parentElement ?? (up && 'host' in up ? (up.host as Element) : null); // a shadow root's
      },
      styleOf: (element) => (element.ownerDocument.defaultView ?? window).getComputedStyle(element),
      boxOf: (element) => element.getBoundingClientRect(),
    });
    this.#layer = new InkLayer({
      dom,
      root,
      boxOf: (frame, node) => this.#boxOf(frame, node),
      person: (by) => stage.person(by),
      words: {
        drawn: (tool, name) => (name ? ink.drawnBy[tool]({ name }) : ink.drawn[tool]),
        stamp: ink.stamp,
      },
    });
    this.#pad = new InkPad({
      dom,
      root,
      layer: this.#layer,
      label: ink.pad,
      me: deps.me,
      // The page may be shown smaller than it is.
      pointOf: ({ clientX, clientY }) => {
        const { left, top } = stage.over.getBoundingClientRect();
        return { x: (clientX - left) / stage.scale, y: (clientY - top) / stage.scale };
      },
      size: () => stage.size,
      hit: (x, y) => this.#hit(x, y),
      send: deps.send,
      chosen: deps.chosen,
    });
  }

  news(news: InkNews): void {
    this.#layer.news(news);
    if (news.is === 'put' && news.item.by === this.#deps.me()) this.#pad.echoed();
  }

  hand(hand: Hand | undefined, focus: boolean): void {
    this.#pad.take(hand, focus);
  }

  moved(): void {
    this.#layer.move();
  }

  named(): void {
    this.#layer.named();
  }

  clear(): void {
    this.#layer.clear();
  }

  #boxOf(frame: FrameId, node: NodeId): Box | undefined {
    const found = this.#deps.replica()?.elementOf(frame, node);
    if (!found) return undefined;
    const { left, top, width, height } = found.element.getBoundingClientRect();
    if (!this.#clips.shows(found.element, { left, top, width, height }, performance.now())) return undefined;
    return { left: left + found.x, top: top + found.y, width, height };
  }

  #hit(x: number, y: number): Anchor | undefined {
    const hit = this.#deps.replica()?.elementAt(x, y);
    return (
      hit &&
      this.#anchor(
        hit.frame,
        outOfDrawing(hit.element, (element) => element.parentElement),
      )
    );
  }

  #anchor(frame: FrameId, from: Element): Anchor | undefined {
    const replica = this.#deps.replica();
    const found = replica?.idOf(frame, from);
    const at = found && replica?.elementOf(frame, found.node);
    if (!found || !at) return undefined;
    const { left, top, width, height } = found.element.getBoundingClientRect();
    return {
      frame,
      node: found.node,
      box: { left: left + at.x, top: top + at.y, width, height },
      around: () => (found.element.parentElement ? this.#anchor(frame, found.element.parentElement) : undefined),
    };
  }
}
