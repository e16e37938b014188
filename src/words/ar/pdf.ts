/** العربية: see en/pdf.ts. */
import type { words as english } from '../en/pdf.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  tools: 'المستند',
  page: 'الصفحة',
  of: 'من {count}',
  pageOf: 'الصفحة {page} من {count}',
  previous: 'الصفحة السابقة',
  next: 'الصفحة التالية',
  smaller: 'تصغير',
  larger: 'تكبير',
  zoom: '{percent} %',
  find: 'البحث في هذا المستند',
  found: '{at} من {count}',
  foundNone: 'لم يُعثر على شيء',
  findNext: 'النتيجة التالية',
  print: 'طباعة',
  save: 'حفظ',
  opening: 'جارٍ فتح المستند…',
  printing: 'جارٍ التحضير للطباعة…',
  broken: 'هذا المستند تالف ولا يمكن عرضه هنا.',
  tooLarge: 'هذا المستند أكبر من أن يُعرض هنا.',
  gone: 'تعذّر تحميل المستند. يُرجى تحميل هذه الصفحة من جديد.',
  locked: 'هذا المستند محمي بكلمة مرور.',
  password: 'كلمة مرور المستند',
  wrongPassword: 'كلمة المرور هذه غير صحيحة. يُرجى المحاولة مرة أخرى.',
  open: 'فتح',
  again: 'التحميل من جديد',
  saveOriginal: 'حفظ الأصل',
  noPrint: 'هذا المستند أطول من أن يُطبع من هنا. يُرجى حفظه ثم طباعة الملف.',
};
