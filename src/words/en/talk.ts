/** Chat of both sides, and who is at hand. */
import type { Person } from '../../shared/messages.ts';

export const words = {
  title: 'Chat',
  label: 'Message',
  send: 'Send',
  copied: 'Copied',
  news: 'New',
  copy: 'Copy this message',
  save: 'Save as text',
  file: 'chat',
  kept: 'This chat is kept.',
  mention: 'Who is meant',
  answers: 'Ready answers',
  presence: { elsewhere: 'in another tab', idle: 'not active', reconnecting: 'reconnecting…' } as const satisfies Record<
    NonNullable<Person['presence']>,
    string
  >,
  slow: 'slow line',
} as const;
