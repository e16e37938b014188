/** Português: see en/friend.ts. */
import type { words as english } from '../en/friend.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  open: 'Convidar alguém',
  see: 'Essa pessoa vê esta página como o seu agente. O que está oculto para o agente também está oculto para ela.',
  may: 'Pode apontar, desenhar e escrever, e mais nada sem a sua autorização. Todos aqui veem o nome dela.',
  name: 'Nome da pessoa',
  make: 'Criar um link',
  link: 'Link para {name}',
  once: 'Envie-o apenas a {name}. Abre num só navegador, no prazo de {minutes, plural, one {# minuto} other {# minutos}}.',
  copy: 'Copiar',
  share: 'Partilhar',
  done: 'Concluído',
  sendOff: 'Fazer sair',
  sendOffWho: 'Fazer sair {name}',
  full: 'Não pode convidar mais ninguém. Faça primeiro sair alguém.',
  seats: 'Já não há lugar nesta sessão.',
  rate: 'Foram muitos links. Aguarde um minuto.',
  state: 'Não funcionou. Tente de novo.',
};
