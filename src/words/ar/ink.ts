/** العربية: see en/ink.ts. */
import type { words as english } from '../en/ink.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  draw: 'رسم',
  tools: 'أدوات الرسم',
  done: 'إغلاق الأدوات',
  tool: {
    laser: 'مؤشر ليزر',
    pen: 'قلم',
    vanish: 'قلم يختفي أثره',
    arrow: 'سهم',
    box: 'مستطيل',
    highlight: 'تمييز جزء من الصفحة',
    stamp: 'ختم',
  },
  colors: 'اللون',
  color: {
    '#d6336c': 'وردي',
    '#1971c2': 'أزرق',
    '#2f8a3e': 'أخضر',
    '#c2500a': 'برتقالي',
    '#7048e8': 'بنفسجي',
    '#343a40': 'أسود',
  },
  stamps: 'نوع الختم',
  stamp: { here: 'هنا', tick: 'نعم', cross: 'لا', question: 'سؤال', note: 'ملاحظة' },
  stampText: 'نص الختم',
  undo: 'تراجع',
  clearMine: 'مسح رسوماتي',
  clearAll: 'مسح كل الرسومات',
  drawn: {
    pen: 'خط',
    vanish: 'خط يختفي',
    arrow: 'سهم',
    box: 'مستطيل',
    highlight: 'تمييز',
    stamp: 'ختم',
  },
  drawnBy: {
    pen: 'خط من {name}',
    vanish: 'خط يختفي من {name}',
    arrow: 'سهم من {name}',
    box: 'مستطيل من {name}',
    highlight: 'تمييز من {name}',
    stamp: 'ختم من {name}',
  },
  pad: 'رسم. مفاتيح الأسهم للتحريك، وEnter للرسم، وEsc للإنهاء.',
};
