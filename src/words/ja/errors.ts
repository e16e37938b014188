/** 日本語: see en/errors.ts. */
import type { words as english } from '../en/errors.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  BAD_URL: {
    what: '「{url}」を開けません。ウェブアドレスではありません。',
    next: 'http://またはhttps://で始まるアドレスを貼り付けてください。',
  },
  BAD_REQUEST: { what: '内容を読み取れませんでした：{reason}。', next: '入力内容をご確認ください。' },
  UNAUTHORIZED: { what: 'サインインしていません。', next: 'もう一度サインインしてください。' },
  SIGN_IN_FAILED: {
    what: 'サインインできません。ログイン名またはパスワードが正しくありません。',
    next: '両方をご確認いただくか、管理者に新しいリンクをご依頼ください。',
  },
  PROVIDER_REFUSED: { what: '会社のアカウントでサインインできません。', next: 'もう一度お試しいただくか、管理者にお問い合わせください。' },
  PASSWORD_WEAK: {
    what: 'このパスワードは使用できません。',
    next: '12文字以上200文字以下で、お名前ではないものをお選びください。文章がおすすめです。',
  },
  WELCOME_INVALID: {
    what: 'パスワードを設定するためのこのリンクは有効ではありません。',
    next: 'リンクは3日間、1回だけ有効です。管理者に新しいリンクをご依頼ください。',
  },
  LOGIN_TAKEN: { what: 'ユーザー「{login}」はすでに存在します。', next: '別のログイン名をお選びください。' },
  LAST_ADMIN: { what: '最後の管理者です。', next: '先にほかの人を管理者にしてください。' },
  USER_NOT_FOUND: { what: 'このユーザーは存在しません。', next: 'ユーザーの一覧をご確認ください。' },
  KEY_NOT_FOUND: { what: 'このキーは存在しません。', next: 'キーの一覧をご確認ください。' },
  COMPANY_NOT_FOUND: { what: 'この会社は存在しません。', next: '案内されたアドレスをご確認ください。' },
  COMPANY_TAKEN: { what: '会社「{id}」はすでに存在します。', next: '別のIDをお選びください。' },
  FORBIDDEN: { what: 'この操作は許可されていません。', next: '管理者に権限をご依頼ください。' },
  TARGET_NOT_ALLOWED: { what: '{host}はここでは開けません：{reason}。', next: '管理者に許可をご依頼ください。' },
  WRONG_ORIGIN: { what: 'このリクエストは別のサイトから送信されました。', next: 'ページを本来のアドレスからもう一度開いてください。' },
  NOT_FOUND: { what: 'ここには何もありません。', next: 'アドレスをご確認ください。' },
  SESSION_NOT_FOUND: { what: 'このセッションは存在しません。', next: 'オペレーターに新しいリンクをご依頼ください。' },
  SESSION_ENDED: { what: 'このセッションは終了しました。', next: 'オペレーターに新しいリンクをご依頼ください。' },
  LINK_UNKNOWN: { what: 'このリンクは有効ではありません。', next: 'オペレーターに新しいリンクをご依頼ください。' },
  LINK_EXPIRED: { what: 'このリンクは有効期限が切れています。', next: 'オペレーターに新しいリンクをご依頼ください。' },
  LINK_USED: {
    what: 'このリンクはすでに別のブラウザーで使用されています。',
    next: 'オペレーターに新しいリンクをご依頼ください。各リンクは1つのブラウザーでのみ開けます。',
  },
  VISITOR_UNKNOWN: { what: 'このブラウザーはセッションに参加していません。', next: 'オペレーターがお送りしたリンクを開いてください。' },
  PIN_INVALID: { what: 'このPINは有効ではありません。', next: '数字をご確認いただくか、新しいPINを取得してください。' },
  TOO_MANY_TRIES: {
    what: '試行回数が多すぎます。',
    next: '{seconds, plural, other {#秒待ってから、もう一度お試しください。}}',
  },
  TOO_MANY_SESSIONS: {
    what: 'これ以上セッションを開始できません。',
    next: '先にほかのセッションを終了するか、管理者に上限の引き上げをご依頼ください。',
  },
  BOARD_KIND: {
    what: 'このファイルは表示できません。すべてのブラウザーで表示できる画像や動画ではありません。',
    next: 'PNG、JPEG、WebP、GIF、AVIF、MP4、WebMのいずれかを送ってください。',
  },
  BOARD_FULL: {
    what: 'ボードに置けません。大きすぎるか、ボードがいっぱいです。',
    next: '小さいファイルを送るか、ボードから何か外してください。',
  },
  BODY_TOO_LARGE: { what: 'サイズが{limit}バイトを超えています。', next: '送信する量を減らすか、管理者に上限の引き上げをご依頼ください。' },
  HOST_UNKNOWN: { what: 'このホスト名で提供されているサイトはありません。', next: 'アドレスをご確認ください。' },
  HEADERS_TOO_LARGE: { what: 'リクエストヘッダーが大きすぎます。', next: 'このサイトのCookieを削除してください。' },
  TARGET_UNRESOLVABLE: { what: '{host}が見つかりません。このホスト名は存在しません。', next: 'アドレスのつづりをご確認ください。' },
  TARGET_UNREACHABLE: { what: '{host}に接続できません。', next: 'もう一度お試しください。サイトが停止している可能性があります。' },
  TARGET_TLS: { what: '{host}を信頼できません。証明書が有効ではありません。', next: 'サイトの運営者にお知らせください。' },
  TARGET_PROTOCOL: { what: '{host}の応答が壊れているため、解釈できません。', next: 'サイトの運営者にお知らせください。' },
  TARGET_BODY_LIMIT: {
    what: '{host}の応答が{limit}バイトを超えています。',
    next: '管理者に上限の引き上げをご依頼ください。',
  },
  TARGET_INTEGRITY: {
    what: '{host}のファイルを拒否しました。ページが指定しているファイルと一致しません。',
    next: '保管場所で変更されています。サイトの運営者にお知らせください。',
  },
  TARGET_TIMEOUT: { what: '{host}から応答がありません。', next: 'もう一度お試しください。サイトが遅いか、停止している可能性があります。' },
  SITE_DOWN: { what: '{host}は現在利用できません。', next: '1分ほどしてから、もう一度お試しください。' },
  QUOTA: { what: 'このセッションからの要求が一度に多すぎます。', next: 'しばらくお待ちください。' },
  POLICY_BROKEN: {
    what: '開始できません。ポリシーのルールに誤りがあります：{reason}。',
    next: '管理者による修正が必要です。ポリシーなしでセッションが開始されることはありません。',
  },
  POLICY_INVALID: { what: 'ポリシーを保存できません：{reason}。', next: '指摘された箇所を修正してから、もう一度保存してください。' },
  POLICY_STALE: {
    what: 'その間に、ほかの人がポリシーを保存しました。',
    next: 'バージョン{version}をご確認のうえ、そちらに変更を加えてください。',
  },
  BRANDING_INVALID: { what: '保存できません: {reason}。', next: '示された箇所を直して、もう一度保存してください。' },
  BRANDING_CONTRAST: {
    what: '色 {color} は明るすぎます。文字のコントラストが {ratio} で、4.5 が必要です。',
    next: '{proposal} のような、より暗い色にしてください。',
  },
  BRANDING_STALE: { what: 'その間にほかの人が保存しました。', next: 'バージョン {version} を見て、そこで変更してください。' },
  LOGO_INVALID: { what: 'このロゴは使えません: {reason}。', next: '256 KB 以下、一辺 2000 ピクセル以下の PNG か WebP を送ってください。' },
  NOTICE_CHANGED: { what: 'このページを開いている間に、法的なお知らせが変わりました。', next: 'もう一度読んでから、開始してください。' },
  POLICY_VERSION_NOT_FOUND: { what: 'このバージョンのポリシーは存在しません。', next: 'バージョンの一覧をご確認ください。' },
  LEAK_TEST_HOLDS: {
    what: '{host}には送信されませんでした。これは漏えいテストです。',
    next: '漏えいテストでは何も送信されません。サイトを利用するには、通常のセッションを開いてください。',
  },
  INTERNAL: { what: 'システム側で問題が発生しました。', next: 'もう一度お試しください。詳細はID {id}でログに記録されています。' },
  OFFLINE: { what: 'ゲートウェイから応答がありません。', next: '接続をご確認のうえ、もう一度お試しください。' },
};
