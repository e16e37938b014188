/** The company's own pages, on which rules are tried before they are saved. */
import { signal } from '@preact/signals';
import type { PageTrial } from '../shared/page-trial.ts';
import { request, takenBy } from './request.ts';
import { textWith, type NewRule } from './rules.ts';

export const pages = signal<readonly string[]>([]);
export const trials = signal<readonly PageTrial[] | undefined>(undefined);
export const trying = signal(false);
export const pagesFault = signal('');
const took = takenBy(pagesFault);

export async function loadPages(): Promise<void> {
  pagesFault.value = '';
  trials.value = undefined;
  const answer = await request<{ urls: string[] }>('GET', '/policy/pages');
  if (took(answer)) pages.value = answer.value.urls;
}

export async function savePages(text: string): Promise<boolean> {
  const urls = text.split(/\s+/).filter((line) => line !== '');
  const answer = await request<{ urls: string[] }>('PUT', '/policy/pages', { urls });
  if (!took(answer)) return false;
  pages.value = answer.value.urls;
  return true;
}

/** The rules in force, or those with a new one among them. False: it could not be tried, and the page says why. */
export async function tryRules(rule?: NewRule): Promise<boolean> {
  if (trying.value) return false;
  trying.value = true;
  const answer = await request<PageTrial[]>('POST', '/policy/try', rule ? { text: textWith(rule) } : {});
  trying.value = false;
  if (!took(answer)) return false;
  trials.value = answer.value;
  return true;
}
