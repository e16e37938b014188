/** Português: see en/talk.ts. */
import type { words as english } from '../en/talk.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  title: 'Chat',
  label: 'Mensagem',
  send: 'Enviar',
  copied: 'Copiado',
  news: 'Novas',
  copy: 'Copiar esta mensagem',
  save: 'Salvar como texto',
  file: 'chat',
  kept: 'Este chat é guardado.',
  mention: 'A quem se refere',
  answers: 'Respostas prontas',
  presence: { elsewhere: 'em outra aba', idle: 'sem atividade', reconnecting: 'reconectando…' },
  slow: 'conexão lenta',
};
