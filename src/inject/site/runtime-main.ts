/** Entry of the runtime in place: loaded by our script once a session runs, told everything by the element that loads it. */
import type { SiteBoot } from '../../shared/boot.ts';
import { Runtime } from '../runtime.ts';
import { SitePage } from './site-page.ts';

const tag = document.currentScript;
const text = tag?.getAttribute('data-boot');
if (tag && text != null) {
  tag.remove();
  const boot = JSON.parse(text) as SiteBoot; // written by our own script, which has the type
  new Runtime(new SitePage(window, boot, () => document.dispatchEvent(new Event('samepage:ended')))).start();
}
