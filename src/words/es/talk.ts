/** Español: see en/talk.ts. */
import type { words as english } from '../en/talk.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  title: 'Chat',
  label: 'Mensaje',
  send: 'Enviar',
  copied: 'Copiado',
  news: 'Nuevo',
  copy: 'Copiar este mensaje',
  save: 'Guardar como texto',
  file: 'chat',
  kept: 'Este chat se conserva.',
  mention: 'A quién se refiere',
  answers: 'Respuestas preparadas',
  presence: { elsewhere: 'en otra pestaña', idle: 'sin actividad', reconnecting: 'reconectando…' },
  slow: 'conexión lenta',
};
