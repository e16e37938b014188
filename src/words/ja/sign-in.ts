/** 日本語: see en/sign-in.ts. */
import type { words as english } from '../en/sign-in.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  language: '言語',
  brand: 'Samepage',
  opening: 'コンソールを開いています…',
  title: 'コンソールにサインイン',
  login: 'ログイン名またはメールアドレス',
  password: 'パスワード',
  button: 'サインイン',
  provider: '{company}のアカウントでサインイン',
  refusals: {
    none: 'お使いの会社では、ここでのアカウントによるサインインを利用できません。',
    'not-asked': '時間がかかりすぎたか、別のブラウザーで開始されました。もう一度お試しください。',
    invalid: '会社のサインインサービスから無効な応答がありました。もう一度お試しください。',
    'no-role': '会社のアカウントに、このコンソールのロールがありません。管理者にお問い合わせください。',
    down: '会社のサインインサービスから応答がありません。しばらくしてからもう一度お試しください。',
  },
  both: 'ログイン名とパスワードを入力してください。',
  operator: 'ゲートウェイのリンクでサインイン',
  operatorText: 'ゲートウェイの起動時に表示されたもので、末尾は#token=…です',
  token: 'リンクまたはトークン',
  wrongToken: 'このトークンは有効ではありません。「#token=」の後の文字列をすべてコピーしてください。',
  welcomeTitle: 'パスワードの設定',
  welcomeText: '12文字以上で設定してください。ご自身しか言わないような文章がお勧めです。',
  newPassword: '新しいパスワード',
  again: 'もう一度入力',
  differ: '2つの入力が一致しません。',
  choose: '保存してサインイン',
  seatTitle: 'このリンクを開けません',
};
