/** A leak test from the console: this browser becomes the customer of a test session, in a tab of its own. */
import { signal } from '@preact/signals';
import type { LeakTestState, SignedReport } from '../shared/leak-test.ts';
import { request } from './request.ts';

const LOOK_MS = 1000;

export type Shown =
  | { readonly is: 'none'; readonly fault?: string }
  | { readonly is: 'running'; readonly link: string; readonly state: LeakTestState['state'] }
  | { readonly is: 'done'; readonly signed: SignedReport };

export const leakTest = signal<Shown>({ is: 'none' });

/** `open`: shows the link in a tab that the press of a button opened, or opens it. */
export async function startLeakTest(url: string, open: (link: string) => void): Promise<void> {
  const answer = await request<{ id: string; link: string }>('POST', '/leak-test', { url });
  if (!answer.ok) {
    leakTest.value = { is: 'none', fault: answer.text };
    return;
  }
  const { id, link } = answer.value;
  leakTest.value = { is: 'running', link, state: 'waiting' };
  open(link);
  await follow(id, link);
}

async function follow(id: string, link: string): Promise<void> {
  for (;;) {
    const answer = await request<LeakTestState>('GET', `/leak-test/${id}`);
    if (!answer.ok && answer.code !== 'OFFLINE') {
      leakTest.value = { is: 'none', fault: answer.text };
      return;
    }
    if (answer.ok && answer.value.state === 'done') {
      leakTest.value = { is: 'done', signed: answer.value.signed };
      return;
    }
    if (answer.ok && answer.value.state === 'failed') {
      leakTest.value = { is: 'none', fault: answer.value.reason };
      return;
    }
    if (answer.ok) leakTest.value = { is: 'running', link, state: answer.value.state };
    await new Promise((resolve) => window.setTimeout(resolve, LOOK_MS));
  }
}

/** The report as a file: what was signed, as it was signed. */
export function reportFile(signed: SignedReport): string {
  return `data:application/json;charset=utf-8,${encodeURIComponent(`${JSON.stringify(signed, null, 2)}\n`)}`;
}
