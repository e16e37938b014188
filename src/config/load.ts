/**
 * File, environment and program become one frozen Config, in that order: the later wins. All faults are told at once, and
 * checking changes nothing.
 */
import { readFileSync } from 'node:fs';
import { getDomain } from 'tldts';
import { parse as parseYaml } from 'yaml';
import type { z } from 'zod';
import { parseSessionHost, type SessionHost } from '../shared/url-map.ts';
import { ConfigError, type ConfigFault } from './config-error.ts';
import { fromEnvironment, type Environment } from './environment.ts';
import { configSchema, type Config, type ConfigInput } from './schema.ts';
import { checkSites } from './sites.ts';

export interface ConfigSources {
  readonly env: Environment;
  /** YAML file; without it the one that SAMEPAGE_CONFIG names, if any. */
  readonly file?: string;
  /** Goes before all else. */
  readonly overrides?: Partial<ConfigInput>;
}

type Layer = Readonly<Record<string, unknown>>;

/** Throws a ConfigError with every fault. */
export function loadConfig(sources: ConfigSources): Config {
  const faults: ConfigFault[] = [];
  const file = sources.file ?? (sources.env['SAMEPAGE_CONFIG'] || undefined);
  const layers = [file === undefined ? {} : readLayer(file, faults), fromEnvironment(sources.env, faults), { ...sources.overrides }];
  const checked = configSchema.safeParse(merge(layers));
  if (!checked.success) throw new ConfigError([...faults, ...checked.error.issues.flatMap(faultsOf)]);
  const values = checked.data;
  const host = parseSessionHost(values.sessionHost, values.port);
  if (!host) throw new Error('the schema let a sessionHost of neither shape through');
  const controlOrigin = new URL(values.controlOrigin.replace('{port}', String(values.port))).origin;
  const adminToken =
    values.adminToken === null ? null : (readSecret(values.adminToken, { key: 'adminToken', least: 16, env: sources.env, faults }) ?? null);
  const providers = values.providers.map((provider, at) => {
    const where = { key: `providers.${at}.clientSecret`, least: 1, env: sources.env, faults };
    return { ...provider, clientSecret: readSecret(provider.clientSecret, where) ?? '' };
  });
  const turn = values.turn && {
    ...values.turn,
    secret: readSecret(values.turn.secret, { key: 'turn.secret', least: 16, env: sources.env, faults }) ?? '',
  };
  faults.push(...crossCheck({ ...values, controlOrigin, host }));
  if (faults.length > 0) throw new ConfigError(faults);
  const sessionHost = values.sessionHost.replace('{port}', String(values.port));
  return deepFreeze({ ...values, controlOrigin, sessionHost, host, adminToken, providers, turn });
}

function readLayer(file: string, faults: ConfigFault[]): Layer {
  try {
    const value: unknown = parseYaml(readFileSync(file, 'utf8')) ?? {};
    if (typeof value === 'object' && !Array.isArray(value)) return { ...value };
    faults.push({ key: file, finding: 'is no mapping of keys to values', fix: 'Write "key: value" lines, as in config/gateway.yaml' });
  } catch (error) {
    faults.push({ key: file, finding: `cannot be read: ${reasonOf(error)}`, fix: 'Repair the file, or the path in SAMEPAGE_CONFIG' });
  }
  return {};
}

/** `limits` is merged key by key, so that one limit can be set without repeating the others; all else is replaced whole. */
function merge(layers: readonly Layer[]): Layer {
  const limits = layers.map((layer) => layer['limits']).filter((value) => value !== undefined);
  const whole = { ...Object.assign({}, ...layers.map(definedOnly)) } as Record<string, unknown>; // Object.assign of unknown layers is any
  if (limits.length > 1 && limits.every(isObject)) whole['limits'] = Object.assign({}, ...limits.map(definedOnly));
  return whole;
}

