/** What a connection hears that sends no request: by Node's own server and its limits, shortened. */
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { answerToClientError } from '../../src/client-error.ts';

/** All that a raw connection gets back until it is closed. */
async function heard(send: string): Promise<string> {
  const server = createServer({ headersTimeout: 50, requestTimeout: 0, connectionsCheckingInterval: 20, maxHeaderSize: 2000 });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    socket.end(answerToClientError(error.code));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  try {
    return await new Promise((resolve, reject) => {
      let text = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(send));
      socket.setEncoding('latin1').on('data', (part: string) => (text += part));
      socket.once('end', () => {
        socket.end();
        resolve(text);
      });
      socket.once('error', reject);
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test.each([
  ['part of a request, and then nothing', 'GET / HTTP/1.1\r\nhost: a', '408 Request Timeout'],
  ['a head that is too large', `GET / HTTP/1.1\r\nx: ${'a'.repeat(3000)}\r\n\r\n`, '431 Request Header Fields Too Large'],
  ['something else', 'hello\r\n\r\n', '400 Bad Request'],
])('%s', async (_name, sent, status) => {
  expect(await heard(sent)).toMatch(new RegExp(`^HTTP/1\\.1 ${status}\\r\\nsamepage-error: [A-Z_]+\\r\\nconnection: close\\r\\n`));
});
