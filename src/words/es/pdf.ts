/** Español: see en/pdf.ts. */
import type { words as english } from '../en/pdf.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  tools: 'Documento',
  page: 'Página',
  of: 'de {count}',
  pageOf: 'Página {page} de {count}',
  previous: 'Página anterior',
  next: 'Página siguiente',
  smaller: 'Reducir',
  larger: 'Ampliar',
  zoom: '{percent} %',
  find: 'Buscar en este documento',
  found: '{at} de {count}',
  foundNone: 'No se ha encontrado',
  findNext: 'Buscar siguiente',
  print: 'Imprimir',
  save: 'Guardar',
  opening: 'Abriendo el documento…',
  printing: 'Preparando la impresión…',
  broken: 'Este documento está dañado y no se puede mostrar aquí.',
  tooLarge: 'Este documento es demasiado grande para mostrarlo aquí.',
  gone: 'No se ha podido cargar el documento. Vuelva a cargar esta página.',
  locked: 'Este documento está protegido con una contraseña.',
  password: 'Contraseña del documento',
  wrongPassword: 'La contraseña no es correcta. Inténtelo de nuevo.',
  open: 'Abrir',
  again: 'Volver a cargar',
  saveOriginal: 'Guardar el original',
  noPrint: 'Este documento es demasiado largo para imprimirlo desde aquí. Guárdelo e imprima el archivo.',
};
