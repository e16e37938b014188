/** Pointing at what a rule is for, on a page in another tab of this browser. The page proposes; what is saved is written here. */
import { signal } from '@preact/signals';
import type { Picked } from '../shared/messages.ts';
import { request } from './request.ts';

const LOOK_MS = 700;

export type Pointing =
  | { readonly is: 'none'; readonly fault?: string }
  | { readonly is: 'open'; readonly id: string; readonly link: string; readonly url: string; readonly picked: Picked | null };

export const pointing = signal<Pointing>({ is: 'none' });

/** `open`: shows the link in the tab that the press opened. */
export async function startPointing(url: string, open: (link: string) => void): Promise<void> {
  const answer = await request<{ id: string; link: string }>('POST', '/policy/pick', { url });
  if (!answer.ok) {
    pointing.value = { is: 'none', fault: answer.text };
    return;
  }
  const { id, link } = answer.value;
  pointing.value = { is: 'open', id, link, url, picked: null };
  open(link);
  await follow(id);
}

async function follow(id: string): Promise<void> {
  for (let now = pointing.value; now.is === 'open' && now.id === id; now = pointing.value) {
    const answer = await request<{ ended: boolean; picked: Picked | null }>('GET', `/policy/pick/${id}`);
    const still = pointing.value;
    if (still.is !== 'open' || still.id !== id) return;
    if ((!answer.ok && answer.code !== 'OFFLINE') || (answer.ok && answer.value.ended)) pointing.value = { is: 'none' };
    // The same again would undo what is being typed.
    else if (answer.ok && JSON.stringify(answer.value.picked) !== JSON.stringify(still.picked))
      pointing.value = { ...still, picked: answer.value.picked };
    await new Promise((resolve) => window.setTimeout(resolve, LOOK_MS));
  }
}

export async function showOnPage(selector: string): Promise<void> {
  const now = pointing.value;
  if (now.is === 'open' && selector !== '') await request('POST', `/policy/pick/${now.id}/show`, { selector });
}

export async function stopPointing(): Promise<void> {
  const now = pointing.value;
  pointing.value = { is: 'none' };
  if (now.is === 'open') await request('DELETE', `/sessions/${now.id}`);
}

/** Patterns of addresses for this page, this site, everywhere. */
export function whereOf(url: string, scope: 'page' | 'site' | 'everywhere'): string {
  if (scope === 'everywhere' || !URL.canParse(url)) return '';
  const { origin, pathname } = new URL(url);
  return scope === 'site' ? `${origin}/*` : origin + pathname;
}
