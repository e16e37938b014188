/** What the gateway told this script when it served it: the one free name of the bundle, filled by the server around it. */
import type { SiteScriptSettings } from '../../shared/boot.ts';

declare const SAMEPAGE: SiteScriptSettings;

export const settings: SiteScriptSettings = SAMEPAGE;

/** Own origin of a session, or undefined for what is none. */
export function ownOf(sid: string): string | undefined {
  const { scheme, base, port } = settings.host;
  return /^[a-z2-7]{16}$/.test(sid) ? `${scheme}://${sid}.${base}${port}` : undefined;
}

/** The session whose own origin this is. */
export function sidOf(origin: string): string | undefined {
  const sid = origin.slice(origin.indexOf('//') + 2).split('.')[0] ?? '';
  return ownOf(sid) === origin ? sid : undefined;
}
