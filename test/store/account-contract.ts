/** What every store must do for accounts. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Store, UserRow } from '../../src/store/index.ts';

function user(id: string, company: string, login: string): UserRow {
  return { id, company, login, name: login, role: 'agent', password: null, subject: null, createdAt: 1, disabledAt: null };
}

export function accountContract(name: string, open: () => Promise<Store>): void {
  describe(`${name}: accounts`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
      await store.addCompany({ id: 'acme', name: 'Acme', createdAt: 5 });
    });
    afterEach(() => store.close());

    test('the main company is always there, and an id is taken once', async () => {
      expect((await store.companies(10)).map(({ id }) => id)).toEqual(['main', 'acme']);
      expect(await store.addCompany({ id: 'acme', name: 'Other', createdAt: 6 })).toBe('taken');
      expect(await store.company('acme')).toEqual({ id: 'acme', name: 'Acme', createdAt: 5 });
      expect(await store.company('none')).toBeUndefined();
    });

    test('a login is taken once in a company, and free in another', async () => {
      expect(await store.addUser(user('u1', 'main', 'ann'))).toBe('added');
      expect(await store.addUser(user('u2', 'main', 'ann'))).toBe('taken');
      expect(await store.addUser(user('u3', 'acme', 'ann'))).toBe('added');
      expect((await store.users('main', 10)).map(({ id }) => id)).toEqual(['u1']);
      expect((await store.userByLogin('acme', 'ann'))?.id).toBe('u3');
    });

    test('a user keeps what was set, and no subject is anybody’s twice', async () => {
      const ann = user('u1', 'main', 'ann');
      await store.addUser(ann);
      const changed: UserRow = { ...ann, name: 'Ann', role: 'admin', password: 'h', subject: 'iss sub', disabledAt: 9 };
      await store.setUser(changed);
      expect(await store.user('u1')).toEqual(changed);
      expect(await store.userBySubject('main', 'iss sub')).toEqual(changed);
      expect(await store.userBySubject('acme', 'iss sub')).toBeUndefined();
      expect(await store.addUser({ ...user('u2', 'main', 'bob'), subject: 'iss sub' })).toBe('taken');
    });

    test('a welcome is taken once, and not after its time', async () => {
      await store.addUser(user('u1', 'main', 'ann'));
      await store.addWelcome('h1', 'u1', 100);
      await store.addWelcome('h2', 'u1', 100);
      await store.addWelcome('h3', 'u1', 100);
      expect(await store.welcome('h1', 99)).toBe('u1');
      expect(await store.takeWelcome('h1', 99)).toBe('u1');
      expect(await store.takeWelcome('h1', 99)).toBeUndefined();
      expect(await store.welcome('h2', 100)).toBeUndefined();
      expect(await store.takeWelcome('h2', 100)).toBeUndefined();
      await store.dropWelcomes('u1');
      expect(await store.takeWelcome('h3', 99)).toBeUndefined();
    });

    test('sign-ins are used, ended one by one, all of one user, and by age', async () => {
      await store.addUser(user('u1', 'main', 'ann'));
      const signIn = (hash: string, who: string | null, createdAt: number) =>
        store.addSignIn({ hash, company: 'main', user: who, createdAt, usedAt: createdAt });
      await signIn('a', 'u1', 10);
      await signIn('b', 'u1', 20);
      await signIn('c', null, 30);
      await signIn('d', null, 40);
      await store.useSignIn('a', 15);
      expect(await store.signIn('a')).toEqual({ hash: 'a', company: 'main', user: 'u1', createdAt: 10, usedAt: 15 });
      expect((await store.endSignInsOf('u1')).sort()).toEqual(['a', 'b']);
      expect(await store.signIn('b')).toBeUndefined();
      await store.endSignIn('d');
      expect(await store.signIn('d')).toBeUndefined();
      await store.forgetSignIns(31, 0);
      expect(await store.signIn('c')).toBeUndefined();
    });

    test('a key is found by its hash, and dropped by its own company alone', async () => {
      const key = { id: 'k1', company: 'acme', name: 'CRM', role: 'agent', hash: 'h', createdBy: 'ann', createdAt: 1 } as const;
      await store.addKey({ ...key, usedAt: null, expiresAt: 50 });
      await store.useKey('k1', 7);
      expect(await store.keyByHash('h')).toEqual({ ...key, usedAt: 7, expiresAt: 50 });
      expect(await store.dropKey('main', 'k1')).toBe(false);
      expect(await store.dropKey('acme', 'k1')).toBe(true);
      expect(await store.keyByHash('h')).toBeUndefined();
    });

    test('versions of a policy follow each other, and the newest of each company counts', async () => {
      const row = (company: string, version: number) => ({
        company,
        version,
        text: `${company} ${version}`,
        author: 'ann',
        at: 1,
        note: 'n',
      });
      expect(await store.addPolicy(row('acme', 2))).toBe('stale');
      expect(await store.addPolicy(row('acme', 1))).toBe('added');
      expect(await store.addPolicy(row('acme', 1))).toBe('stale');
      expect(await store.addPolicy(row('acme', 2))).toBe('added');
      expect(await store.addPolicy(row('main', 1))).toBe('added');
      expect((await store.policies()).map(({ text }) => text).sort()).toEqual(['acme 2', 'main 1']);
      expect((await store.policyVersions('acme', 9)).map(({ version }) => version)).toEqual([2, 1]);
      expect(await store.policy('acme', 1)).toEqual(row('acme', 1));
      expect(await store.policy('acme', 3)).toBeUndefined();
    });

    test('pages for rules are each company’s own, and the last list counts', async () => {
      expect(await store.policyPages('acme')).toEqual([]);
      await store.setPolicyPages('acme', ['https://a.example/']);
      await store.setPolicyPages('main', []);
      await store.setPolicyPages('acme', ['https://b.example/', 'https://c.example/']);
      expect(await store.policyPages('acme')).toEqual(['https://b.example/', 'https://c.example/']);
      expect(await store.policyPages('main')).toEqual([]);
    });

    test('deeds come newest first, each to its company', async () => {
      await store.addDeed({ at: 1, company: 'acme', who: 'ann', event: 'one', detail: { user: 'u1' } });
      await store.addDeed({ at: 2, company: 'acme', who: 'ann', event: 'two', detail: {} });
      await store.addDeed({ at: 3, company: 'main', who: 'bob', event: 'three', detail: {} });
      expect((await store.deeds('acme', 10)).map(({ event }) => event)).toEqual(['two', 'one']);
      expect((await store.deeds('acme', 10))[1]?.detail).toEqual({ user: 'u1' });
    });
  });
}
