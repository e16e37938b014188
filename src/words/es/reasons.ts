import type { words as english } from '../en/reasons.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  gateway: 'es esta misma pasarela',
  name: 'en su nombre falta una parte',
  metadata: 'es un servicio de metadatos',
  port: 'su puerto no es de sitios web',
  portList: 'su puerto no está permitido aquí',
  private: 'su dirección es privada',
  other: 'respondió otra dirección',
  list: 'no está en la lista de sitios permitidos',
  site: 'es otro sitio',
  scheme: 'no es una dirección web',
  kind: 'no es PNG ni WebP',
  size: 'supera los 256 KB',
  pixels: 'supera los 2000 píxeles por lado',
};
