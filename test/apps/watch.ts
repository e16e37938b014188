/**
 * What goes wrong in a browser window while a journey is walked: console errors, page errors, failed requests by the
 * target's address and status; and requests that leave the hosts they may go to.
 */
import type { BrowserContext } from 'playwright-core';

export interface Watch {
  /** Sorted, each once. */
  lines(): readonly string[];
  /** Addresses of requests to any other host than the permitted ones. */
  escapes(): readonly string[];
}

export interface WatchOptions {
  readonly mayAsk: (url: URL) => boolean;
  /** Addresses below the gateway become the target's; elsewhere it changes nothing. */
  readonly asTarget: (text: string) => string;
}

/** The browser's own line for a failed request. Which one it was stands among the failed requests, with its status. */
const FAILED_LOAD = /^Failed to load resource: /;

export function watch(context: BrowserContext, { mayAsk, asTarget }: WatchOptions): Watch {
  const lines = new Set<string>();
  const escapes = new Set<string>();
  const ask = (address: string): void => {
    const url = new URL(address);
    if (['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol) && !mayAsk(url)) escapes.add(address);
  };

  context.on('console', (message) => {
    if (message.type() !== 'error') return;
    const text = message.text();
    if (!FAILED_LOAD.test(text)) lines.add(`console error: ${text}`);
  });
  context.on('weberror', (error) => {
    lines.add(`page error: ${error.error().name}: ${error.error().message}`);
  });
  context.on('request', (request) => {
    ask(request.url());
  });
  context.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    // What the page or a navigation gave up: whether it was still under way is a matter of time.
    if (reason === 'net::ERR_ABORTED') return;
    lines.add(`failed: ${request.method()} ${request.url()} unreachable`);
  });
  context.on('response', (response) => {
    if (response.status() < 400) return;
    // The gateway's word for a target that it could not reach is the browser's "not found" for it.
    const unreachable = response.status() >= 500 && response.headers()['samepage-error'] !== undefined;
    lines.add(`failed: ${response.request().method()} ${response.url()} ${unreachable ? 'unreachable' : String(response.status())}`);
  });
  context.on('page', (page) => {
    page.on('websocket', (socket) => {
      ask(socket.url());
      socket.on('socketerror', () => lines.add(`failed: socket ${socket.url()}`));
    });
  });

  // Not before: what belongs to the session is known once it is there, and its first page fails earlier.
  return { lines: () => [...new Set([...lines].map(asTarget))].sort(), escapes: () => [...escapes].sort() };
}
