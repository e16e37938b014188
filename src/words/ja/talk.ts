/** 日本語: see en/talk.ts. */
import type { words as english } from '../en/talk.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  title: 'チャット',
  label: 'メッセージ',
  send: '送信',
  copied: 'コピーしました',
  news: '新着',
  copy: 'このメッセージをコピー',
  save: 'テキストとして保存',
  file: 'チャット',
  kept: 'このチャットは保存されます。',
  mention: '宛先',
  answers: '定型文',
  presence: { elsewhere: '別のタブを表示中', idle: '操作なし', reconnecting: '再接続中…' },
  slow: '低速回線',
};
