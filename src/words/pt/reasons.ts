import type { words as english } from '../en/reasons.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  gateway: 'é este próprio gateway',
  name: 'falta uma parte no seu nome',
  metadata: 'é um serviço de metadados',
  port: 'a porta não é de sites',
  portList: 'a porta não é permitida aqui',
  private: 'o endereço é privado',
  other: 'outro endereço respondeu',
  list: 'não está na lista de sites permitidos',
  site: 'é outro site',
  scheme: 'não é um endereço web',
  kind: 'não é PNG nem WebP',
  size: 'passa de 256 KB',
  pixels: 'passa de 2000 pixels por lado',
};
