/** Deutsch: see en/server.ts. */
import type { words as english } from '../en/server.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  titles: {
    board: 'Samepage: Tafel',
    console: 'Samepage',
    consent: 'Diese Seite gemeinsam ansehen',
    dock: 'Samepage: Wer zusieht',
    end: 'Die Sitzung ist beendet',
    enter: 'Start',
    help: 'Hilfe zu dieser Seite',
    join: 'Mit Ihrem Berater verbinden',
    preview: 'Was Ihr Berater sieht',
    share: 'Mehr als die Seite zeigen',
    viewer: 'Samepage: Ansicht der Seite',
    watch: 'Bildschirm und Sprache',
  },
  noscript: 'Diese Seite benötigt JavaScript. Aktivieren Sie es in den Einstellungen Ihres Browsers und öffnen Sie den Link dann erneut.',
  noscriptConsole: 'Die Konsole benötigt JavaScript.',
  starting: 'Wird gestartet…',
};
