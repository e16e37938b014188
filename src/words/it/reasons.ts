import type { words as english } from '../en/reasons.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  gateway: 'è questo stesso gateway',
  name: 'nel suo nome manca una parte',
  metadata: 'è un servizio di metadati',
  port: 'la sua porta non è per siti web',
  portList: 'la sua porta non è consentita qui',
  private: 'il suo indirizzo è privato',
  other: 'ha risposto un altro indirizzo',
  list: 'non è nell’elenco dei siti consentiti',
  site: 'è un altro sito',
  scheme: 'non è un indirizzo web',
  kind: 'non è né PNG né WebP',
  size: 'supera 256 KB',
  pixels: 'supera 2000 pixel per lato',
};
