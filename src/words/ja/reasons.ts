import type { words as english } from '../en/reasons.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  gateway: 'このゲートウェイ自身です',
  name: '名前に空の部分があります',
  metadata: 'メタデータサービスです',
  port: 'ウェブサイト用のポートではありません',
  portList: 'そのポートはここでは許可されていません',
  private: 'アドレスが非公開です',
  other: '別のアドレスが応答しました',
  list: '許可されたサイトの一覧にありません',
  site: '別のサイトです',
  scheme: 'ウェブアドレスではありません',
  kind: 'PNG でも WebP でもありません',
  size: '256 KB を超えています',
  pixels: '一辺が 2000 ピクセルを超えています',
};
