/** العربية: see en/talk.ts. */
import type { words as english } from '../en/talk.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  title: 'المحادثة',
  label: 'الرسالة',
  send: 'إرسال',
  copied: 'تم النسخ',
  news: 'جديد',
  copy: 'نسخ هذه الرسالة',
  save: 'حفظ كنص',
  file: 'محادثة',
  kept: 'تُحفظ هذه المحادثة.',
  mention: 'المقصود بالرسالة',
  answers: 'ردود جاهزة',
  presence: { elsewhere: 'في علامة تبويب أخرى', idle: 'غير نشط', reconnecting: 'جارٍ إعادة الاتصال…' },
  slow: 'اتصال بطيء',
};
