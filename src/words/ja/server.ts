/** 日本語: see en/server.ts. */
import type { words as english } from '../en/server.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  titles: {
    board: 'Samepageボード',
    console: 'Samepage',
    consent: 'このページを一緒に見る',
    dock: 'Samepage：閲覧中の人',
    end: 'セッションは終了しました',
    enter: '開始しています',
    help: 'このページについてのサポート',
    join: 'オペレーターとつなぐ',
    preview: 'オペレーターに見えている画面',
    share: 'ページ以外も見せる',
    viewer: 'Samepageビューアー',
    watch: '画面と音声',
  },
  noscript: 'このページにはJavaScriptが必要です。ブラウザーの設定で有効にしてから、もう一度リンクを開いてください。',
  noscriptConsole: 'コンソールにはJavaScriptが必要です。',
  starting: '開始しています…',
};
