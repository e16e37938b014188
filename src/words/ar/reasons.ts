import type { words as english } from '../en/reasons.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  gateway: 'هذه هي البوابة نفسها',
  name: 'في اسمه جزء فارغ',
  metadata: 'هذه خدمة بيانات وصفية',
  port: 'منفذه ليس لمواقع الويب',
  portList: 'منفذه غير مسموح به هنا',
  private: 'عنوانه خاص',
  other: 'أجاب عنوان آخر',
  list: 'ليس في قائمة المواقع المسموح بها',
  site: 'هذا موقع آخر',
  scheme: 'هذا ليس عنوان ويب',
  kind: 'ليس PNG ولا WebP',
  size: 'أكبر من 256 كيلوبايت',
  pixels: 'يتجاوز 2000 بكسل لكل ضلع',
};
