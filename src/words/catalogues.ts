/** Every language's words for the server, in its bundle alone. */
import type { Language } from './languages.ts';
import { words as enErrors } from './en/errors.ts';
import { words as enPdf } from './en/pdf.ts';
import { words as enReasons } from './en/reasons.ts';
import { words as enServer } from './en/server.ts';
import { words as frErrors } from './fr/errors.ts';
import { words as frPdf } from './fr/pdf.ts';
import { words as frReasons } from './fr/reasons.ts';
import { words as frServer } from './fr/server.ts';
import { words as itErrors } from './it/errors.ts';
import { words as itPdf } from './it/pdf.ts';
import { words as itReasons } from './it/reasons.ts';
import { words as itServer } from './it/server.ts';
import { words as esErrors } from './es/errors.ts';
import { words as esPdf } from './es/pdf.ts';
import { words as esReasons } from './es/reasons.ts';
import { words as esServer } from './es/server.ts';
import { words as deErrors } from './de/errors.ts';
import { words as dePdf } from './de/pdf.ts';
import { words as deReasons } from './de/reasons.ts';
import { words as deServer } from './de/server.ts';
import { words as ptErrors } from './pt/errors.ts';
import { words as ptPdf } from './pt/pdf.ts';
import { words as ptReasons } from './pt/reasons.ts';
import { words as ptServer } from './pt/server.ts';
import { words as jaErrors } from './ja/errors.ts';
import { words as jaPdf } from './ja/pdf.ts';
import { words as jaReasons } from './ja/reasons.ts';
import { words as jaServer } from './ja/server.ts';
import { words as arErrors } from './ar/errors.ts';
import { words as arPdf } from './ar/pdf.ts';
import { words as arReasons } from './ar/reasons.ts';
import { words as arServer } from './ar/server.ts';
import type { Translation } from './types.ts';

interface Catalogue {
  readonly errors: Translation<typeof enErrors>;
  readonly pdf: Translation<typeof enPdf>;
  readonly reasons: Translation<typeof enReasons>;
  readonly server: Translation<typeof enServer>;
}

export const catalogues: Readonly<Record<Language, Catalogue>> = {
  en: { errors: enErrors, pdf: enPdf, reasons: enReasons, server: enServer },
  fr: { errors: frErrors, pdf: frPdf, reasons: frReasons, server: frServer },
  it: { errors: itErrors, pdf: itPdf, reasons: itReasons, server: itServer },
  es: { errors: esErrors, pdf: esPdf, reasons: esReasons, server: esServer },
  de: { errors: deErrors, pdf: dePdf, reasons: deReasons, server: deServer },
  pt: { errors: ptErrors, pdf: ptPdf, reasons: ptReasons, server: ptServer },
  ja: { errors: jaErrors, pdf: jaPdf, reasons: jaReasons, server: jaServer },
  ar: { errors: arErrors, pdf: arPdf, reasons: arReasons, server: arServer },
};
