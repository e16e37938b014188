/** Role and names of an element of parsed markup: `inject/capture/accessible-name.ts` without a browser, for counts. */
import type { CheerioAPI } from 'cheerio';

/** An element as cheerio hands it out. */
export type Element = Extract<Parameters<CheerioAPI['contains']>[0], { readonly attribs: unknown }>;

const BUTTON_TYPES = /^(?:button|submit|reset|image)$/;
const FIELD_TYPES = /^(?:text|search|email|tel|url|password|number|date|datetime-local|month|week|time|)$/;
/** Characters of a name that are looked at. */
const NAME_MAX = 300;

export const NAMED = 'button,a,area,input,textarea,summary,[role],[contenteditable]';

export function roleOf($: CheerioAPI, element: Element): 'button' | 'link' | 'textbox' | undefined {
  const one = $(element);
  const role = one.attr('role')?.trim().toLowerCase();
  if (role === 'button' || role === 'link' || role === 'textbox') return role;
  if (role === 'menuitem') return 'button';
  const tag = element.name;
  if (tag === 'button' || tag === 'summary') return 'button';
  if ((tag === 'a' || tag === 'area') && one.attr('href') !== undefined) return 'link';
  if (tag === 'textarea') return 'textbox';
  if (tag === 'input') {
    const type = (one.attr('type') ?? '').trim().toLowerCase();
    return BUTTON_TYPES.test(type) ? 'button' : FIELD_TYPES.test(type) ? 'textbox' : undefined;
  }
  return one.attr('contenteditable') === undefined ? undefined : 'textbox';
}

/** `ids`: the document's elements by id; `labels`: texts of labels by the id that they are for. */
export function namesOf(
  $: CheerioAPI,
  element: Element,
  role: 'button' | 'link' | 'textbox',
  { ids, labels }: { readonly ids: ReadonlyMap<string, Element>; readonly labels: ReadonlyMap<string, string> },
): string[] {
  const one = $(element);
  const names: string[] = [];
  const add = (name: string | undefined): void => {
    const plain = name?.slice(0, NAME_MAX).replace(/\s+/g, ' ').trim();
    if (plain) names.push(plain);
  };
  for (const id of (one.attr('aria-labelledby') ?? '').split(/\s+/)) {
    const named = ids.get(id);
    if (named) add($(named).text());
  }
  add(one.attr('aria-label'));
  if (role === 'textbox') {
    add(labels.get(one.attr('id') ?? ''));
    add(one.closest('label').text());
    add(one.attr('placeholder'));
  } else if (element.name === 'input') {
    add(one.attr('value') ?? (one.attr('type')?.toLowerCase() === 'submit' ? 'Submit' : undefined));
    add(one.attr('alt'));
  } else {
    add(one.text());
    add(one.find('img[alt]').attr('alt'));
  }
  add(one.attr('title'));
  return names;
}
