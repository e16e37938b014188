/** Português: see en/step-up.ts. */
import type { words as english } from '../en/step-up.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  asks: {
    screen: '{name} pede para ver o seu ecrã',
    voice: '{name} pede para falar consigo',
    camera: '{name} pede uma videochamada consigo',
  },
  on: {
    screen: 'O seu ecrã é mostrado a {names}',
    voice: 'Está a falar com {names}',
    camera: 'A sua câmara é mostrada a {names}',
  },
  no: 'Agora não',
  dock: {
    what: {
      screen: 'É mais do que esta página, e ali nada é ocultado. Escolhe o que mostrar, e para com um clique.',
      voice: 'É usado o seu microfone. Para com um clique.',
      camera: 'É usada a sua câmara. Para com um clique.',
    },
    yes: 'Continuar',
    held: 'O seu navegador reteve a janela. Permita janelas pop-up para esta página e prima outra vez.',
    stop: { screen: 'Deixar de mostrar', voice: 'Desligar', camera: 'Parar o vídeo' },
  },
  window: {
    title: 'Partilhar mais do que a página',
    idle: 'Nada é partilhado. Pode fechar esta janela.',
    connecting: 'A ligar…',
    lost: 'Ligação perdida. A tentar de novo…',
    ended: 'A sessão terminou. Já nada é partilhado.',
    elsewhere: 'Esta janela foi aberta de novo noutro sítio. Daqui nada é partilhado.',
    tell: {
      screen: {
        what: 'Vê-se o que escolher a seguir: um separador, uma janela ou todo o ecrã. Escolha o menos possível.',
        more: 'É mais do que a página em que estava. Ali nada é ocultado: feche primeiro o que for privado.',
        stop: 'Pode-se apontar, e mais nada. Para quando quiser, aqui ou na barra do seu navegador.',
      },
      voice: {
        what: 'Ouve-se o que o seu microfone ouve, e ouve o outro lado.',
        more: 'O Samepage não grava nada disso.',
        stop: 'Pode silenciar o microfone, e desligar quando quiser.',
      },
      camera: {
        what: 'Vê-se o que a sua câmara vê, e talvez veja o outro lado.',
        more: 'O Samepage não grava nada disso.',
        stop: 'Pode desligar a câmara, e parar quando quiser.',
      },
    },
    start: { screen: 'Escolher o que mostrar', voice: 'Falar', camera: 'Ligar a minha câmara' },
    also: 'Permitir também a {name}',
    keep: 'Deixe esta janela aberta: fechá-la para tudo.',
    reaching: 'A ligar a {name}…',
    preview: 'O que partilha',
    own: 'A sua câmara',
    refused: 'O seu navegador não permitiu, ou não escolheu nada. Nada é partilhado.',
  },
  guest: {
    ask: { screen: 'Pedir para ver o ecrã', voice: 'Pedir para falar', camera: 'Pedir vídeo' },
    unmasked: 'Num ecrã partilhado nada é ocultado: vê-se tudo o que o cliente mostra. Pode-se apontar, e mais nada.',
    waiting: {
      screen: 'O ecrã é pedido ao cliente…',
      voice: 'A conversa é pedida ao cliente…',
      camera: 'O vídeo é pedido ao cliente…',
    },
    withdraw: 'Deixar de pedir',
    reaching: 'A ligar ao cliente…',
    seeing: 'Ecrã de {name}',
    pointing: 'O que aponta é mostrado ao cliente.',
    leave: { screen: 'Deixar de ver', voice: 'Desligar', camera: 'Parar o vídeo' },
    why: {
      off: 'Está desativado aqui.',
      'no-relay': 'É preciso um relé: na configuração não há nenhum servidor TURN (turn).',
      role: 'A sua função não pode pedi-lo.',
      'not-now': 'O cliente não está, ou fez uma pausa.',
      cannot: 'O dispositivo do cliente não consegue. Telefones e tablets não podem mostrar o seu ecrã.',
      full: 'Já o têm tantas pessoas quantas uma linha pode servir.',
    },
    noDevice: 'O seu navegador não deu microfone nem câmara. Permita-o e tente de novo.',
    fit: 'Ajustar',
    actual: 'Tamanho real',
    fullscreen: 'Ecrã inteiro',
    refused: {
      NO_RIGHT: 'Agora não se pode pedir.',
      TOO_FAST: 'Pediu muitas vezes. Aguarde um momento.',
    },
    declined: 'O cliente disse que não, por agora.',
    over: {
      screen: 'O ecrã já não é partilhado.',
      voice: 'A conversa terminou.',
      camera: 'O vídeo terminou.',
    },
    ended: 'A sessão terminou.',
    connecting: 'A ligar…',
  },
  mute: 'Silenciar-me',
  unmute: 'Reativar o som',
  cameraOff: 'Desligar a câmara',
  cameraOn: 'Ligar a câmara',
  unnamed: { customer: 'Cliente', agent: 'Agente' },
  console: { open: 'Ecrã e voz', close: 'Fechar ecrã e voz' },
};
