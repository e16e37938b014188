/** A page of ours that shows a PDF: its program is a file of its own, given the browser's own functions and this page's mask. */
import { ownPaths, type PdfBoot } from '../shared/boot.ts';
import type { PdfHost, PdfView } from '../pdf/index.ts';
import type { Capture } from './capture/capture.ts';
import type { HostPage } from './page.ts';

export async function loadPdf(page: HostPage, boot: PdfBoot, capture: Capture): Promise<void> {
  const { natives: n } = page;
  const { origin } = n.location;
  try {
    // Our own file, whose face this is. An import carries the nonce of the script that asks for it.
    const address = `${origin}${ownPaths.pdf}?v=${boot.version.slice(0, boot.version.length / 2)}`;
    const program = (await import(address)) as { showPdf(host: PdfHost): PdfView };
    capture.samples.paper = program.showPdf({
      boot,
      mask: () => capture.mask,
      isMasked: (element) => capture.table.get(element)?.masked,
      own: (node) => capture.addOwn(node),
      fault: (error) => page.fault(error),
      fetch: n.fetch,
      worker: (path) => new n.Worker(origin + path),
    });
  } catch (error) {
    page.fault(error);
  }
}
