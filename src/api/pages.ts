/** The built pages and what they load. */
import path from 'node:path';
import type { RequestHandler, Response } from 'express';
import expressStaticGzip from 'express-static-gzip';
import { GatewayError } from '../shared/error-codes.ts';

const STATIC_FILE = /^\/[\w-]+\.(js|css|svg|png)$/;

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

export async function sendPage(res: Response, assetsDir: string, name: string): Promise<void> {
  res.setHeader('Cache-Control', 'no-store');
  await new Promise<void>((resolve, reject) => {
    res.sendFile(path.join(assetsDir, `${name}.html`), { cacheControl: false, etag: false, lastModified: false }, (fault?: Error) => {
      if (fault && !res.headersSent) reject(fault);
      // A visitor who leaves half-way is no fault of ours, and there is nobody left to tell.
      else resolve();
    });
  });
}
