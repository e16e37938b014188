/**
 * Takes the pass of the consent page, in a frame of the session's own origin inside a page of the site: it becomes a cookie
 * that only this origin inside that site is ever sent, and that no script can read.
 */
import { ask } from './ask.ts';
import { strings } from './page-strings.ts';

async function enter(): Promise<void> {
  const entry = location.hash.slice(1);
  history.replaceState(null, '', location.pathname);
  const answer = await ask('POST', '/dock/enter', { entry });
  const line = document.querySelector('#enter');
  if (line) line.textContent = answer.ok ? strings.help.starting : strings.help.refused;
  // Who may stand around us says `frame-ancestors`; the word itself is no secret.
  window.parent.postMessage({ type: answer.ok ? 'entered' : 'refused' }, '*');
}

void enter();
