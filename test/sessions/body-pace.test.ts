/**
 * The attack: a thousand requests that announce a body and send a byte of it a minute, or four files for a board that never end.
 * Each keeps a connection, a turn or one of the board's places from somebody who would use it.
 */
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { hasBody, watchPace, type Paced } from '../../src/sessions/body-pace.ts';

afterEach(() => vi.useRealTimers());

const WINDOW_MS = 1000;

function body() {
  const listeners: Record<string, (() => void)[]> = { pause: [], close: [] };
  const socket = { bytesRead: 0, destroy: vi.fn() };
  const state = { complete: false, readableLength: 0, paused: false };
  const req = {
    get complete() {
      return state.complete;
    },
    get readableLength() {
      return state.readableLength;
    },
    isPaused: () => state.paused,
    socket,
    on: (event: string, listener: () => void) => listeners[event]?.push(listener),
    once: (event: string, listener: () => void) => listeners[event]?.push(listener),
  } as unknown as Paced; // what the watch asks for
  vi.useFakeTimers();
  watchPace(req, WINDOW_MS, 100);
  const next = (bytes: number) => {
    socket.bytesRead += bytes;
    vi.advanceTimersByTime(WINDOW_MS);
  };
  return { socket, state, next, tell: (event: string) => listeners[event]?.forEach((listener) => listener()) };
}

test.each([
  ['nothing', 0],
  ['a byte now and then', 20],
])('a body of which there comes %s is cut off', (_name, bytes) => {
  const { socket, next } = body();
  next(100);
  expect(socket.destroy).not.toHaveBeenCalled();
  next(bytes);
  expect(socket.destroy).toHaveBeenCalledOnce();
});

test('one that waits for whoever reads it is not, nor one that is complete or gone', () => {
  const { socket, state, next, tell } = body();
  state.readableLength = 10;
  next(0);
  // Read just before the window ends: for most of it, it had waited.
  state.readableLength = 0;
  next(0);
  tell('pause');
  next(0);
  state.paused = true;
  next(0);
  expect(socket.destroy).not.toHaveBeenCalled();
  state.paused = false;
  state.complete = true;
  next(0);
  state.complete = false;
  next(0);
  expect(socket.destroy).not.toHaveBeenCalled();
  const other = body();
  other.tell('close');
  other.next(0);
  expect(other.socket.destroy).not.toHaveBeenCalled();
});

test('by a real server: what never goes on ends, though nothing was read of it', async () => {
  const server = createServer((req) => {
    if (hasBody(req)) watchPace(req, 30, 1000);
    req.resume();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  try {
    const end = new Promise<string>((done) => {
      const req = request({ host: '127.0.0.1', port, method: 'POST', headers: { 'content-length': 1000 } });
      req.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? '')).on('response', () => done('answered'));
      req.write('{');
    });
    expect(await end).toBe('ECONNRESET');
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test.each([
  [{ 'content-length': '3' }, true],
  [{ 'transfer-encoding': 'chunked' }, true],
  [{ 'content-length': '0' }, false],
  [{}, false],
])('a request with %j: is a body to come? %s', (headers, is) => {
  expect(hasBody({ headers })).toBe(is);
});
