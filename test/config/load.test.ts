import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConfigError, loadConfig } from '../../src/config/index.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'samepage-config-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(text: string): string {
  const path = join(folder, `${Math.random().toString(36).slice(2)}.yaml`);
  writeFileSync(path, text);
  return path;
}

function faultsOf(sources: Parameters<typeof loadConfig>[0]): string[] {
  try {
    loadConfig(sources);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.map(({ key }) => key);
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  test('nothing given is a gateway on this machine, port 8080', () => {
    const config = loadConfig({ env: {} });
    expect(config).toMatchObject({ port: 8080, listen: '127.0.0.1', controlOrigin: 'http://localhost:8080', dataDir: './data' });
    expect(config.host).toEqual({ shape: 'nested', scheme: 'http', base: 'localhost', port: ':8080' });
  });

  test('control origin and session hosts follow the port', () => {
    const config = loadConfig({ env: { SAMEPAGE_PORT: '9123' } });
    expect(config.controlOrigin).toBe('http://localhost:9123');
    expect(config.sessionHost).toBe('http://{label}.{sid}.localhost:9123');
    expect(config.host.port).toBe(':9123');
  });

  test('the file is the weakest, then the environment, then what a program says', () => {
    const path = file('port: 1111\ncompany: File\nlisten: 0.0.0.0\n');
    const config = loadConfig({ file: path, env: { SAMEPAGE_PORT: '2222', SAMEPAGE_COMPANY: 'Env' }, overrides: { port: 3333 } });
    expect(config).toMatchObject({ port: 3333, company: 'Env', listen: '0.0.0.0' });
  });

  test('SAMEPAGE_CONFIG names the file', () => {
    expect(loadConfig({ env: { SAMEPAGE_CONFIG: file('company: Named\n') } }).company).toBe('Named');
  });

  test('lists in the environment are comma-separated, objects are JSON', () => {
    const config = loadConfig({
      env: { SAMEPAGE_ALLOW: 'shop.example, *.shop.example', SAMEPAGE_RESOLVE: '{"a.example":"127.0.0.1"}', SAMEPAGE_GRANTS: 'view,chat' },
    });
    expect(config.allow).toEqual(['shop.example', '*.shop.example']);
    expect(config.resolve).toEqual({ 'a.example': '127.0.0.1' });
    expect(config.grants).toEqual(['view', 'chat']);
  });

  test('one limit can be set without repeating the others', () => {
    const config = loadConfig({ file: file('limits:\n  tabsMax: 3\n'), env: { SAMEPAGE_LIMITS: '{"sessionsMax":7}' } });
    expect(config.limits).toMatchObject({ tabsMax: 3, sessionsMax: 7, chatLimitBytes: 4096 });
  });

  test('every fault is told at once, by key', () => {
    const faults = faultsOf({
      file: file('colour: red\nlimits:\n  nope: 1\n  tabsMax: 0\n'),
      env: { SAMEPAGE_PORT: 'eighty', SAMEPAGE_ALOW: 'x', SAMEPAGE_RESOLVE: '{', SAMEPAGE_ALLOW_PRIVATE_TARGETS: 'everything' },
    });
    expect(faults.sort()).toEqual([
      'SAMEPAGE_ALOW',
      'SAMEPAGE_RESOLVE',
      'allowPrivateTargets.0',
      'colour',
      'limits.nope',
      'limits.tabsMax',
      'port',
    ]);
  });

  test('a fault names the finding and the fix, and no secret', () => {
    try {
      loadConfig({ env: { SAMEPAGE_ADMIN_TOKEN: 'tooshort' } });
      expect.unreachable();
    } catch (error) {
      expect(String(error)).toContain('adminToken');
      expect(String(error)).not.toContain('tooshort');
    }
  });

  test('the result is frozen to the bottom', () => {
    const config = loadConfig({ env: {} });
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.limits)).toBe(true);
    expect(Object.isFrozen(config.grants)).toBe(true);
  });

  test('the admin token may stand in another variable or in a file', () => {
    const token = 'a-token-of-many-characters';
    expect(loadConfig({ env: { SAMEPAGE_ADMIN_TOKEN: 'env:THE_TOKEN_IS_HERE', THE_TOKEN_IS_HERE: token } }).adminToken).toBe(token);
    expect(loadConfig({ env: { SAMEPAGE_ADMIN_TOKEN: `file:${file(`${token}\n`)}` } }).adminToken).toBe(token);
    expect(faultsOf({ env: { SAMEPAGE_ADMIN_TOKEN: 'env:NOT_SET_ANYWHERE' } })).toEqual(['adminToken']);
    expect(faultsOf({ env: { SAMEPAGE_ADMIN_TOKEN: `file:${join(folder, 'missing')}` } })).toEqual(['adminToken']);
  });

  // A page of a session could otherwise set cookies on the console, and its requests would be same-site.
  test('the console must not share a registrable domain with the sessions', () => {
    const sessionHost = 'https://{label}--{sid}.gw.test';
    expect(faultsOf({ env: { SAMEPAGE_SESSION_HOST: sessionHost, SAMEPAGE_CONTROL_ORIGIN: 'https://console.gw.test' } })).toEqual([
      'controlOrigin',
    ]);
    expect(faultsOf({ env: { SAMEPAGE_SESSION_HOST: sessionHost, SAMEPAGE_CONTROL_ORIGIN: 'https://console.test' } })).toEqual([]);
    expect(faultsOf({ env: { SAMEPAGE_CONTROL_ORIGIN: 'http://console.localhost:8080' } })).toEqual(['controlOrigin']);
  });

  test('session hosts of neither shape are refused', () => {
    for (const text of [
      'https://{sid}.gw.example',
      'https://{label}-{sid}.gw.example',
      'ftp://{label}.{sid}.x',
      'https://{label}.{sid}.Gw.Example',
    ]) {
      expect(faultsOf({ env: { SAMEPAGE_SESSION_HOST: text } }), text).toEqual(['sessionHost']);
    }
  });

  test('keys that would reach a prototype are settings nobody knows', () => {
    expect(faultsOf({ file: file('constructor: {prototype: {polluted: 1}}\n'), env: {} })).toEqual(['constructor']);
    faultsOf({ file: file('__proto__: {polluted: 1}\n'), env: { SAMEPAGE_LIMITS: '{"__proto__":{"polluted":1}}' } });
    expect((Object.create({}) as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('a file that is no mapping, or missing, is a fault and not a crash', () => {
    expect(faultsOf({ file: file('- a\n- b\n'), env: {} })).toHaveLength(1);
    expect(faultsOf({ file: join(folder, 'missing.yaml'), env: {} })).toHaveLength(1);
    expect(faultsOf({ file: file('a: [\n'), env: {} })).toHaveLength(1);
  });
});
