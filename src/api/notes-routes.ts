/** REST: what agents note of a session. The customer has no part in it, and observers only read. */
import { Router } from 'express';
import { GatewayError } from '../shared/error-codes.ts';
import type { SessionId } from '../shared/ids.ts';
import { seatRole } from '../shared/staff.ts';
import { NOTES_MAX, type Session } from '../sessions/index.ts';
import type { Authenticator, Who } from './auth.ts';
import { countField, wholeField } from './body.ts';
import type { ApiDeps } from './deps.ts';

const VERSION_MAX = 1_000_000;

export function notesRoutes({ directory, store }: Pick<ApiDeps, 'directory' | 'store'>, auth: Authenticator): Router {
  const router = Router();
  const live = (id: string): Session | undefined => {
    const found = directory.find(id);
    return found === 'ended' ? undefined : found;
  };

  router.get('/sessions/:id/notes', async (req, res) => {
    const { id } = req.params;
    const who = await auth.ofSession(req, id, 'watch');
    if (roleOf(who) === 'customer') throw new GatewayError('FORBIDDEN', { action: 'read notes' });
    const notes = live(id)?.notes;
    // After the end there is what the company keeps.
    if (notes) res.json({ text: notes.text, version: notes.version, kept: directory.keepsNotes(id) });
    else res.json({ text: (await store.notes(id as SessionId)) ?? '', version: 0, kept: true }); // the line above found it
  });

  /** `saved` false: somebody else wrote meanwhile, and this is what stands now. */
  router.put('/sessions/:id/notes', async (req, res) => {
    const { id } = req.params;
    const who = await auth.ofSession(req, id, 'watch');
    if (roleOf(who) === 'customer' || roleOf(who) === 'observer') throw new GatewayError('FORBIDDEN', { action: 'write notes' });
    const session = live(id);
    if (!session) throw new GatewayError('SESSION_ENDED');
    const text = wholeField(req.body, 'text');
    const base = countField(req.body, 'base', { min: 0, max: VERSION_MAX });
    if (text === undefined || text.length > NOTES_MAX || base === undefined)
      throw new GatewayError('BAD_REQUEST', { reason: `"text" must be a text of at most ${NOTES_MAX} characters, "base" a version` });
    const saved = session.notes.write(text, base);
    if (saved) session.room.tellConsoles({ type: 'notes', session: session.id, version: session.notes.version });
    res.json({ saved, text: session.notes.text, version: session.notes.version });
  });

  return router;
}

function roleOf(who: Who) {
  return who.is === 'seat' ? who.role : seatRole[who.staff.role];
}
