/** Every language's words for the server, in its bundle alone. */
import type { Language } from './languages.ts';
import { words as enErrors } from './en/errors.ts';
import { words as enReasons } from './en/reasons.ts';
import { words as enServer } from './en/server.ts';
import { words as frErrors } from './fr/errors.ts';
import { words as frReasons } from './fr/reasons.ts';
import { words as frServer } from './fr/server.ts';
import { words as itErrors } from './it/errors.ts';
import { words as itReasons } from './it/reasons.ts';
import { words as itServer } from './it/server.ts';
import { words as esErrors } from './es/errors.ts';
import { words as esReasons } from './es/reasons.ts';
import { words as esServer } from './es/server.ts';
import { words as deErrors } from './de/errors.ts';
import { words as deReasons } from './de/reasons.ts';
import { words as deServer } from './de/server.ts';
import { words as ptErrors } from './pt/errors.ts';
import { words as ptReasons } from './pt/reasons.ts';
import { words as ptServer } from './pt/server.ts';
import { words as jaErrors } from './ja/errors.ts';
import { words as jaReasons } from './ja/reasons.ts';
import { words as jaServer } from './ja/server.ts';
import { words as arErrors } from './ar/errors.ts';
import { words as arReasons } from './ar/reasons.ts';
import { words as arServer } from './ar/server.ts';
import type { Translation } from './types.ts';

interface Catalogue {
  readonly errors: Translation<typeof enErrors>;
  readonly reasons: Translation<typeof enReasons>;
  readonly server: Translation<typeof enServer>;
}

export const catalogues: Readonly<Record<Language, Catalogue>> = {
  en: { errors: enErrors, reasons: enReasons, server: enServer },
  fr: { errors: frErrors, reasons: frReasons, server: frServer },
  it: { errors: itErrors, reasons: itReasons, server: itServer },
  es: { errors: esErrors, reasons: esReasons, server: esServer },
  de: { errors: deErrors, reasons: deReasons, server: deServer },
  pt: { errors: ptErrors, reasons: ptReasons, server: ptServer },
  ja: { errors: jaErrors, reasons: jaReasons, server: jaServer },
  ar: { errors: arErrors, reasons: arReasons, server: arServer },
};
