/** What a room says over a real socket arrives whole, in order, whatever its length, with what ws itself sends in between. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { SocketConnection } from '../../src/sessions/socket-connection.ts';

const limits = { pingIntervalMs: 60_000, pingTimeoutMs: 120_000 };

let connection: SocketConnection;
let client: WebSocket;
const heard: string[] = [];
let end: () => Promise<void>;

beforeEach(async () => {
  heard.length = 0;
  const server = createServer();
  const door = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const joined = new Promise<SocketConnection>((done) => {
    server.on('upgrade', (req, socket, head) => {
      door.handleUpgrade(req, socket, head, (webSocket) =>
        done(new SocketConnection(webSocket, socket, limits, pino({ level: 'silent' }))),
      );
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`); // it listens: it has an address
  client.on('message', (data: Buffer, isBinary) => heard.push(isBinary ? 'binary' : data.toString('utf8')));
  connection = await joined;
  end = async () => {
    client.terminate();
    await new Promise((done) => server.close(done));
  };
});
afterEach(() => end());

// RFC 6455, 5.2: the length stands in 7, 16 or 64 bits.
const lengths = [1, 125, 126, 65_535, 65_536, 200_000];

test('texts of every form of length, and of letters of several bytes', async () => {
  const said = lengths.flatMap((length) => ['x'.repeat(length), 'é'.repeat(Math.floor(length / 2)) + 'x'.repeat(length % 2)]);
  said.push('😀'.repeat(70_000), 'the same', 'the same', 'end');
  for (const text of said) connection.send(text);
  await expect.poll(() => heard.at(-1)).toBe('end');
  expect(heard.map((text) => text.length)).toEqual(said.map((text) => text.length));
  expect(heard.join()).toBe(said.join());
});

test('each is told of once it has left, and one that is heard after those before it', async () => {
  const order: string[] = [];
  connection.send('a', () => order.push('a left'));
  connection.sendAndHear('b', () => order.push('b heard'));
  connection.send('c', () => order.push('c left'));
  await expect.poll(() => order).toHaveLength(3);
  expect(order).toEqual(['a left', 'c left', 'b heard']);
  await expect.poll(() => heard).toEqual(['a', 'b', 'c']);
  expect(connection.bufferedBytes).toBe(0);
});

test('nothing is said once it is closing, and the other end is told why', async () => {
  const closed = new Promise<[number, string]>((done) => client.on('close', (code, reason) => done([code, reason.toString()])));
  connection.send('last word');
  connection.close(4408, 'too-slow');
  connection.send('too late');
  expect(await closed).toEqual([4408, 'too-slow']);
  expect(heard).toEqual(['last word']);
});
