/** العربية: see en/friend.ts. */
import type { words as english } from '../en/friend.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  open: 'دعوة شخص قريب منك',
  see: 'يرى هذه الصفحة كما يراها موظف الدعم. ما هو مخفي عن الموظف مخفي عنه أيضًا.',
  may: 'يمكنه الإشارة والرسم والكتابة، ولا شيء غير ذلك إلا بإذنك. يرى الجميع هنا اسمه.',
  name: 'اسم هذا الشخص',
  make: 'إنشاء رابط',
  link: 'رابط لـ {name}',
  once: 'أرسله إلى {name} وحده. يُفتح في متصفح واحد، خلال {minutes, plural, zero {# دقيقة} one {دقيقة واحدة} two {دقيقتين} few {# دقائق} many {# دقيقة} other {# دقيقة}}.',
  copy: 'نسخ',
  share: 'مشاركة',
  done: 'تم',
  sendOff: 'إنهاء زيارته',
  sendOffWho: 'إنهاء زيارة {name}',
  full: 'لا يمكن دعوة المزيد. أنهِ زيارة أحدهم أولًا.',
  seats: 'لم يبقَ مكان في هذه الجلسة.',
  rate: 'روابط كثيرة في وقت قصير. انتظر دقيقة من فضلك.',
  state: 'لم ينجح ذلك. حاول مرة أخرى.',
};
