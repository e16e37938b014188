/** Português: see en/viewer.ts. */
import type { words as english } from '../en/viewer.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  connecting: 'Conexão em curso…',
  blank: {
    waiting: 'À espera de que o cliente pressione Iniciar.',
    paused: 'O cliente pausou o compartilhamento. A página volta a ser mostrada quando o cliente continuar.',
    dock: 'A página não é mostrada, porque a barra Samepage do cliente não está nela.',
    'host-away': 'O navegador do cliente não está conectado. À espera de que volte.',
    loading: 'A página do cliente está em carregamento…',
    hidden: 'O cliente está vendo outra coisa. A página volta quando ele voltar a esta aba.',
    idle: 'Faz algum tempo que ninguém toca nesta página. Volta quando o cliente a usar.',
    frozen: 'O navegador do cliente colocou esta aba em repouso. Ela volta quando o cliente retornar.',
    gone: 'Esta aba está fechada ou perdeu a conexão.',
    ended: 'Esta sessão terminou.',
  },
  preview: {
    title: 'O que o seu agente vê',
    lead: 'Esta é a imagem que os agentes recebem. O que está oculto para eles não aparece nela.',
    close: 'Fechar',
    again: 'Abra novamente pela barra na página.',
    blank: {
      waiting: 'Ninguém vê nada ainda.',
      paused: 'O compartilhamento está em pausa. Ninguém vê esta página.',
      dock: 'Ninguém vê esta página, porque a barra Samepage não está nela.',
      'host-away': 'Ninguém vê esta página: ela não está conectada.',
      loading: 'A página está carregando…',
      hidden: 'Ninguém vê esta página enquanto estiver atrás de outra.',
      idle: 'Ninguém vê esta página: faz algum tempo que ninguém toca nela.',
      frozen: 'Ninguém vê esta página: o seu navegador a colocou em repouso.',
      gone: 'Ninguém vê esta página: está fechada ou perdeu a conexão.',
      ended: 'A sessão terminou. Ninguém vê esta página.',
    },
  },
  refused: {
    BLOCKED: 'Só o cliente pode fazer isto.',
    MASKED: 'Isto está oculto pela empresa.',
    NO_RIGHT: 'O cliente não permitiu isto.',
    PAUSED: 'O compartilhamento está em pausa.',
    NOT_ALLOWED: 'Este endereço não pode ser aberto.',
    NOT_POSSIBLE: 'Não é possível fazer isto a partir daqui. Peça ao cliente que o faça.',
    TOO_FAST: 'Rápido demais. Tente novamente.',
    HIDDEN: 'O cliente está vendo outra coisa.',
    DECLINED: 'O cliente não o abriu.',
    TABS_FULL: 'Esta sessão já tem todas as abas que pode ter.',
  },
  alone: 'Se você mesmo estiver testando os dois lados, dê à página do cliente uma janela própria, ao lado desta.',
  keyboard: 'O teclado do cliente está aberto',
  unnamed: { customer: 'Cliente', agent: 'Agente' },
};
