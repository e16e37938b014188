/** Every language's words for the server, in its bundle alone. */
import type { Language } from './languages.ts';
import { words as enErrors } from './en/errors.ts';
import { words as enServer } from './en/server.ts';
import { words as frErrors } from './fr/errors.ts';
import { words as frServer } from './fr/server.ts';
import { words as itErrors } from './it/errors.ts';
import { words as itServer } from './it/server.ts';
import { words as esErrors } from './es/errors.ts';
import { words as esServer } from './es/server.ts';
import { words as deErrors } from './de/errors.ts';
import { words as deServer } from './de/server.ts';
import { words as ptErrors } from './pt/errors.ts';
import { words as ptServer } from './pt/server.ts';
import { words as jaErrors } from './ja/errors.ts';
import { words as jaServer } from './ja/server.ts';
import { words as arErrors } from './ar/errors.ts';
import { words as arServer } from './ar/server.ts';
import type { Translation } from './types.ts';

interface Catalogue {
  readonly errors: Translation<typeof enErrors>;
  readonly server: Translation<typeof enServer>;
}

export const catalogues: Readonly<Record<Language, Catalogue>> = {
  en: { errors: enErrors, server: enServer },
  fr: { errors: frErrors, server: frServer },
  it: { errors: itErrors, server: itServer },
  es: { errors: esErrors, server: esServer },
  de: { errors: deErrors, server: deServer },
  pt: { errors: ptErrors, server: ptServer },
  ja: { errors: jaErrors, server: jaServer },
  ar: { errors: arErrors, server: arServer },
};
