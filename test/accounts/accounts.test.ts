/** Users, passwords, keys and companies over a store in memory. */
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Accounts, Passwords, SignIns } from '../../src/accounts/index.ts';
import { GatewayError } from '../../src/shared/error-codes.ts';
import { MAIN_COMPANY, operatorOf, type Staff, type StaffRole } from '../../src/shared/staff.ts';
import { openStore, type Store } from '../../src/store/index.ts';

const limits = { signInLifetimeMs: 8 * 3_600_000, signInIdleMs: 1_800_000 };
const PASSWORD = 'a green button, please';
const operator = operatorOf(MAIN_COMPANY);

let store: Store;
let signIns: SignIns;
let accounts: Accounts;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
  store = await openStore({ dataDir: ':memory:' });
  signIns = new SignIns(store, limits, 'admin-token');
  // A cost that lets a test try a hundred passwords; what is kept by default is looked at below.
  accounts = new Accounts({ store, signIns, log: pino({ level: 'silent' }), passwords: new Passwords({ ln: 10, r: 8, p: 1 }) });
});
afterEach(async () => {
  await signIns.close();
  await store.close();
  vi.useRealTimers();
});

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'none';
  } catch (error) {
    if (error instanceof GatewayError) return error.code;
    throw error;
  }
};

async function person(login: string, role: StaffRole = 'agent', by: Staff = operator): Promise<Staff> {
  const { welcome } = await accounts.addUser(by, { login, name: login, role });
  return accounts.choosePassword(welcome, PASSWORD);
}

const signIn = (login: string, password = PASSWORD, ip = '1.1.1.1', company = MAIN_COMPANY) =>
  accounts.byPassword({ company, login, password }, ip);

describe('passwords', () => {
  test('a user chooses one by a link that is good once, and signs in with it', async () => {
    const { user, welcome } = await accounts.addUser(operator, { login: ' Ann@Shop.example ', name: 'Ann', role: 'senior' });
    expect(await codeOf(signIn('ann@shop.example'))).toBe('SIGN_IN_FAILED');
    expect(await accounts.choosePassword(welcome, PASSWORD)).toMatchObject({ id: user.id, role: 'senior', is: 'person' });
    expect(await codeOf(accounts.choosePassword(welcome, PASSWORD))).toBe('WELCOME_INVALID');
    expect(await signIn('ANN@shop.example')).toMatchObject({ id: user.id, name: 'Ann' });
  });

  test('[P8] what is kept is a salted scrypt hash of OWASP’s cost', async () => {
    const passwords = new Passwords();
    const [kept, again] = [await passwords.hash(PASSWORD), await passwords.hash(PASSWORD)];
    expect(kept).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(again).not.toBe(kept);
    expect(await passwords.matches(kept, PASSWORD)).toBe(true);
    expect(await passwords.matches(kept, `${PASSWORD} `)).toBe(false);
    expect(await passwords.matches(null, PASSWORD)).toBe(false);
    // One that an earlier cost made stays good.
    expect(await passwords.matches(await new Passwords({ ln: 10, r: 8, p: 1 }).hash(PASSWORD), PASSWORD)).toBe(true);
    await expect(passwords.matches('plain text', PASSWORD)).rejects.toThrow('no password hash');
    const { id } = await person('ann');
    expect((await store.user(id))?.password).toMatch(/^\$scrypt\$ln=10,/);
  });

  test.each([
    ['short', 'too short', 'PASSWORD_WEAK'],
    ['of one letter', 'aaaaaaaaaaaaaaaaaa', 'PASSWORD_WEAK'],
    ['the login itself', 'annabella.smith1', 'PASSWORD_WEAK'],
    ['endless', 'abcdefg '.repeat(40), 'PASSWORD_WEAK'],
    ['with white space at its ends', '  twelve letters  ', 'none'],
    ['in any script', '緑のボタンを押してくださいね', 'none'],
  ])('one that is %s', async (_what, password, code) => {
    const { welcome } = await accounts.addUser(operator, { login: 'annabella.smith', name: 'Annabella', role: 'agent' });
    expect(await codeOf(accounts.choosePassword(welcome, password))).toBe(code);
    // A refused one leaves the link as it was.
    if (code !== 'none') expect(await codeOf(accounts.choosePassword(welcome, PASSWORD))).toBe('none');
  });

  test('a link is void after three days, after another was made, and for a disabled user', async () => {
    const { user, welcome } = await accounts.addUser(operator, { login: 'ann', name: 'Ann', role: 'agent' });
    const second = await accounts.welcomeAgain(operator, user.id);
    expect(await codeOf(accounts.choosePassword(welcome, PASSWORD))).toBe('WELCOME_INVALID');
    vi.advanceTimersByTime(3 * 86_400_000 + 1);
    expect(await codeOf(accounts.choosePassword(second, PASSWORD))).toBe('WELCOME_INVALID');
    const third = await accounts.welcomeAgain(operator, user.id);
    await accounts.changeUser(operator, user.id, { disabled: true });
    expect(await codeOf(accounts.choosePassword(third, PASSWORD))).toBe('WELCOME_INVALID');
  });

  test('an unknown login, a wrong password, another company and a disabled user answer alike', async () => {
    await person('ann');
    const bob = await person('bob');
    await accounts.changeUser(operator, bob.id, { disabled: true });
    const codes = [
      await codeOf(signIn('nobody')),
      await codeOf(signIn('ann', 'a wrong password')),
      await codeOf(signIn('ann', PASSWORD, '1.1.1.1', 'acme')),
      await codeOf(signIn('bob')),
    ];
    expect(codes).toEqual(Array.from({ length: 4 }, () => 'SIGN_IN_FAILED'));
  });

  test('five wrong ones lock a login out for that address, and thirty for all of them', async () => {
    await person('ann');
    for (let at = 0; at < 5; at++) expect(await codeOf(signIn('ann', 'a wrong password'))).toBe('SIGN_IN_FAILED');
    expect(await codeOf(signIn('ann'))).toBe('TOO_MANY_TRIES');
    expect(await codeOf(signIn('ann', PASSWORD, '2.2.2.2'))).toBe('none');
    const codes: string[] = [];
    for (let at = 0; at < 40; at++) codes.push(await codeOf(signIn('ann', 'a wrong password', `3.3.3.${at}`)));
    expect(codes.filter((code) => code === 'SIGN_IN_FAILED').length).toBeLessThanOrEqual(26);
    expect(codes.at(-1)).toBe('TOO_MANY_TRIES');
  });

  test('a change asks for the old one and ends every sign-in', async () => {
    const ann = await person('ann');
    const value = await signIns.begin(ann);
    expect(await codeOf(accounts.changePassword(ann, 'a wrong password', 'another long one'))).toBe('SIGN_IN_FAILED');
    expect(await signIns.find(value)).toBeDefined();
    await accounts.changePassword(ann, PASSWORD, 'another long one');
    expect(await signIns.find(value)).toBeUndefined();
    expect(await codeOf(signIn('ann'))).toBe('SIGN_IN_FAILED');
    expect(await codeOf(signIn('ann', 'another long one', '2.2.2.2'))).toBe('none');
  });
});

