/** REST: ready-made chat messages of a company, and what was written in a session that keeps it. */
import { Router } from 'express';
import { GatewayError } from '../shared/error-codes.ts';
import type { SessionId } from '../shared/ids.ts';
import type { Authenticator } from './auth.ts';
import type { ApiDeps } from './deps.ts';

const ANSWERS_MAX = 50;
const ANSWER_CHARACTERS_MAX = 500;

export function talkRoutes({ store, answers }: Pick<ApiDeps, 'store' | 'answers'>, auth: Authenticator): Router {
  const router = Router();

  router.get('/answers', async (req, res) => {
    res.json({ answers: answers.ownOf((await auth.staff(req, 'policy')).company) });
  });

  router.put('/answers', async (req, res) => {
    const by = await auth.staff(req, 'policy');
    await answers.save(by, texts(req.body));
    res.json({ answers: answers.ownOf(by.company) });
  });

  router.get('/sessions/:id/transcript', async (req, res) => {
    const { id } = req.params;
    await auth.ofSession(req, id, 'watch');
    const text = await store.transcript(id as SessionId); // the line before found it
    if (text === undefined) throw new GatewayError('NOT_FOUND');
    res.type('text/plain; charset=utf-8').attachment(`chat-${id}.txt`).send(text);
  });

  return router;
}

/** None at all is a list too: a company takes its messages away. */
function texts(body: unknown): string[] {
  const list: unknown = typeof body === 'object' && body !== null && 'answers' in body ? body.answers : undefined;
  const isList = Array.isArray(list) && list.length <= ANSWERS_MAX;
  if (!isList || !list.every((text) => typeof text === 'string' && text.length <= ANSWER_CHARACTERS_MAX))
    throw new GatewayError('BAD_REQUEST', {
      reason: `"answers" must be a list of up to ${ANSWERS_MAX} texts of up to ${ANSWER_CHARACTERS_MAX} characters`,
    });
  return (list as string[]).map((text) => text.trim()).filter((text) => text !== ''); // every one was looked at
}
