/**
 * A body that comes a byte at a time, or no further, keeps a connection and whatever it was given a place in. It must come at a
 * least rate while somebody waits for it; a body that waits for us, because its target is slow, is not late.
 */
import type { IncomingMessage } from 'node:http';

/** Of any body: a twentieth of what the slowest of phones sends (bytes in a second). */
export const BODY_RATE = 256;
/** Of a file for the board, which has few places (bytes in a second). */
export const UPLOAD_RATE = 4 * 1024;

/** What is asked of a request here; a test brings its own. */
export type Paced = Pick<IncomingMessage, 'complete' | 'readableLength' | 'isPaused'> & {
  readonly socket: Pick<IncomingMessage['socket'], 'bytesRead' | 'destroy'>;
  on(event: 'pause', listener: () => void): unknown;
  once(event: 'close', listener: () => void): unknown;
};

/** Closes the connection when less than `rate` came in each second of a window (ms). */
export function watchPace(req: Paced, windowMs: number, rate: number): void {
  const { socket } = req;
  const least = (windowMs / 1000) * rate;
  let before = socket.bytesRead;
  // Did it wait for us in this window?
  let wasHeld = false;
  req.on('pause', () => (wasHeld = true));
  const timer = setInterval(() => {
    const came = socket.bytesRead - before;
    before = socket.bytesRead;
    const isHeld = req.isPaused() || req.readableLength > 0;
    if (req.complete) clearInterval(timer);
    else if (came < least && !wasHeld && !isHeld) socket.destroy();
    wasHeld = isHeld;
  }, windowMs);
  timer.unref();
  req.once('close', () => clearInterval(timer));
}

/** Does a body follow its head? */
export function hasBody({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] !== undefined && headers['content-length'] !== '0');
}
