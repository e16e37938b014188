/** Entry of the preview: the customer looks at the picture that agents get. The first ticket comes in the fragment, from the dock. */
import type { ViewerToConsole } from '../shared/messages.ts';
import { strings } from './strings.ts';
import { Viewer } from './viewer.ts';

const words = strings.preview;
let first = location.hash.slice(1);
history.replaceState(null, '', location.pathname);

for (const [id, text] of [
  ['title', words.title],
  ['lead', words.lead],
  ['close', words.close],
] as const) {
  const element = document.getElementById(id);
  if (element) element.textContent = text;
}
document.getElementById('close')?.addEventListener('click', () => window.close());

/** Where the browser lets us have the session's cookie (not in front and script mode) a reload gets another. */
async function ticket(): Promise<string | undefined> {
  if (first !== '') {
    const taken = first;
    first = '';
    return taken;
  }
  const answer = await fetch('/dock/preview', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  return answer.ok ? ((await answer.json()) as { ticket: string }).ticket : undefined; // of our own server
}

const viewer: Viewer = new Viewer((message: ViewerToConsole) => {
  if (message.type !== 'need-ticket') return;
  // The viewer asks while it is being made.
  queueMicrotask(() => void giveTicket());
}, words.blank);

async function giveTicket(): Promise<void> {
  const answer = await ticket();
  if (answer !== undefined) viewer.fromConsole({ type: 'ticket', ticket: answer });
  else {
    const lead = document.getElementById('lead');
    if (lead) lead.textContent = words.again;
  }
}
