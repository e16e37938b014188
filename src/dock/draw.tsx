/** The customer's drawing tools: the page around the dock is what is drawn on, so the hand is told to it. */
import { effect, untracked } from '@preact/signals';
import { createTools, handOf, ToolBar } from '../ink/index.ts';
import type { InkAct, InkHand } from '../shared/ink.ts';
import { ink } from './strings.ts';

export const tools = createTools('#d6336c');

type ToPage =
  { readonly type: 'hand'; readonly hand: InkHand | null; readonly focus: boolean } | { readonly type: 'ink'; readonly act: InkAct };

export interface DrawDeps {
  readonly tellPage: (message: ToPage) => void;
  /** The room takes the page's word for the customer's ink only while the tools are out. */
  readonly tellRoom: (message: { readonly type: 'drawing'; readonly on: boolean }) => void;
  readonly resized: () => void;
}

let deps: DrawDeps | undefined;

export function startDrawing(given: DrawDeps): void {
  deps = given;
  let was = false;
  effect(() => {
    const on = tools.open.value;
    if (on !== was) given.tellRoom({ type: 'drawing', on });
    was = on;
  });
  effect(() => {
    void [tools.open.value, tools.tool.value];
    // Of the tools alone: what the dock looks at for its size (is the panel open?) must not fold the panel.
    untracked(() => given.resized());
  });
}

/** Pixels that the bar takes in the dock now. */
export function toolsHeight(): number {
  return tools.open.value ? (tools.tool.value === 'stamp' ? 136 : 94) : 0;
}

/** After a reconnect the room has forgotten. */
export function drawingAgain(): void {
  if (tools.open.value) deps?.tellRoom({ type: 'drawing', on: true });
}

/** The hand on the page chose another tool, or put it away. */
export function handChosen(tool: unknown): void {
  if (!tools.open.value) return;
  const known = [...toolNames].find((one) => one === tool);
  tools.tool.value = known ?? null;
  changed(known !== undefined);
}

const toolNames: ReadonlySet<InkHand['tool']> = new Set<InkHand['tool']>(['laser', 'pen', 'vanish', 'arrow', 'box', 'highlight', 'stamp']);

export function putToolsAway(): void {
  if (!tools.open.value) return;
  tools.open.value = false;
  tools.tool.value = null;
  changed(false);
}

function changed(focus: boolean): void {
  deps?.tellPage({ type: 'hand', hand: handOf(tools), focus });
}

export function DrawBar() {
  return (
    <div class="draw-bar">
      <ToolBar tools={tools} words={ink} changed={changed} act={(act) => deps?.tellPage({ type: 'ink', act })} />
    </div>
  );
}
