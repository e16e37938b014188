import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SessionId } from '../../src/shared/ids.ts';
import { openStore } from '../../src/store/index.ts';
import { accountContract } from './account-contract.ts';
import { storeContract } from './contract.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'samepage-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

storeContract('SQLite in memory', () => openStore({ dataDir: ':memory:' }));
accountContract('SQLite in memory', () => openStore({ dataDir: ':memory:' }));
storeContract('SQLite in a file', () => openStore({ dataDir: join(folder, 'new', 'deep') }));

describe('the SQLite file', () => {
  const sid = 'aaaaaaaaaaaaaaaa' as SessionId;

  test('sessions that a process left behind have ended when the next one opens the file', async () => {
    const before = await openStore({ dataDir: folder });
    await before.addSession({
      id: sid,
      url: 'https://x.example/',
      state: 'live',
      company: 'main',
      owner: 'operator',
      customer: '',
      ticket: '',
      createdBy: 'admin',
      createdAt: 1,
      endedAt: null,
      endedBy: null,
    });
    await before.close();
    const after = await openStore({ dataDir: folder });
    expect(await after.session(sid)).toMatchObject({ state: 'ended', endedBy: 'gateway restarted' });
    await after.close();
  });

  test('secrets outlive the process', async () => {
    const before = await openStore({ dataDir: folder });
    await before.keepSecret('key', 'value');
    await before.close();
    const after = await openStore({ dataDir: folder });
    expect(await after.keepSecret('key', 'other')).toBe('value');
    await after.close();
  });

  test('nobody else on the machine may read it', async () => {
    const store = await openStore({ dataDir: folder });
    expect(statSync(join(folder, 'samepage.db')).mode & 0o077).toBe(0);
    await store.close();
  });

  test('a file of a newer release is refused, not repaired', async () => {
    const store = await openStore({ dataDir: folder });
    await store.close();
    const db = new Database(join(folder, 'samepage.db'));
    db.exec('PRAGMA user_version = 999');
    db.close();
    await expect(openStore({ dataDir: folder })).rejects.toThrow(/newer release/);
  });
});