describe('sign-ins', () => {
  test('[P7] end after eight hours, and after half an hour without use', async () => {
    const ann = await person('ann');
    const idle = await signIns.begin(ann);
    const used = await signIns.begin(ann);
    for (let at = 0; at < 24; at++) {
      vi.advanceTimersByTime(20 * 60_000 - 1);
      if (at < 23) expect(await signIns.find(used), `${at}`).toBeDefined();
      if (at === 2) expect(await signIns.find(idle)).toBeUndefined();
    }
    vi.advanceTimersByTime(60_000);
    expect(await signIns.find(used)).toBeUndefined();
  });

  test('an open console counts as use, and is told of the end', async () => {
    const value = await signIns.begin(await person('ann'));
    const hash = (await signIns.find(value))?.hash ?? '';
    const ended = vi.fn<() => void>();
    signIns.watch(hash, ended);
    for (let minute = 0; minute < 90; minute++) await vi.advanceTimersByTimeAsync(60_000);
    expect(ended).not.toHaveBeenCalled();
    for (let minute = 0; minute < 8 * 60; minute++) await vi.advanceTimersByTimeAsync(60_000);
    await vi.waitFor(() => expect(ended).toHaveBeenCalledTimes(1));
  });

  test('[P7] end at once when the user is disabled or gets another role', async () => {
    const ann = await person('ann');
    for (const change of [{ role: 'senior' as const }, { disabled: true }]) {
      await accounts.changeUser(operator, ann.id, { disabled: false });
      const value = await signIns.begin(ann);
      const ended = vi.fn<() => void>();
      signIns.watch((await signIns.find(value))?.hash ?? '', ended);
      await accounts.changeUser(operator, ann.id, change);
      expect(ended).toHaveBeenCalledTimes(1);
      expect(await signIns.find(value)).toBeUndefined();
    }
  });

  test('the operator’s end with the gateway’s token', async () => {
    const value = await signIns.begin(operator);
    expect((await signIns.find(value))?.staff).toEqual(operator);
    const after = new SignIns(store, limits, 'another-token');
    expect(await after.find(value)).toBeUndefined();
    expect(await signIns.find(value.slice(2))).toBeUndefined();
    await after.close();
  });

  test.each(['', 'x', 'o.', 'a'.repeat(31), `${'a'.repeat(32)} `, `o.o.${'a'.repeat(30)}`])('%j is none', async (value) => {
    expect(await signIns.find(value)).toBeUndefined();
  });
});

