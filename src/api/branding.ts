/**
 * A company's looks: what an administrator reads and saves (REST), and the two files that pages load, a sheet of our own tokens and
 * the logo, checked again by ETag on every load.
 */
import { raw, Router, type Request, type Response } from 'express';
import { LOGO_BYTES_MAX } from '../accounts/index.ts';
import { parseBranding, readBranding } from '../config/index.ts';
import { GatewayError } from '../shared/error-codes.ts';
import { countField, wholeField } from './body.ts';
import type { ControlParts } from './control-parts.ts';
import type { ApiDeps } from './deps.ts';

const VERSION_MAX = 1_000_000;

export function brandingRoutes({ branding }: ApiDeps, { auth }: Pick<ControlParts, 'auth'>): Router {
  const router = Router();

  router.get('/branding', async (req, res) => {
    res.json(branding.current(await auth.staff(req, 'policy')));
  });

  /** Either as fields, or as the YAML that GET hands out. */
  router.put('/branding', async (req, res) => {
    const by = await auth.staff(req, 'policy');
    const base = countField(req.body, 'base', { min: 0, max: VERSION_MAX });
    if (base === undefined) throw new GatewayError('BAD_REQUEST', { reason: '"base" must be the number of a version' });
    const text = wholeField(req.body, 'text');
    const body: unknown = req.body;
    const given =
      typeof body === 'object' && body !== null && Object.hasOwn(body, 'branding') ? (body as { branding: unknown }).branding : {};
    const wanted = text === undefined ? readBranding(given) : parseBranding(text);
    res.json({ version: await branding.save(by, wanted, base) });
  });

  // Two bytes more than a logo may have: what is larger is refused by its size, with our own words.
  router.put('/branding/logo', raw({ type: () => true, limit: LOGO_BYTES_MAX * 4 }), async (req, res) => {
    const by = await auth.staff(req, 'policy');
    await branding.setLogo(by, Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0));
    res.status(204).end();
  });

  router.delete('/branding/logo', async (req, res) => {
    await branding.setLogo(await auth.staff(req, 'policy'), null);
    res.status(204).end();
  });

  return router;
}

/** `sheet.css` or `logo` of a company. Public: whoever asks for help sees both before anything else. */
export async function sendBrandFile(req: Request, res: Response, { branding }: ApiDeps, company: string, name: string): Promise<void> {
  const file = name === 'sheet.css' ? sheetOf(branding.sheet(company)) : name === 'logo' ? await branding.logo(company) : undefined;
  if (!file) throw new GatewayError('NOT_FOUND');
  res.setHeader('Content-Type', file.type);
  res.setHeader('Cache-Control', 'no-cache');
  res.setHeader('ETag', `"${file.hash}"`);
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
  if (req.headers['if-none-match'] === `"${file.hash}"`) res.status(304).end();
  else res.end(file.bytes);
}

function sheetOf(sheet: { readonly text: string; readonly hash: string } | undefined) {
  return sheet && { type: 'text/css; charset=utf-8', bytes: sheet.text, hash: sheet.hash };
}
