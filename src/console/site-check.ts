/** A look at a page before a call, as the console asks for it and keeps it while other pages are open. */
import { signal } from '@preact/signals';
import type { SiteReport } from '../shared/site-check.ts';
import { request } from './request.ts';

export type Look =
  | { readonly is: 'none'; readonly fault?: string }
  | { readonly is: 'looking' }
  | { readonly is: 'done'; readonly asked: string; readonly report: SiteReport };

/** What stands in the field: typed on the first page, it is there already. */
export const address = signal('');
export const look = signal<Look>({ is: 'none' });

export async function lookAt(url: string): Promise<void> {
  look.value = { is: 'looking' };
  const answer = await request<SiteReport>('POST', '/site-checks', { url });
  look.value = answer.ok ? { is: 'done', asked: url, report: answer.value } : { is: 'none', fault: answer.text };
}
