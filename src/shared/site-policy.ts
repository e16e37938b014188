/** What a site of script mode must add: one element and one line of its policy. The gateway prints both, the script tells what is missing. */
import { sessionSource, type SessionHost } from './url-map.ts';

interface Gateway {
  readonly controlOrigin: string;
  readonly host: SessionHost;
}

/** Path of the script on the control origin. */
export const SCRIPT_PATH = '/samepage.js';

export function siteElement({ controlOrigin }: Pick<Gateway, 'controlOrigin'>, key: string): string {
  return `<script src="${controlOrigin}${SCRIPT_PATH}" data-key="${key}"></script>`;
}

/** Sources to be added to the three directives of a site that has a Content-Security-Policy. */
export function sitePolicy({ controlOrigin, host }: Gateway): string {
  const sessions = sessionSource(host);
  return `script-src ${controlOrigin}; connect-src ${controlOrigin} ${sessions.replace(/^http/, 'ws')}; frame-src ${controlOrigin} ${sessions}`;
}
