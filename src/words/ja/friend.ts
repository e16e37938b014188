/** 日本語: see en/friend.ts. */
import type { words as english } from '../en/friend.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  open: 'ご家族・ご友人を招待',
  see: 'オペレーターと同じようにこのページが見えます。オペレーターに非表示の部分は、招待した方にも見えません。',
  may: '指し示す、描く、書き込むことができます。それ以外はお客様が許可した場合のみです。お名前は全員に表示されます。',
  name: '招待する方のお名前',
  make: 'リンクを作成',
  link: '{name}さんのリンク',
  once: '{name}さんだけにお送りください。開けるブラウザーは1つだけ、{minutes, plural, other {#分}}以内です。',
  copy: 'コピー',
  share: '共有',
  done: '完了',
  sendOff: '退出させる',
  sendOffWho: '{name}さんを退出させる',
  full: 'これ以上招待できません。先にどなたかを退出させてください。',
  seats: 'このセッションには空きがありません。',
  rate: 'リンクの作成が続いています。1分ほどお待ちください。',
  state: 'うまくいきませんでした。もう一度お試しください。',
};
