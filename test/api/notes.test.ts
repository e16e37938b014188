/** Notes on a session, and whom it is with: who may read and write, and what is left after the end. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bearer, cookiesOf, fragmentOf, startApi, type ApiUnderTest } from './api-under-test.ts';

let it: ApiUnderTest;
beforeAll(async () => {
  it = await startApi({ SAMEPAGE_KEEP_TRANSCRIPTS: 'main' });
});
afterAll(() => it.close());

const host = () => ({ Host: new URL(it.config.controlOrigin).host });

async function start(body: object = {}) {
  const answer = await it
    .control()
    .post('/api/v1/sessions')
    .set(bearer)
    .set(host())
    .send({ url: 'https://shop.example/a?q=1', ...body });
  expect(answer.status, answer.text).toBe(201);
  return answer.body as { id: string; links: { customer: string; agent: string } };
}

/** Headers of the seat that a link opens. */
async function seat(link: string): Promise<Record<string, string>> {
  const token = new URL(link).hash.slice(1).replace(/^seat\./, '');
  const answer = await it.control().post('/api/v1/links/open').set(it.page).send({ token });
  expect(answer.status, answer.text).toBe(200);
  return { ...it.page, Authorization: `Bearer seat.${token}`, Cookie: cookiesOf(answer) };
}

const notes = (id: string, headers: Record<string, string>) => it.control().get(`/api/v1/sessions/${id}/notes`).set(headers);
const write = (id: string, headers: Record<string, string>, text: string, base: number) =>
  it.control().put(`/api/v1/sessions/${id}/notes`).set(headers).send({ text, base });

describe('a session is somebody’s', () => {
  test('name and ticket are in the list and in the session, cleaned, and left out when nobody wrote them', async () => {
    const { id } = await start({ customer: ' Maria \u202eRossi ', ticket: 'T-1042' });
    const plain = await start();
    const list = (await it.control().get('/api/v1/sessions').set(bearer).set(host())).body as Record<string, unknown>[];
    expect(list.find((row) => row['id'] === id)).toMatchObject({ customer: 'Maria Rossi', ticket: 'T-1042' });
    expect(list.find((row) => row['id'] === plain.id)).not.toHaveProperty('customer');
    // The customer's own seat is called so, and nothing tells the ticket to them.
    expect(
      it
        .live(id)
        .room.people()
        .find(({ role }) => role === 'customer')?.name,
    ).toBe('Maria Rossi');
    const opened = await it
      .control()
      .post('/consent/open')
      .set(it.ownPage(it.live(id)))
      .send({ token: fragmentOf((await start()).links.customer) });
    expect(opened.text).not.toContain('T-1042');
  });

  test('[O4] both are written anew while it runs and after the end, by whoever may invite; the customer is called so', async () => {
    const { id, links } = await start({ customer: 'Mara', ticket: 'T-1' });
    const [agent, stranger] = [await seat(links.agent), await seat((await start()).links.agent)];
    const patch = (headers: Record<string, string>, body: object) => it.control().patch(`/api/v1/sessions/${id}`).set(headers).send(body);
    const told: unknown[] = [];
    const by = it
      .live(id)
      .room.people()
      .find(({ role }) => role === 'agent');
    if (!by) throw new Error('nobody was made for the agent');
    it.live(id).room.joinConsole((message) => told.push(message), by.id);
    expect((await patch(agent, { customer: 'Maria \u202eRossi' })).body).toMatchObject({ id, customer: 'Maria Rossi' });
    expect(await it.store.session(id)).toMatchObject({ customer: 'Maria Rossi', ticket: '' });
    expect(
      it
        .live(id)
        .room.people()
        .find(({ role }) => role === 'customer')?.name,
    ).toBe('Maria Rossi');
    expect(told).toContainEqual(
      expect.objectContaining({ type: 'session', session: expect.objectContaining({ customer: 'Maria Rossi' }) }),
    );
    expect((await patch(stranger, { customer: 'x' })).status).toBe(404);
    await it.control().delete(`/api/v1/sessions/${id}`).set(bearer).set(host());
    const after = await patch({ ...bearer, ...host() }, { customer: 'Maria', ticket: 'T-2' });
    expect([after.status, after.body]).toEqual([200, expect.objectContaining({ state: 'ended', customer: 'Maria', ticket: 'T-2' })]);
  });

  test('too long a name is refused', async () => {
    const answer = await it
      .control()
      .post('/api/v1/sessions')
      .set(bearer)
      .set(host())
      .send({ url: 'https://shop.example', customer: 'x'.repeat(61) });
    expect(answer.status).toBe(400);
  });
});

describe('[O2] notes', () => {
  test('two who write at once lose nothing: the second is told what stands', async () => {
    const { id } = await start();
    const by = { ...host(), ...bearer };
    expect((await notes(id, by)).body).toEqual({ text: '', version: 0, kept: true });
    expect((await write(id, by, 'one', 0)).body).toEqual({ saved: true, text: 'one', version: 1 });
    expect((await write(id, by, 'other', 0)).body).toEqual({ saved: false, text: 'one', version: 1 });
    expect((await write(id, by, 'one\nother', 1)).body).toMatchObject({ saved: true, version: 2 });
  });

  test('agents write, observers read, the customer has no part in it, another session’s seat does not see it', async () => {
    const { id, links } = await start();
    const other = await start();
    const agent = await seat(links.agent);
    expect((await write(id, agent, 'noted', 0)).status).toBe(200);
    const added = await it
      .control()
      .post(`/api/v1/sessions/${id}/participants`)
      .set(bearer)
      .set(host())
      .send({ role: 'observer', name: 'Tom' });
    const observer = await seat((added.body as { link: string }).link);
    expect((await notes(id, observer)).body).toMatchObject({ text: 'noted' });
    expect((await write(id, observer, 'x', 1)).status).toBe(403);
    expect((await notes(other.id, agent)).status).toBe(404);
    expect((await notes(id, it.page)).status).toBe(401);
  });

  test('they are bounded', async () => {
    const { id } = await start();
    expect((await write(id, { ...host(), ...bearer }, 'x'.repeat(20_001), 0)).status).toBe(400);
    expect((await write(id, { ...host(), ...bearer }, 'x'.repeat(20_000), 0)).status).toBe(200);
  });

  test('after the end they are kept where the company keeps chats, and written no more', async () => {
    const { id } = await start();
    const by = { ...host(), ...bearer };
    await write(id, by, 'call back on Monday', 0);
    await it.control().delete(`/api/v1/sessions/${id}`).set(by);
    await expect.poll(async () => ((await notes(id, by)).body as { text: string }).text).toBe('call back on Monday');
    expect((await write(id, by, 'more', 1)).status).toBe(410);
  });
});
