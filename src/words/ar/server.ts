/** العربية: see en/server.ts. */
import type { words as english } from '../en/server.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  titles: {
    board: 'Samepage: اللوحة',
    console: 'Samepage',
    consent: 'الاطلاع على هذه الصفحة معًا',
    dock: 'Samepage: من يشاهد الصفحة',
    end: 'انتهت الجلسة',
    enter: 'جارٍ البدء',
    help: 'المساعدة في هذه الصفحة',
    join: 'الانضمام إلى موظف الدعم',
    preview: 'ما يراه موظف الدعم',
    share: 'مشاركة أكثر من الصفحة',
    viewer: 'Samepage: عرض الصفحة',
    watch: 'الشاشة والصوت',
  },
  noscript: 'تحتاج هذه الصفحة إلى JavaScript. يُرجى تفعيله من إعدادات المتصفح، ثم فتح الرابط مرة أخرى.',
  noscriptConsole: 'تحتاج لوحة التحكم إلى JavaScript.',
  starting: 'جارٍ البدء…',
};
