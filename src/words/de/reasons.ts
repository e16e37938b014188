import type { words as english } from '../en/reasons.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  gateway: 'das ist dieses Gateway selbst',
  name: 'in seinem Namen fehlt ein Teil',
  metadata: 'das ist ein Metadatendienst',
  port: 'der Port ist nicht für Websites',
  portList: 'der Port ist hier nicht erlaubt',
  private: 'die Adresse ist privat',
  other: 'eine andere Adresse hat geantwortet',
  list: 'sie steht nicht auf der Liste der erlaubten Websites',
  site: 'das ist eine andere Website',
  scheme: 'das ist keine Webadresse',
  kind: 'es ist weder PNG noch WebP',
  size: 'es ist größer als 256 KB',
  pixels: 'es hat mehr als 2000 Pixel je Seite',
};
