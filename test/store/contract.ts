/** What every store must do. A new one passes this suite, or is none. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ParticipantId, SessionId } from '../../src/shared/ids.ts';
import type { SessionRow, Store } from '../../src/store/index.ts';

const S1 = 'aaaaaaaaaaaaaaaa' as SessionId;
const S2 = 'bbbbbbbbbbbbbbbb' as SessionId;
const P1 = 'paaaaaaaaaaaa' as ParticipantId;
const P2 = 'pbbbbbbbbbbbb' as ParticipantId;

function row(id: SessionId, createdAt: number): SessionRow {
  return {
    id,
    url: 'https://shop.example/',
    state: 'waiting',
    company: 'main',
    owner: 'operator',
    customer: '',
    ticket: '',
    createdBy: 'admin',
    createdAt,
    endedAt: null,
    endedBy: null,
  };
}

export function storeContract(name: string, open: () => Promise<Store>): void {
  describe(name, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    test('a session is found again as it was added, and an unknown one is not', async () => {
      await store.addSession(row(S1, 1000));
      expect(await store.session(S1)).toEqual(row(S1, 1000));
      expect(await store.session(S2)).toBeUndefined();
    });

    test('a logo comes back byte for byte, beside looks that are saved apart, and goes', async () => {
      const bytes = Buffer.from([0, 255, 10, 128, 65]);
      await store.setLogo('main', bytes);
      await store.setBranding({ company: 'main', version: 3, text: 'product: X' });
      expect(await store.logo('main')).toEqual(bytes);
      expect(await store.brandings()).toEqual([
        { company: 'main', version: 3, text: 'product: X', logo: expect.stringMatching(/^[0-9a-f]{16}$/) as string },
      ]);
      await store.setLogo('main', null);
      expect([await store.logo('main'), (await store.brandings())[0]?.logo]).toEqual([undefined, undefined]);
    });

    test('notes are those of their session, and the last ones', async () => {
      await store.addSession(row(S1, 1000));
      await store.setNotes(S1, 'one');
      await store.setNotes(S1, 'two');
      expect([await store.notes(S1), await store.notes(S2)]).toEqual(['two', undefined]);
    });

    test('a sid is never given twice', async () => {
      await store.addSession(row(S1, 1000));
      await expect(store.addSession(row(S1, 2000))).rejects.toThrow();
    });

    test('sessions come newest first, and no more than asked for', async () => {
      await store.addSession(row(S1, 1000));
      await store.addSession(row(S2, 2000));
      expect((await store.sessions(10)).map(({ id }) => id)).toEqual([S2, S1]);
      expect((await store.sessions(1)).map(({ id }) => id)).toEqual([S2]);
    });

    test('sessions of one company, and of one owner in it, come alone', async () => {
      await store.addSession({ ...row(S1, 1000), company: 'acme', owner: 'u1' });
      await store.addSession({ ...row(S2, 2000), company: 'acme', owner: 'u2' });
      const ids = async (of: { company: string; owner?: string }) => (await store.sessions(10, of)).map(({ id }) => id);
      expect(await ids({ company: 'acme' })).toEqual([S2, S1]);
      expect(await ids({ company: 'acme', owner: 'u1' })).toEqual([S1]);
      expect(await ids({ company: 'main' })).toEqual([]);
    });

    test('an end is final: neither a second end nor a late state changes it', async () => {
      await store.addSession(row(S1, 1000));
      await store.setState(S1, 'live');
      await store.endSession(S1, 5000, 'customer');
      await store.endSession(S1, 6000, 'agent');
      await store.setState(S1, 'live');
      expect(await store.session(S1)).toMatchObject({ state: 'ended', endedAt: 5000, endedBy: 'customer' });
    });

    test('a rating is given once, after the end', async () => {
      await store.addSession(row(S1, 1000));
      expect(await store.rateSession(S1, 5)).toBe(false);
      await store.endSession(S1, 5000, 'customer');
      expect(await store.session(S1)).not.toHaveProperty('rating');
      expect(await store.rateSession(S1, 4)).toBe(true);
      expect(await store.rateSession(S1, 1)).toBe(false);
      expect(await store.rateSession(S2, 1)).toBe(false);
      expect(await store.session(S1)).toMatchObject({ rating: 4 });
    });

    test('whom it is with is written anew, and the customer’s seat is called so', async () => {
      await store.addSession(row(S1, 1000));
      await store.addParticipant({ id: P2, session: S1, role: 'customer', name: 'Customer' });
      await store.addParticipant({ id: P1, session: S1, role: 'agent', name: 'Ann' });
      expect(await store.setAbout(S1, { customer: 'Maria', ticket: 'T-1' }, 'Maria')).toBe(true);
      expect(await store.session(S1)).toMatchObject({ customer: 'Maria', ticket: 'T-1' });
      expect((await store.participants(S1)).map(({ name: one }) => one)).toEqual(['Maria', 'Ann']);
      expect(await store.setAbout(S2, { customer: 'Maria', ticket: '' }, 'Maria')).toBe(false);
    });

    test('participants keep their order', async () => {
      await store.addSession(row(S1, 1000));
      await store.addParticipant({ id: P2, session: S1, role: 'customer', name: 'Customer' });
      await store.addParticipant({ id: P1, session: S1, role: 'agent', name: 'Ann' });
      expect((await store.participants(S1)).map(({ name: one }) => one)).toEqual(['Customer', 'Ann']);
    });

    test('a link is found by its hash and can be handed to another seat', async () => {
      await store.addSession(row(S1, 1000));
      await store.addLink({ hash: 'h', session: S1, participant: P1, expiresAt: 9000 });
      expect(await store.link('h')).toEqual({ hash: 'h', session: S1, participant: P1, expiresAt: 9000 });
      await store.moveLink('h', P2);
      expect((await store.link('h'))?.participant).toBe(P2);
      expect(await store.link('other')).toBeUndefined();
    });

    test('the first device takes a seat, for good', async () => {
      await store.addSession(row(S1, 1000));
      await store.addParticipant({ id: P1, session: S1, role: 'customer', name: 'Customer' });
      expect(await store.isBound(P1)).toBe(false);
      expect(await store.bindSeat(P1, 'one', true)).toBe('bound');
      expect(await store.bindSeat(P1, 'one', true)).toBe('same');
      expect(await store.bindSeat(P1, 'two', true)).toBe('other');
      expect(await store.isBound(P1)).toBe(true);
    });

    test('of many devices that come at once, one gets the seat', async () => {
      await store.addSession(row(S1, 1000));
      await store.addParticipant({ id: P1, session: S1, role: 'customer', name: 'Customer' });
      const results = await Promise.all(Array.from({ length: 20 }, (_, at) => store.bindSeat(P1, `device ${at}`, true)));
      expect(results.filter((result) => result === 'bound')).toHaveLength(1);
      expect(results.filter((result) => result === 'other')).toHaveLength(19);
    });

    test('a link that is too old opens a seat that is taken, for its own device, and takes none', async () => {
      await store.addSession(row(S1, 1000));
      await store.addParticipant({ id: P1, session: S1, role: 'customer', name: 'Customer' });
      expect(await store.bindSeat(P1, 'one', false)).toBe('expired');
      await store.bindSeat(P1, 'one', true);
      expect(await store.bindSeat(P1, 'one', false)).toBe('same');
      expect(await store.bindSeat(P1, 'two', false)).toBe('other');
    });

    test('audit rows come back in order with their details', async () => {
      await store.addSession(row(S1, 1000));
      await store.addAudit({ at: 1, session: S1, participant: null, event: 'created', detail: { url: 'https://shop.example/' } });
      await store.addAudit({ at: 1, session: S1, participant: P1, event: 'rights', detail: { allow: false, count: 2 } });
      expect(await store.audit(S1, 10)).toEqual([
        { at: 1, session: S1, participant: null, event: 'created', detail: { url: 'https://shop.example/' } },
        { at: 1, session: S1, participant: P1, event: 'rights', detail: { allow: false, count: 2 } },
      ]);
    });

    test('a secret is kept once made, and replaced only on purpose', async () => {
      expect(await store.secret('key')).toBeUndefined();
      expect(await store.keepSecret('key', 'first')).toBe('first');
      expect(await store.keepSecret('key', 'second')).toBe('first');
      await store.setSecret('key', 'third');
      expect(await store.secret('key')).toBe('third');
    });

    test('what is old is forgotten with everything that hangs on it, what lives is not', async () => {
      await store.addSession(row(S1, 1000));
      await store.addSession(row(S2, 1000));
      await store.addParticipant({ id: P1, session: S1, role: 'agent', name: 'Ann' });
      await store.addLink({ hash: 'h', session: S1, participant: P1, expiresAt: 9000 });
      await store.addAudit({ at: 1, session: S1, participant: null, event: 'created', detail: {} });
      await store.endSession(S1, 2000, 'agent');
      expect(await store.forget(2000)).toBe(0);
      expect(await store.forget(2001)).toBe(1);
      expect(await store.session(S1)).toBeUndefined();
      expect(await store.link('h')).toBeUndefined();
      expect(await store.audit(S1, 10)).toEqual([]);
      expect(await store.participants(S1)).toEqual([]);
      expect(await store.session(S2)).toBeDefined();
    });
  });
}
