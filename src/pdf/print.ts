/** Prints the document, not the page around it: each of its pages as a picture on a sheet of its own, for the printer alone. */
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { PdfHost } from './index.ts';

/** Printed from here; a book is better printed by the program that the customer has for it. */
export const PRINT_PAGES_MAX = 200;
/** Dots of an inch, of which a point is a 72nd. */
const DPI = 150;
/** A viewer that never says that it is done printing keeps the pictures no longer (ms). */
const LONGEST_MS = 600_000;

export async function print(host: PdfHost, pdf: PDFDocumentProxy): Promise<void> {
  const holder = document.createElement('div');
  holder.className = 'prints';
  host.own(holder);
  document.body.append(holder);
  const urls: string[] = [];
  const clear = (): void => {
    window.removeEventListener('afterprint', clear);
    holder.remove();
    for (const url of urls.splice(0)) URL.revokeObjectURL(url);
  };
  try {
    for (let number = 1; number <= pdf.numPages; number++) {
      const page = await pdf.getPage(number);
      const viewport = page.getViewport({ scale: DPI / 72 });
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [Math.ceil(viewport.width), Math.ceil(viewport.height)];
      await page.render({ canvas, viewport, intent: 'print' }).promise;
      const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.9));
      canvas.width = canvas.height = 0;
      if (!blob) throw new Error('a page could not be made into a picture');
      const image = document.createElement('img');
      image.alt = '';
      image.src = URL.createObjectURL(blob);
      urls.push(image.src);
      await image.decode();
      holder.append(image);
      page.cleanup();
    }
    window.addEventListener('afterprint', clear);
    window.print();
    setTimeout(clear, LONGEST_MS);
  } catch (error) {
    clear();
    throw error;
  }
}
