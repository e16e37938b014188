/** Português: see en/ink.ts. */
import type { words as english } from '../en/ink.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  draw: 'Desenhar',
  tools: 'Ferramentas de desenho',
  done: 'Fechar as ferramentas',
  tool: {
    laser: 'Ponteiro laser',
    pen: 'Lápis',
    vanish: 'Lápis que desaparece',
    arrow: 'Seta',
    box: 'Retângulo',
    highlight: 'Destacar uma parte da página',
    stamp: 'Carimbo',
  },
  colors: 'Cor',
  color: {
    '#d6336c': 'Rosa',
    '#1971c2': 'Azul',
    '#2f8a3e': 'Verde',
    '#c2500a': 'Laranja',
    '#7048e8': 'Violeta',
    '#343a40': 'Preto',
  },
  stamps: 'Tipo de carimbo',
  stamp: { here: 'Aqui', tick: 'Sim', cross: 'Não', question: 'Pergunta', note: 'Nota' },
  stampText: 'Texto do carimbo',
  undo: 'Desfazer',
  clearMine: 'Apagar os meus desenhos',
  clearAll: 'Apagar todos os desenhos',
  drawn: {
    pen: 'Linha',
    vanish: 'Linha que desaparece',
    arrow: 'Seta',
    box: 'Retângulo',
    highlight: 'Destaque',
    stamp: 'Carimbo',
  },
  drawnBy: {
    pen: 'Linha de {name}',
    vanish: 'Linha que desaparece de {name}',
    arrow: 'Seta de {name}',
    box: 'Retângulo de {name}',
    highlight: 'Destaque de {name}',
    stamp: 'Carimbo de {name}',
  },
  pad: 'Desenho. As setas movem, Enter desenha, Esc termina.',
};