function definedOnly(layer: object): Layer {
  return Object.fromEntries(Object.entries(layer).filter(([, value]) => value !== undefined));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function faultsOf(issue: z.core.$ZodIssue): ConfigFault[] {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      key: path ? `${path}.${key}` : key,
      finding: 'is no setting',
      fix: 'Remove it, or check the spelling in docs/config.md',
    }));
  }
  const [finding = '', fix = 'See docs/config.md for what may stand here'] = issue.message.split(' | ');
  return [{ key: path || 'configuration', finding: lowerFirst(finding), fix: fix.replace(/\.$/, '') }];
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** `text` itself, or what it points at: env:NAME, file:PATH. Undefined, with a fault: nothing of that length is there. */
function readSecret(text: string, where: { key: string; least: number; env: Environment; faults: ConfigFault[] }): string | undefined {
  const { key, least, env, faults } = where;
  const match = /^(env|file):(.+)$/s.exec(text);
  if (!match) return text;
  const [, kind, name = ''] = match;
  const secret = kind === 'env' ? env[name] : readText(name, key, faults)?.trim();
  if (secret !== undefined && secret.length >= least) return secret;
  // A file that cannot be read has been told already.
  if (kind === 'env' || secret !== undefined) {
    faults.push({
      key,
      finding: `${kind} ${name} holds no ${least > 1 ? `token of ${least} or more characters` : 'text'}`,
      fix: 'Put a long random value there',
    });
  }
  return undefined;
}

function readText(path: string, key: string, faults: ConfigFault[]): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    faults.push({ key, finding: `cannot read ${path}: ${reasonOf(error)}`, fix: 'Check the path and who may read it' });
    return undefined;
  }
}

/** What one key alone cannot tell. */
function crossCheck(config: Omit<z.output<typeof configSchema>, 'host'> & { host: SessionHost }): ConfigFault[] {
  const faults: ConfigFault[] = [];
  const control = new URL(config.controlOrigin);
  const { base, scheme } = config.host;
  const site = (name: string) => getDomain(name, { allowPrivateDomains: true }) ?? name;
  // Siblings of one site share cookies and pass SameSite: a page of a session could act on the console.
  if (base !== 'localhost' && (site(control.hostname) === site(base) || control.hostname.endsWith(`.${base}`))) {
    faults.push({
      key: 'controlOrigin',
      finding: `${control.hostname} and ${base} of sessionHost are one site, so pages of sessions could reach the console's cookies`,
      fix: 'Give the console another registrable domain',
    });
  }
  if (base === 'localhost' && control.hostname.endsWith('.localhost')) {
    faults.push({ key: 'controlOrigin', finding: 'is a host name below that of sessions', fix: 'Use http://localhost:{port}' });
  }
  if (config.tls) {
    if (scheme !== 'https')
      faults.push({ key: 'sessionHost', finding: 'says http although tls is set', fix: 'Write https://, or remove tls' });
    if (control.protocol !== 'https:')
      faults.push({ key: 'controlOrigin', finding: 'says http although tls is set', fix: 'Write https://, or remove tls' });
    readText(config.tls.cert, 'tls.cert', faults);
    readText(config.tls.key, 'tls.key', faults);
  }
  faults.push(...checkSites(config));
  const companies = config.providers.map(({ company }) => company);
  for (const company of new Set(companies.filter((one, at) => companies.indexOf(one) !== at)))
    faults.push({ key: 'providers', finding: `names two providers for ${company}`, fix: 'Leave one for each company' });
  if (config.targetCa !== null) readText(config.targetCa, 'targetCa', faults);
  if (config.limits.pingTimeoutMs <= config.limits.pingIntervalMs) {
    faults.push({ key: 'limits.pingTimeoutMs', finding: 'is not above limits.pingIntervalMs', fix: 'Let it be at least twice as long' });
  }
  if (config.limits.guestCloseBytes <= config.limits.guestStaleBytes) {
    faults.push({ key: 'limits.guestCloseBytes', finding: 'is not above limits.guestStaleBytes', fix: 'Let it be several times as large' });
  }
  return faults;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error);
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
