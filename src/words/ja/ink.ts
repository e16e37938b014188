/** 日本語: see en/ink.ts. */
import type { words as english } from '../en/ink.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  draw: '描画',
  tools: '描画ツール',
  done: 'ツールを閉じる',
  tool: {
    laser: 'レーザーポインター',
    pen: 'ペン',
    vanish: '消えるペン',
    arrow: '矢印',
    box: '四角形',
    highlight: 'ページの一部を強調',
    stamp: 'スタンプ',
  },
  colors: '色',
  color: {
    '#d6336c': 'ピンク',
    '#1971c2': '青',
    '#2f8a3e': '緑',
    '#c2500a': 'オレンジ',
    '#7048e8': '紫',
    '#343a40': '黒',
  },
  stamps: 'スタンプの種類',
  stamp: { here: 'ここ', tick: 'はい', cross: 'いいえ', question: '質問', note: 'メモ' },
  stampText: 'スタンプの文字',
  undo: '元に戻す',
  clearMine: '自分の描画を消す',
  clearAll: 'すべての描画を消す',
  drawn: {
    pen: '線',
    vanish: '消える線',
    arrow: '矢印',
    box: '四角形',
    highlight: '強調',
    stamp: 'スタンプ',
  },
  drawnBy: {
    pen: '{name}の線',
    vanish: '{name}の消える線',
    arrow: '{name}の矢印',
    box: '{name}の四角形',
    highlight: '{name}の強調',
    stamp: '{name}のスタンプ',
  },
  pad: '描画中。矢印キーで移動、Enterで描画、Escで終了します。',
};
