/** The languages that Samepage speaks, and which of them somebody is answered in. */

export const languages = ['en', 'fr', 'it', 'es', 'de', 'pt', 'ja', 'ar'] as const;
export type Language = (typeof languages)[number];

/** As each calls itself: whoever looks for it may read no other. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  fr: 'Français',
  it: 'Italiano',
  es: 'Español',
  de: 'Deutsch',
  pt: 'Português',
  ja: '日本語',
  ar: 'العربية',
};

/** A choice that somebody made by the switch, kept a year on the origin where it was made. No secret: a script writes it. */
export const LANGUAGE_COOKIE = 'samepage-language';
/** In an address of ours it goes before all else. */
export const LANGUAGE_QUERY = 'language';

export function isLanguage(text: unknown): text is Language {
  return languages.includes(text as Language);
}

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr';
}

/** More wishes than any browser sends; the rest is not read. */
const WISHES_MAX = 20;

/** Accept-Language, RFC 9110 12.5.4: the heaviest wish that is one of ours; of equals the first. Regions count as their language. */
export function wished(header: string | undefined): Language | undefined {
  let best: Language | undefined;
  let heaviest = 0;
  for (const wish of (header ?? '').split(',', WISHES_MAX)) {
    const [range = '', ...parameters] = wish.split(';');
    const tag = range.trim().toLowerCase().split('-')[0];
    const q = parameters
      .map((parameter) => /^\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*$/i.exec(parameter)?.[1])
      .find((value) => value !== undefined);
    const weight = q === undefined ? 1 : Number(q);
    if (isLanguage(tag) && weight > heaviest) {
      best = tag;
      heaviest = weight;
    }
  }
  return best;
}
