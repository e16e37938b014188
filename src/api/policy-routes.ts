/** REST: a company's own rules, their versions, and what holds where. */
import { Router } from 'express';
import { GatewayError } from '../shared/error-codes.ts';
import { countField, listField, optionalField, textField, wholeField } from './body.ts';
import type { ControlParts } from './control-parts.ts';
import type { ApiDeps } from './deps.ts';
import { URL_CHARACTERS_MAX, webAddress } from './sessions.ts';

const NOTE_CHARACTERS_MAX = 200;
const URLS_MAX = 50;
const VERSION_MAX = 1_000_000;

export function policyRoutes({ policies }: ApiDeps, { auth }: Pick<ControlParts, 'auth'>): Router {
  const router = Router();

  router.get('/policy', async (req, res) => {
    res.json(await policies.current(await auth.staff(req, 'policy')));
  });

  router.get('/policy/versions', async (req, res) => {
    const versions = await policies.versions(await auth.staff(req, 'policy'));
    res.json(versions.map((row) => ({ ...row, at: new Date(row.at).toISOString() })));
  });

  router.get('/policy/versions/:version', async (req, res) => {
    const by = await auth.staff(req, 'policy');
    const { version } = req.params;
    if (!/^\d{1,7}$/.test(version)) throw new GatewayError('POLICY_VERSION_NOT_FOUND');
    const row = await policies.version(by, Number(version));
    res.json({ version: row.version, author: row.author, at: new Date(row.at).toISOString(), note: row.note, text: row.text });
  });

  router.put('/policy', async (req, res) => {
    const by = await auth.staff(req, 'policy');
    const base = baseIn(req.body);
    const note = optionalField(req.body, 'note', { max: NOTE_CHARACTERS_MAX }) ?? '';
    const version = countField(req.body, 'version', { max: VERSION_MAX });
    // Either an older version again, or a text.
    const saved =
      version === undefined
        ? await policies.save(by, { text: policyText(req.body), base, note })
        : await policies.restore(by, version, base);
    res.json({ version: saved });
  });

  router.get('/policy/hits', async (req, res) => {
    const rows = await policies.hits(await auth.staff(req, 'policy'));
    res.json(rows.map((row) => ({ ...row, lastAt: new Date(row.lastAt).toISOString() })));
  });

  /** "I looked": a rule that stopped matching on a site is counted anew there. */
  router.post('/policy/looked', async (req, res) => {
    const by = await auth.staff(req, 'policy');
    const [site, rule] = [textField(req.body, 'site', { max: 300 }), textField(req.body, 'rule', { max: 200 })];
    await policies.looked(by, { site, rule });
    res.status(204).end();
  });

  /** What holds for addresses, by the rules in force or by a text that is not saved yet. */
  router.post('/policy/effective', async (req, res) => {
    const by = await auth.staff(req, 'policy');
    const urls = listField(req.body, 'urls', { items: URLS_MAX, max: URL_CHARACTERS_MAX }).map(webAddress);
    res.json(policies.effective(by, urls, wholeField(req.body, 'text')));
  });

  return router;
}

function baseIn(body: unknown): number {
  const base = countField(body, 'base', { min: 0, max: VERSION_MAX });
  if (base === undefined) throw new GatewayError('BAD_REQUEST', { reason: '"base" must be the number of a version' });
  return base;
}

/** May be empty: a company that takes its rules away. */
function policyText(body: unknown): string {
  const text = wholeField(body, 'text');
  if (text === undefined) throw new GatewayError('BAD_REQUEST', { reason: '"text" must be a text' });
  return text;
}
