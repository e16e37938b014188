/** JSON inside script elements that the browser itself reads: import maps and speculation rules. */
import type { HtmlPage, MapUrl } from './types.ts';

/**
 * Characters of an import map or of speculation rules, which are read in one go: 4,000 entries, some 10 ms. The largest that tools write
 * are a third of that. A longer one stays as it came, and what it names elsewhere is stopped by the policy, and counted.
 */
const TEXT_LIMIT = 256 * 1024;

/** Keys and values of imports, scopes and integrity; text that is no JSON stays, the browser reports it itself. */
export function rewriteImportMap(text: string, map: MapUrl, hash?: HtmlPage['integrity']): string {
  const parsed = parseObject(text);
  if (!parsed) return text;
  let changed = false;
  const mapText = (value: string): string => {
    const mapped = map(value);
    changed ||= mapped !== undefined;
    return mapped ?? value;
  };
  const mapTable = (table: unknown): unknown => {
    if (!isObject(table)) return table;
    // Order matters to no one but `__proto__`: entries keep it an own key.
    return Object.fromEntries(
      Object.entries(table).map(([key, value]) => [mapText(key), typeof value === 'string' ? mapText(value) : value]),
    );
  };
  // Bodies of modules may be changed on their way.
  const stays = ([url, metadata]: [string, unknown]): boolean => {
    if (typeof metadata !== 'string') return true;
    const kept = hash !== undefined && hash({ url, metadata, cors: true, as: 'script' }) === undefined;
    changed ||= !kept;
    return kept;
  };
  const out: Record<string, unknown> = { ...parsed };
  if ('imports' in parsed) out['imports'] = mapTable(parsed['imports']);
  if (isObject(parsed['scopes'])) {
    out['scopes'] = Object.fromEntries(Object.entries(parsed['scopes']).map(([scope, table]) => [mapText(scope), mapTable(table)]));
  }
  if ('integrity' in parsed) {
    const { integrity } = parsed;
    out['integrity'] = isObject(integrity) ? mapTable(Object.fromEntries(Object.entries(integrity).filter(stays))) : integrity;
  }
  return changed ? toScriptJson(out) : text;
}

/** Rules nest a handful of levels; deeper ones are an attack on the stack, and stay as they are. */
const DEPTH_LIMIT = 64;

/** Absolute addresses of `urls` lists and `href_matches` patterns. */
export function rewriteSpeculationRules(text: string, map: MapUrl): string {
  const parsed = parseObject(text);
  if (!parsed) return text;
  let changed = false;
  let deep = false;
  const visit = (value: unknown, named: boolean, depth: number): unknown => {
    deep ||= depth > DEPTH_LIMIT;
    if (deep) return value;
    if (typeof value === 'string' && named) {
      const mapped = map(value);
      changed ||= mapped !== undefined;
      return mapped ?? value;
    }
    if (Array.isArray(value)) return value.map((item: unknown) => visit(item, named, depth + 1));
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, visit(item, key === 'urls' || key === 'href_matches', depth + 1)]),
    );
  };
  const out = visit(parsed, false, 0);
  return changed && !deep ? toScriptJson(out) : text;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  if (text.length > TEXT_LIMIT) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined; // not JSON: the browser says so in its console, as it would without us
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `<` is escaped: the text goes back between script tags. */
function toScriptJson(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c');
}
