import type { words as english } from '../en/work.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  tabs: {
    title: 'Sessões abertas',
    close: 'Fechar {name} aqui',
    unread: '{count, plural, one {# mensagem nova} many {# mensagens novas} other {# mensagens novas}}',
    news: 'algo novo',
    full: 'Há seis sessões abertas aqui. A primeira aberta voltou para a lista.',
  },
  about: {
    edit: 'Alterar nome ou ticket',
    save: 'Salvar',
    cancel: 'Cancelar',
    open: 'Adicionar cliente ou ticket',
    customer: 'Nome do cliente',
    ticket: 'Ticket',
    ticketIs: 'Ticket {ticket}',
  },
  search: {
    label: 'Buscar nas sessões',
    none: 'Nenhuma sessão corresponde.',
  },
  notes: {
    title: 'Notas',
    label: 'Notas sobre esta sessão',
    kept: 'O cliente não as vê. Elas ficam com a sessão.',
    gone: 'O cliente não as vê. No fim, desaparecem.',
    saved: 'Salvo',
    saving: 'Salvando…',
    merged: 'Um colega escrevia ao mesmo tempo: agora estão os dois textos.',
    lost: 'Não salvo. Nova tentativa…',
  },
  keys: {
    open: 'Atalhos',
    lead: 'Valem enquanto você não escreve, e não na página do cliente.',
    wayOut: 'Esc e depois Tab leva para fora da página do cliente.',
    use: 'Usar estas teclas',
    close: 'Fechar',
    does: {
      help: 'Esta lista',
      list: 'Todas as sessões',
      start: 'Iniciar uma sessão',
      search: 'Buscar nas sessões',
      check: 'Funciona aqui?',
      tab: 'Uma sessão aberta',
      address: 'Endereço da página',
      page: 'Página do cliente',
      chat: 'Chat',
      notes: 'Notas',
      board: 'Quadro',
      control: 'Pedir o controle ou devolvê-lo',
      end: 'Encerrar a sessão',
    },
  },
  announce: {
    joined: '{name} entrou.',
    left: '{name} saiu.',
    granted: 'Você tem o controle da página.',
    taken: 'O cliente retomou o controle.',
  },
  skip: 'Ir para o conteúdo',
};
