/**
 * What cannot work through a gateway, or did not work just now, told to both people instead of an empty page. A notice is a
 * code and nothing else: no address, no text of the site.
 */

/** The page itself finds these; its runtime tells them. */
export const pageNotices = ['PASSKEY', 'BROWSER_SIGN_IN', 'PROTECTED_MEDIA'] as const;

/** The gateway finds these in the answer to a document, or in its absence. */
export const answerNotices = ['BOT_WALL', 'SITE_REFUSES', 'UNREACHABLE', 'CERTIFICATE', 'NOT_ALLOWED', 'FRAME_FAILED'] as const;

/** The room finds these. */
export const roomNotices = ['TAB_LIMIT'] as const;

export type PageNotice = (typeof pageNotices)[number];
export type AnswerNotice = (typeof answerNotices)[number];
/** Those that stand in place of a page: where there is no picture, they are the reason. */
export const pagelessNotices = [
  'BOT_WALL',
  'SITE_REFUSES',
  'UNREACHABLE',
  'CERTIFICATE',
  'NOT_ALLOWED',
] as const satisfies readonly AnswerNotice[];
export type PagelessNotice = (typeof pagelessNotices)[number];

export type RoomNotice = (typeof roomNotices)[number];
export type NoticeCode = PageNotice | AnswerNotice | RoomNotice;

export interface Notice {
  /** Grows within a session: a person dismisses this one, and hears of the next of its kind. */
  readonly id: number;
  readonly code: NoticeCode;
}
