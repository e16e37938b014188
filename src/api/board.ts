/**
 * Files of the board: `POST /board/file/<capability>?name=…` takes one, `GET /board/file/<capability>/<number>` gives it, to the
 * holder of a capability that lives as long as their board's socket. What is served is a picture or a video by its own
 * bytes, in a sandbox, to be looked at or kept, never run.
 */
import { Router, type Response } from 'express';
import { pipeline } from 'node:stream/promises';
import { BOARD_NAME_MAX } from '../shared/board.ts';
import { GatewayError } from '../shared/error-codes.ts';
import { UPLOAD_RATE, watchPace, type Session } from '../sessions/index.ts';
import { rangeOf } from './byte-range.ts';

/** A file comes at its least rate in each such time (ms). */
const WINDOW_MS = 15_000;
const CAPABILITY = /^[\w-]{16,64}$/;

export function boardRoutes(session: Session): Router {
  const router = Router();
  const { board } = session.room;

  router.post('/board/file/:capability', async (req, res) => {
    watchPace(req, WINDOW_MS, UPLOAD_RATE);
    const name = typeof req.query['name'] === 'string' ? req.query['name'].slice(0, BOARD_NAME_MAX) : '';
    const done = CAPABILITY.test(req.params.capability) ? await board.upload(req.params.capability, name, req) : undefined;
    if (!done) throw new GatewayError('NOT_FOUND');
    res.setHeader('Cache-Control', 'no-store');
    if (done.ok) {
      res.status(201).json({ item: done.item.id });
      return;
    }
    // What is still coming is nobody's: the connection goes with the answer.
    res.setHeader('Connection', 'close');
    if (done.reason === 'kind') throw new GatewayError('BOARD_KIND');
    if (done.reason === 'file-size' || done.reason === 'session-size' || done.reason === 'full') throw new GatewayError('BOARD_FULL');
    if (done.reason === 'rate') throw new GatewayError('TOO_MANY_TRIES', { seconds: 5 });
    throw new GatewayError('FORBIDDEN', { action: 'put something on the board' });
  });

  router.get('/board/file/:capability/:item', async (req, res) => {
    const { capability, item } = req.params;
    const file = CAPABILITY.test(capability) && /^\d{1,9}$/.test(item) ? board.file(capability, Number(item)) : undefined;
    if (!file) throw new GatewayError('NOT_FOUND');
    const range = rangeOf(req.headers.range, file.bytes);
    if (range === 'none') {
      res.status(416).setHeader('Content-Range', `bytes */${file.bytes}`).end();
      return;
    }
    const [from, to] = range ?? [0, file.bytes - 1];
    const stream = board.read(file, from, to);
    if (!stream) throw new GatewayError('NOT_FOUND');
    fileHeaders(res, file.mime, 'download' in req.query);
    res.setHeader('Accept-Ranges', 'bytes');
    res.setHeader('Content-Length', to - from + 1);
    if (range) res.status(206).setHeader('Content-Range', `bytes ${from}-${to}/${file.bytes}`);
    await pipeline(stream, res).catch((error: unknown) => {
      // A viewer who seeks elsewhere leaves in the middle of an answer.
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    });
  });

  return router;
}

function fileHeaders(res: Response, mime: string, isDownload: boolean): void {
  res.setHeader('Content-Type', mime);
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
  res.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  // Nobody's disk keeps what the session forgets.
  res.setHeader('Cache-Control', 'no-store');
  if (isDownload) res.setHeader('Content-Disposition', `attachment; filename="${mime.replace('/', '.')}"`);
}