describe('who may change whom', () => {
  test('only an administrator, and only their own company', async () => {
    await accounts.addCompany(operator, { id: 'acme', name: 'Acme' });
    const acme = await accounts.actIn(operator, 'acme');
    const admin = await person('root', 'admin');
    const other = await person('root', 'admin', acme);
    for (const role of ['observer', 'agent', 'senior', 'supervisor'] as const) {
      const who = await person(role, role);
      expect(await codeOf(accounts.users(who))).toBe('FORBIDDEN');
      expect(await codeOf(accounts.addUser(who, { login: 'x', name: 'x', role: 'agent' }))).toBe('FORBIDDEN');
      expect(await codeOf(accounts.addKey(who, { name: 'x', role: 'agent', days: undefined }))).toBe('FORBIDDEN');
      expect(await codeOf(accounts.changeUser(who, admin.id, { disabled: true }))).toBe('FORBIDDEN');
    }
    expect(await codeOf(accounts.changeUser(other, admin.id, { disabled: true }))).toBe('USER_NOT_FOUND');
    expect(await codeOf(accounts.welcomeAgain(other, admin.id))).toBe('USER_NOT_FOUND');
    expect(await codeOf(accounts.companies(admin))).toBe('FORBIDDEN');
    expect(await codeOf(accounts.actIn(admin, 'acme'))).toBe('FORBIDDEN');
    expect((await accounts.users(other)).map(({ login }) => login)).toEqual(['root']);
  });

  test('the last administrator stays, unless the operator says otherwise', async () => {
    const ann = await person('ann', 'admin');
    expect(await codeOf(accounts.changeUser(ann, ann.id, { role: 'agent' }))).toBe('LAST_ADMIN');
    expect(await codeOf(accounts.changeUser(ann, ann.id, { disabled: true }))).toBe('LAST_ADMIN');
    const bob = await person('bob', 'admin');
    expect(await codeOf(accounts.changeUser(bob, ann.id, { disabled: true }))).toBe('none');
    expect(await codeOf(accounts.changeUser(operator, bob.id, { role: 'agent' }))).toBe('none');
  });

  test.each(['ab', 'Acme', '-acme', 'acme-', 'a_b', 'a'.repeat(33), '../x'])('%j is no id of a company', async (id) => {
    expect(await codeOf(accounts.addCompany(operator, { id, name: 'x' }))).toBe('BAD_REQUEST');
  });
});

describe('keys', () => {
  test('[P8] work until they are dropped or expire, and are kept as a hash', async () => {
    const { row, key } = await accounts.addKey(operator, { name: 'CRM', role: 'agent', days: 2 });
    expect(await accounts.byKey(key)).toEqual({ company: MAIN_COMPANY, id: row.id, name: 'CRM', role: 'agent', is: 'program' });
    expect(JSON.stringify(await store.keys(MAIN_COMPANY, 9))).not.toContain(key.slice(4));
    expect(await accounts.byKey(`${key}x`)).toBeUndefined();
    vi.advanceTimersByTime(2 * 86_400_000);
    expect(await accounts.byKey(key)).toBeUndefined();
    const other = await accounts.addKey(operator, { name: 'CRM', role: 'agent', days: undefined });
    await accounts.dropKey(operator, other.row.id);
    expect(await accounts.byKey(other.key)).toBeUndefined();
    expect(await codeOf(accounts.dropKey(operator, other.row.id))).toBe('KEY_NOT_FOUND');
  });
});

describe('an identity provider', () => {
  const claims = { login: 'ann@shop.example', name: 'Ann', role: 'agent' as const };

  test('makes a user of whoever it vouches for, and keeps the role up to date', async () => {
    const first = await accounts.bySubject(MAIN_COMPANY, 'https://idp ann', claims);
    const value = await signIns.begin(first);
    const again = await accounts.bySubject(MAIN_COMPANY, 'https://idp ann', { ...claims, role: 'senior' });
    expect(again).toEqual({ ...first, role: 'senior' });
    expect(await signIns.find(value)).toBeUndefined();
    await accounts.changeUser(operator, first.id, { disabled: true });
    expect(await codeOf(accounts.bySubject(MAIN_COMPANY, 'https://idp ann', claims))).toBe('SIGN_IN_FAILED');
  });

  test('does not take over a local user by naming the same login', async () => {
    const local = await person('ann@shop.example', 'admin');
    const vouched = await accounts.bySubject(MAIN_COMPANY, 'https://idp ann', claims);
    expect(vouched.id).not.toBe(local.id);
    expect(vouched.role).toBe('agent');
    expect((await signIn('ann@shop.example')).id).toBe(local.id);
  });
});

test('every change stands in the company’s audit, without a secret', async () => {
  const ann = await person('ann', 'admin');
  await signIn('ann');
  await codeOf(signIn('ann', 'a wrong password'));
  const { key, row } = await accounts.addKey(ann, { name: 'CRM', role: 'agent', days: undefined });
  await accounts.dropKey(ann, row.id);
  const deeds = await accounts.deeds(ann);
  expect(deeds.map(({ event }) => event)).toEqual([
    ...['key-dropped', 'key-added', 'sign-in-refused', 'sign-in', 'password-chosen', 'user-added'],
  ]);
  const text = JSON.stringify(deeds);
  for (const secret of [PASSWORD, 'a wrong password', key]) expect(text).not.toContain(secret);
});
