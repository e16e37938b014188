import type { words as english } from '../en/work.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  tabs: {
    title: '開いているセッション',
    close: '{name} をこの画面から閉じる',
    unread: '{count, plural, other {新着メッセージ # 件}}',
    news: '新しい動きがあります',
    full: 'ここでは 6 つのセッションが開いています。最初に開いたものは一覧に戻りました。',
  },
  about: {
    edit: '名前またはチケットを変更',
    save: '保存',
    cancel: 'キャンセル',
    open: 'お客様やチケットを追加',
    customer: 'お客様の名前',
    ticket: 'チケット',
    ticketIs: 'チケット {ticket}',
  },
  search: {
    label: 'セッションを検索',
    none: '該当するセッションはありません。',
  },
  notes: {
    title: 'メモ',
    label: 'このセッションのメモ',
    kept: 'お客様には見えません。セッションとともに保存されます。',
    gone: 'お客様には見えません。終了すると消えます。',
    saved: '保存しました',
    saving: '保存中…',
    merged: '同僚が同時に書いていました。両方の文章を残してあります。',
    lost: '保存できません。再試行中…',
  },
  keys: {
    open: 'ショートカット',
    lead: '入力中とお客様のページの中では働きません。',
    wayOut: 'Esc の次に Tab で、お客様のページから出られます。',
    use: 'これらのキーを使う',
    close: '閉じる',
    does: {
      help: 'この一覧',
      list: 'すべてのセッション',
      start: 'セッションを始める',
      search: 'セッションを検索',
      check: 'このページで使えますか',
      tab: '開いているセッション',
      address: 'ページのアドレス',
      page: 'お客様のページ',
      chat: 'チャット',
      notes: 'メモ',
      board: 'ボード',
      control: '操作権を求める、または返す',
      end: 'セッションを終了',
    },
  },
  announce: {
    joined: '{name} さんが参加しました。',
    left: '{name} さんが退出しました。',
    granted: 'ページを操作できます。',
    taken: 'お客様が操作権を取り戻しました。',
  },
  skip: '本文へ移動',
};
