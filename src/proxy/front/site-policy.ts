/**
 * A site's own Content-Security-Policy with what our script needs added, and nothing else changed: the script itself, its
 * socket, the frames of help and dock, and its Trusted Types policy.
 */
import { OWN_PATH, ownPaths } from '../../shared/boot.ts';
import { sessionSource } from '../../shared/url-map.ts';
import type { SessionHost } from '../../shared/url-map.ts';
import { parsePolicy, put, TRUSTED_TYPES_POLICY, type Directives } from '../csp.ts';

export interface SitePolicyContext {
  /** Origin of the page. */
  readonly origin: string;
  readonly host: SessionHost;
  readonly controlOrigin: string;
  /** For policies under which no address counts and that have no nonce of their own. */
  readonly freshNonce: string;
}

export interface SitePolicy {
  readonly value: string;
  /** Nonce that our script element needs. */
  readonly nonce: string | undefined;
}

/** One field may hold several policies, parted by commas; each must let our script in. */
export function amendPolicy(field: string, context: SitePolicyContext): SitePolicy {
  let nonce: string | undefined;
  const values = field.split(',').map((policy) => {
    const directives = parsePolicy(policy);
    if (directives.size === 0) return policy;
    nonce ??= admitScript(directives, context);
    admit(directives, ['connect-src', 'default-src'], connections(context.origin), 'connect-src');
    admit(directives, ['frame-src', 'child-src', 'default-src'], frames(context), 'frame-src');
    admitTrustedTypes(directives);
    return [...directives].map(([name, words]) => [name, ...words].join(' ')).join('; ');
  });
  return { value: values.join(', '), nonce };
}

/** By its address where addresses count, else by a nonce: the page's own when it has one. */
function admitScript(directives: Directives, { origin, freshNonce }: SitePolicyContext): string | undefined {
  const name = ['script-src-elem', 'script-src', 'default-src'].find((each) => directives.has(each));
  if (name === undefined) return undefined;
  const list = directives.get(name) ?? [];
  const theirs = list.map((word) => /^'nonce-([^']+)'$/i.exec(word)?.[1]).find((value) => value !== undefined);
  // Addresses are dead under strict-dynamic. A nonce where there was none would kill 'unsafe-inline', but not here:
  // strict-dynamic has done so already.
  const strict = list.some((word) => word.toLowerCase() === "'strict-dynamic'");
  if (!strict) put(directives, name, [`${origin}${OWN_PATH}`]);
  else if (theirs === undefined) put(directives, name, [`'nonce-${freshNonce}'`]);
  return theirs ?? (strict ? freshNonce : undefined);
}

function connections(origin: string): string[] {
  return [`${origin}${OWN_PATH}`, `${origin.replace(/^http/, 'ws')}${ownPaths.socket}`];
}

function frames({ controlOrigin, host }: SitePolicyContext): string[] {
  return [`${controlOrigin}/help`, sessionSource(host)];
}

function admit(directives: Directives, names: readonly string[], sources: readonly string[], as: string): void {
  const name = names.find((each) => directives.has(each));
  if (name !== undefined) put(directives, name, sources, as);
}

function admitTrustedTypes(directives: Directives): void {
  const words = directives.get('trusted-types');
  if (!words || words.includes('*') || words.includes(TRUSTED_TYPES_POLICY)) return;
  directives.set('trusted-types', [...words.filter((word) => word.toLowerCase() !== "'none'"), TRUSTED_TYPES_POLICY]);
}
