/** Ready-made chat messages of a company, and chats that are kept where the company says so. */
import { afterEach, describe, expect, test } from 'vitest';
import { MAIN_COMPANY, operatorOf } from '../../src/shared/staff.ts';
import { ADMIN_TOKEN, startApi, type ApiUnderTest } from './api-under-test.ts';

const bearer = { Host: 'localhost:8080', Authorization: `Bearer ${ADMIN_TOKEN}` };
let it: ApiUnderTest | undefined;

afterEach(async () => {
  await it?.close();
  it = undefined;
});

describe('answers', () => {
  test('an administrator writes them; every console that opens a session has them, with those of the config', async () => {
    it = await startApi({ SAMEPAGE_CANNED_ANSWERS: 'One moment please.' });
    const put = await it
      .control()
      .put('/api/v1/answers')
      .set(bearer)
      .send({ answers: [' Please read out the PIN. ', ''] });
    expect([put.status, put.body]).toEqual([200, { answers: ['Please read out the PIN.'] }]);
    expect((await it.control().get('/api/v1/answers').set(bearer)).body).toEqual({ answers: ['Please read out the PIN.'] });
    const { session } = await it.directory.create({ url: 'https://shop.example/', by: operatorOf(MAIN_COMPANY) });
    const agent = session.room.people().find(({ role }) => role === 'agent');
    const heard: unknown[] = [];
    session.room.joinConsole((message) => heard.push(message), agent?.id as never);
    const joined = heard.find((message) => (message as { type: string }).type === 'joined'); // messages have one
    expect(joined).toMatchObject({ answers: ['Please read out the PIN.', 'One moment please.'] });
    expect(joined).not.toHaveProperty('kept');
  });

  test.each([[{ answers: 'x' }], [{}], [{ answers: ['x'.repeat(501)] }], [{ answers: Array.from({ length: 51 }, () => 'x') }]])(
    'a body that is no list of short texts is refused',
    async (body) => {
      it = await startApi();
      expect((await it.control().put('/api/v1/answers').set(bearer).send(body)).status).toBe(400);
    },
  );
});

describe('transcripts', () => {
  test.each([
    ['main', 200, /^\d{4}-.*Z Agent \(agent\): Hello\n$/],
    [undefined, 404, /NOT_FOUND/],
  ])('[C2] with keepTranscripts %s a chat is kept or gone at the end', async (kept, status, text) => {
    it = await startApi({ SAMEPAGE_KEEP_TRANSCRIPTS: kept });
    const { session } = await it.directory.create({ url: 'https://shop.example/', by: operatorOf(MAIN_COMPANY) });
    const agent = session.room.people().find(({ role }) => role === 'agent');
    it.directory.start(session, session.room.people().find(({ role }) => role === 'customer')?.id as never);
    session.room.joinConsole(() => undefined, agent?.id as never)?.chat('Hello');
    await it.directory.end(session.id, 'agent');
    const answer = await it.control().get(`/api/v1/sessions/${session.id}/transcript`).set(bearer);
    expect([answer.status, answer.text]).toEqual([status, expect.stringMatching(text)]);
  });
});
