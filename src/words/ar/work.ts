import type { words as english } from '../en/work.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  tabs: {
    title: 'الجلسات المفتوحة',
    close: 'إغلاق {name} هنا',
    unread:
      '{count, plural, zero {لا رسائل جديدة} one {رسالة جديدة} two {رسالتان جديدتان} few {# رسائل جديدة} many {# رسالة جديدة} other {# رسالة جديدة}}',
    news: 'شيء جديد',
    full: 'ست جلسات مفتوحة هنا. عادت أول جلسة فُتحت إلى القائمة.',
  },
  about: {
    edit: 'تغيير الاسم أو التذكرة',
    save: 'حفظ',
    cancel: 'إلغاء',
    open: 'إضافة العميل أو التذكرة',
    customer: 'اسم العميل',
    ticket: 'التذكرة',
    ticketIs: 'التذكرة {ticket}',
  },
  search: {
    label: 'البحث في الجلسات',
    none: 'لا توجد جلسة مطابقة.',
  },
  notes: {
    title: 'ملاحظات',
    label: 'ملاحظات على هذه الجلسة',
    kept: 'لا يراها العميل. تُحفظ مع الجلسة.',
    gone: 'لا يراها العميل. تُمحى عند النهاية.',
    saved: 'تم الحفظ',
    saving: 'جارٍ الحفظ…',
    merged: 'كان زميل يكتب في الوقت نفسه: النصان هنا الآن.',
    lost: 'لم يُحفظ. جارٍ إعادة المحاولة…',
  },
  keys: {
    open: 'الاختصارات',
    lead: 'تعمل ما دمت لا تكتب، وليس في صفحة العميل.',
    wayOut: 'اضغط Esc ثم Tab للخروج من صفحة العميل.',
    use: 'استخدام هذه المفاتيح',
    close: 'إغلاق',
    does: {
      help: 'هذه القائمة',
      list: 'كل الجلسات',
      start: 'بدء جلسة',
      search: 'البحث في الجلسات',
      check: 'هل يعمل هنا؟',
      tab: 'جلسة مفتوحة',
      address: 'عنوان الصفحة',
      page: 'صفحة العميل',
      chat: 'المحادثة',
      notes: 'ملاحظات',
      board: 'اللوحة',
      control: 'طلب التحكم أو إعادته',
      end: 'إنهاء الجلسة',
    },
  },
  announce: {
    joined: 'انضم {name}.',
    left: 'غادر {name}.',
    granted: 'أنت تتحكم في الصفحة الآن.',
    taken: 'استعاد العميل التحكم.',
    refused: 'يحتفظ العميل بالتحكم في الوقت الحالي.',
  },
  skip: 'الانتقال إلى المحتوى',
};
