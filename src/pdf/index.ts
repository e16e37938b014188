/** Face of the program that shows a PDF: loaded by the runtime of a page that is one, with the browser's own functions. */
import type { PdfBoot } from '../shared/boot.ts';
import type { Policy } from '../shared/policy.ts';

/** Of the runtime's mask: what is asked of it here. */
export interface PdfMask {
  readonly policy: Policy;
  /** Values that are masked elsewhere in this document. */
  readonly taint: { holds(text: string): boolean };
}

export interface PdfHost {
  readonly boot: PdfBoot;
  /** Undefined: the rules are not here yet. */
  mask(): PdfMask | undefined;
  /** Is it under a mask by a rule? Undefined: it is not described, so nobody knows. */
  isMasked(element: Element): boolean | undefined;
  /** Never described. */
  own(node: Node): void;
  fault(error: unknown): void;
  readonly fetch: typeof fetch;
  worker(path: string): Worker;
}

export interface PdfView {
  /** Is what the element says hidden, though no rule points at it? */
  hides(element: Element): boolean;
  /** What must be painted over before a picture of this canvas leaves. Undefined: it must not leave. */
  cover(canvas: Element): Cover | undefined;
}

export interface Cover {
  /** Of the same version are the same picture and the same places. */
  readonly version: string;
  /** `scale`: of the picture to the canvas. */
  paint(context: CanvasRenderingContext2D, scale: number): void;
}
