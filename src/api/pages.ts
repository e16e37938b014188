/** The built pages and what they load. A page leaves in the language of whoever asks, and names the one catalogue that it needs. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Request, RequestHandler, Response } from 'express';
import expressStaticGzip from 'express-static-gzip';
import { GatewayError } from '../shared/error-codes.ts';
import { languageFor, serverWords } from '../words/server.ts';
import type { ApiDeps } from './deps.ts';

const STATIC_FILE = /^\/[\w-]+\.(js|css|svg|png)$/;

export type PageName =
  'board' | 'console' | 'consent' | 'dock' | 'end' | 'enter' | 'help' | 'join' | 'preview' | 'share' | 'viewer' | 'watch';

/** `/static/<file>`: our scripts, sheets and drawings, checked again by ETag on every load, so that an upgrade takes effect at once. */
export function staticFiles(assetsDir: string): RequestHandler {
  // The build left each of them packed beside itself.
  const serve = expressStaticGzip(assetsDir, {
    enableBrotli: true,
    orderPreference: ['br', 'gz'],
    index: false,
    serveStatic: { redirect: false, dotfiles: 'ignore', cacheControl: false, fallthrough: true },
  });
  return (req, res, next) => {
    if (!STATIC_FILE.test(req.path)) throw new GatewayError('NOT_FOUND');
    res.setHeader('Cache-Control', 'no-cache');
    res.setHeader('X-Content-Type-Options', 'nosniff');
    serve(req, res, next);
  };
}

/** The pages' files, read once each: nine of a few hundred bytes. */
const files = new Map<string, Promise<string>>();

/** `company`: whose looks and words are on it; `path`: where its files are. */
export interface Branded {
  readonly company: string;
  readonly path: string;
}

/** `who`: `out` on a console's page whose browser is known to be signed in nowhere. */
export async function sendPage(
  req: Request,
  res: Response,
  deps: ApiDeps,
  name: PageName,
  { of, who = '' }: { readonly of?: Branded; readonly who?: 'out' | '' } = {},
): Promise<void> {
  const file = path.join(deps.assetsDir, `${name}.html`);
  let text = files.get(file);
  if (!text) {
    text = readFile(file, 'utf8');
    files.set(file, text);
    text.catch(() => files.delete(file));
  }
  const { language, direction, server } = serverWords(languageFor(req, deps.config.language));
  const brand = of && deps.branding.shown(of.company, language, deps.config.language);
  const title = server.titles[name];
  const holes: Readonly<Record<string, string>> = {
    language,
    direction,
    who,
    title: brand ? title.replaceAll('Samepage', brand.product) : title,
    brand: brand ? JSON.stringify(brand) : '',
    brandPath: of?.path ?? '',
    noscript: name === 'console' ? server.noscriptConsole : server.noscript,
    starting: server.starting,
  };
  const page = headed(await text).replace(/%(\w+)%/g, (whole, hole: string) =>
    Object.hasOwn(holes, hole) ? escaped(holes[hole] ?? '') : whole,
  );
  const sheet = of && deps.branding.sheet(of.company);
  const link = of && sheet ? `<link rel="stylesheet" href="${escaped(of.path)}/sheet.css" />` : '';
  res.setHeader('Cache-Control', 'no-store');
  res.setHeader('Vary', 'Accept-Language, Cookie');
  res.type('html').send(page.replace('<!-- brand sheet -->', link));
}

/** What every page begins with. A frame is seen through where it draws nothing, which its own colour scheme would prevent. */
function headed(text: string): string {
  const [whole, frame] = /<!-- head( of a frame)? -->/.exec(text) ?? [];
  const scheme = frame === undefined ? '<meta name="color-scheme" content="light dark" />' : '';
  return whole === undefined ? text : text.replace(whole, HEAD + scheme);
}

const HEAD =
  '<meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />' +
  '<meta name="robots" content="noindex" /><title>%title%</title>';

export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
