/** 日本語: see en/pdf.ts. */
import type { words as english } from '../en/pdf.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  tools: '文書',
  page: 'ページ',
  of: '/ {count}',
  pageOf: '{page} / {count} ページ',
  previous: '前のページ',
  next: '次のページ',
  smaller: '縮小',
  larger: '拡大',
  zoom: '{percent} %',
  find: 'この文書内を検索',
  found: '{at} / {count} 件',
  foundNone: '見つかりません',
  findNext: '次を検索',
  print: '印刷',
  save: '保存',
  opening: '文書を開いています…',
  printing: '印刷の準備をしています…',
  broken: 'この文書は破損しているため、ここでは表示できません。',
  tooLarge: 'この文書は大きすぎるため、ここでは表示できません。',
  gone: '文書を読み込めませんでした。このページを再読み込みしてください。',
  locked: 'この文書はパスワードで保護されています。',
  password: '文書のパスワード',
  wrongPassword: 'パスワードが正しくありません。もう一度お試しください。',
  open: '開く',
  again: '再読み込み',
  saveOriginal: '元のファイルを保存',
  noPrint: 'この文書は長すぎるため、ここからは印刷できません。保存してからファイルを印刷してください。',
};
