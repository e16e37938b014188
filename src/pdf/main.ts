/** The program that shows a PDF (index.ts), as the runtime loads it. */
import { cover, hides } from './page-view.ts';
import { Viewer } from './viewer.ts';
import type { PdfHost, PdfView } from './index.ts';

export function showPdf(host: PdfHost): PdfView {
  new Viewer(host).start().catch((error: unknown) => host.fault(error));
  return { hides, cover };
}
