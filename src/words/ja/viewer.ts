/** 日本語: see en/viewer.ts. */
import type { words as english } from '../en/viewer.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  connecting: '接続しています…',
  blank: {
    waiting: 'お客様が「開始」を押すのを待っています。',
    paused: 'お客様が共有を一時停止しています。再開されると、ページが再び表示されます。',
    dock: 'お客様のページにSamepageバーがないため、ページは表示されません。',
    'host-away': 'お客様のブラウザーが接続されていません。再接続を待っています。',
    loading: 'お客様のページを読み込んでいます…',
    ended: 'このセッションは終了しました。',
  },
  preview: {
    title: 'オペレーターに見えている画面',
    lead: 'オペレーターに届く画面です。非表示のものは含まれていません。',
    close: '閉じる',
    again: 'ページ上のバーからもう一度開いてください。',
    blank: {
      waiting: 'まだ誰にも見えていません。',
      paused: '共有は一時停止中です。このページは誰にも見えていません。',
      dock: 'Samepageバーがないため、このページは誰にも見えていません。',
      'host-away': '接続されていないため、このページは誰にも見えていません。',
      loading: 'ページを読み込んでいます…',
      ended: 'セッションは終了しました。このページは誰にも見えていません。',
    },
  },
  refused: {
    BLOCKED: 'この操作はお客様だけが行えます。',
    MASKED: 'これは会社の設定により非表示になっています。',
    NO_RIGHT: 'お客様がこの操作を許可していません。',
    PAUSED: '共有は一時停止中です。',
    NOT_ALLOWED: 'このアドレスを開くことはできません。',
    NOT_POSSIBLE: 'この操作はここからは行えません。お客様にご依頼ください。',
    TOO_FAST: '操作が速すぎます。もう一度お試しください。',
  },
  unnamed: { customer: 'お客様', agent: 'オペレーター' },
};
