/** REST: a company's users and keys, what was done to them, and for the operator the companies themselves. */
import { Router, type Request } from 'express';
import { GatewayError } from '../shared/error-codes.ts';
import { isStaffRole, staffRoles, type StaffRole } from '../shared/staff.ts';
import type { KeyRow, UserRow } from '../store/index.ts';
import { booleanField, countField, optionalField, textField } from './body.ts';
import type { ControlParts } from './control-parts.ts';
import type { ApiDeps } from './deps.ts';
import { NAME_CHARACTERS_MAX, plainName } from './sessions.ts';
import { LOGIN_CHARACTERS_MAX } from './sign-in.ts';

/** Days that a key may be good for. */
const KEY_DAYS_MAX = 3650;

export function accountRoutes(deps: ApiDeps, { auth, accounts }: Pick<ControlParts, 'auth' | 'accounts'>): Router {
  const { config } = deps;
  const router = Router();
  const welcomeLink = (token: string) => `${config.controlOrigin}/#welcome=${token}`;

  router.get('/users', async (req, res) => {
    res.json((await accounts.users(await auth.staff(req, 'people'))).map(shownUser));
  });

  router.post('/users', async (req, res) => {
    const by = await auth.staff(req, 'people');
    const login = textField(req.body, 'login', { max: LOGIN_CHARACTERS_MAX });
    if (!/^[^\s\p{Cc}\p{Cf}]+$/u.test(login)) throw new GatewayError('BAD_REQUEST', { reason: '"login" must be one word' });
    const { user, welcome } = await accounts.addUser(by, { login, name: nameIn(req), role: roleIn(req) });
    res.status(201).json({ user: shownUser(user), link: welcomeLink(welcome) });
  });

  router.patch('/users/:id', async (req, res) => {
    const by = await auth.staff(req, 'people');
    const name = optionalField(req.body, 'name', { max: NAME_CHARACTERS_MAX });
    const role = optionalField(req.body, 'role', { max: 20 });
    const disabled = booleanField(req.body, 'disabled');
    const change = {
      ...(name === undefined ? {} : { name: plainName(name) }),
      ...(role === undefined ? {} : { role: roleIn(req) }),
      ...(disabled === undefined ? {} : { disabled }),
    };
    res.json(shownUser(await accounts.changeUser(by, req.params.id, change)));
  });

  router.post('/users/:id/link', async (req, res) => {
    const by = await auth.staff(req, 'people');
    res.status(201).json({ link: welcomeLink(await accounts.welcomeAgain(by, req.params.id)) });
  });

  router.get('/keys', async (req, res) => {
    res.json((await accounts.keys(await auth.staff(req, 'people'))).map(shownKey));
  });

  router.post('/keys', async (req, res) => {
    const by = await auth.staff(req, 'people');
    const days = countField(req.body, 'days', { max: KEY_DAYS_MAX });
    const { row, key } = await accounts.addKey(by, { name: nameIn(req), role: roleIn(req), days });
    res.status(201).json({ key, ...shownKey(row) });
  });

  router.delete('/keys/:id', async (req, res) => {
    await accounts.dropKey(await auth.staff(req, 'people'), req.params.id);
    res.status(204).end();
  });

  router.get('/deeds', async (req, res) => {
    const deeds = await accounts.deeds(await auth.staff(req, 'audit'));
    res.json(deeds.map(({ at, who, event, detail }) => ({ at: new Date(at).toISOString(), who, event, detail })));
  });

  router.get('/companies', async (req, res) => {
    const rows = await accounts.companies(await auth.staff(req, 'companies'));
    res.json(rows.map(({ id, name, createdAt }) => ({ id, name: name || config.company, createdAt: new Date(createdAt).toISOString() })));
  });

  router.post('/companies', async (req, res) => {
    const by = await auth.staff(req, 'companies');
    const { id, name } = await accounts.addCompany(by, { id: textField(req.body, 'id', { max: 32 }), name: nameIn(req) });
    res.status(201).json({ id, name });
  });

  return router;
}

function nameIn(req: Request): string {
  return plainName(textField(req.body, 'name', { max: NAME_CHARACTERS_MAX }));
}

function roleIn(req: Request): StaffRole {
  const role = textField(req.body, 'role', { max: 20 });
  if (!isStaffRole(role)) throw new GatewayError('BAD_REQUEST', { reason: `"role" must be one of ${staffRoles.join(', ')}` });
  return role;
}

function shownUser({ id, login, name, role, password, subject, createdAt, disabledAt }: UserRow) {
  return {
    id,
    login,
    name,
    role,
    signsIn: subject !== null ? 'provider' : password !== null ? 'password' : 'not yet',
    disabled: disabledAt !== null,
    createdAt: new Date(createdAt).toISOString(),
  };
}

function shownKey({ id, name, role, createdBy, createdAt, usedAt, expiresAt }: KeyRow) {
  const time = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  return { id, name, role, createdBy, createdAt: time(createdAt), usedAt: time(usedAt), expiresAt: time(expiresAt) };
}
