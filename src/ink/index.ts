/** Ink: what people draw on a page, and the hand that draws it. */
export { domOf } from './dom.ts';
export type { InkDom } from './dom.ts';
export { Clips, outOfDrawing } from './clips.ts';
export type { Box } from './geometry.ts';
export { startInk } from './host.ts';
export type { HostInk, HostInkDeps } from './host.ts';
export { InkLayer } from './layer.ts';
export type { InkWords } from './layer.ts';
export { InkPad, toolKeys } from './pad.ts';
export type { Anchor, Hand, HandTool } from './pad.ts';
export { INK_STYLE } from './style.ts';
export type { PageWords } from './page-words.ts';
export { inkWords } from './words.ts';
export { createTools, DrawButton, handOf, ToolBar } from './tool-bar.tsx';
export type { Tools, ToolWords } from './tool-bar.tsx';
