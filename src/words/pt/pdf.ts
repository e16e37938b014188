/** Português: see en/pdf.ts. */
import type { words as english } from '../en/pdf.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  tools: 'Documento',
  page: 'Página',
  of: 'de {count}',
  pageOf: 'Página {page} de {count}',
  previous: 'Página anterior',
  next: 'Página seguinte',
  smaller: 'Reduzir',
  larger: 'Ampliar',
  zoom: '{percent} %',
  find: 'Procurar neste documento',
  found: '{at} de {count}',
  foundNone: 'Não encontrado',
  findNext: 'Procurar seguinte',
  print: 'Imprimir',
  save: 'Guardar',
  opening: 'A abrir o documento…',
  printing: 'A preparar a impressão…',
  broken: 'Este documento está danificado e não pode ser mostrado aqui.',
  tooLarge: 'Este documento é demasiado grande para ser mostrado aqui.',
  gone: 'Não foi possível carregar o documento. Carregue novamente esta página.',
  locked: 'Este documento está protegido por uma palavra-passe.',
  password: 'Palavra-passe do documento',
  wrongPassword: 'Esta palavra-passe não está correta. Tente novamente.',
  open: 'Abrir',
  again: 'Carregar novamente',
  saveOriginal: 'Guardar o original',
  noPrint: 'Este documento é demasiado longo para ser impresso a partir daqui. Guarde-o e imprima o ficheiro.',
};
