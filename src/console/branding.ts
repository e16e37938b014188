/** The company's looks and words as the administrator's page knows them, and how they are saved. */
import { signal } from '@preact/signals';
import type { Branding } from '../shared/brand.ts';
import { request, type Answer } from './request.ts';

interface Kept {
  readonly version: number;
  readonly text: string;
  readonly branding: Branding;
  readonly logo: boolean;
}

export const branding = signal<Kept | undefined>(undefined);
/** Grows with every other logo, so that the picture is asked for again. */
export const logoCount = signal(0);

export async function loadBranding(): Promise<Answer<Kept>> {
  const answer = await request<Kept>('GET', '/branding');
  if (answer.ok) branding.value = answer.value;
  return answer;
}

export async function saveBranding(what: { branding: Branding } | { text: string }): Promise<Answer<unknown>> {
  const answer = await request('PUT', '/branding', { ...what, base: branding.value?.version ?? 0 });
  if (answer.ok) await loadBranding();
  return answer;
}

export async function saveLogo(file: File | null): Promise<Answer<unknown>> {
  const answer = file ? await request('PUT', '/branding/logo', file) : await request('DELETE', '/branding/logo');
  if (answer.ok) {
    logoCount.value++;
    await loadBranding();
  }
  return answer;
}
