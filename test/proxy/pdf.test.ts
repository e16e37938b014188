/** A PDF that fills a tab or a frame comes as a page of ours; its bytes go to the customer's browser, once. What is saved is a file. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileNameOf } from '../../src/proxy/file-name.ts';
import { makePdf } from '../support/pdf.ts';
import { startProxy, type Gateway } from './start-proxy.ts';
import { startTarget, type Target } from './start-target.ts';
import { ownPaths } from '../../src/shared/boot.ts';

const PDF = makePdf([{ lines: [[60, 700, 12, 'Hello']] }]);
const LARGE = 101 * 1024 * 1024;

describe('PDFs and files that are saved', () => {
  let target: Target;
  let gateway: Gateway;
  let shop: string;

  beforeAll(async () => {
    target = await startTarget((req, res) => {
      const { pathname } = new URL(req.url ?? '', 'http://x');
      const pdf = (headers: Record<string, string | number> = {}, body: Buffer = PDF, status = 200): void => {
        res.writeHead(status, { 'content-type': 'application/pdf', 'content-length': body.length, ...headers });
        res.end(req.method === 'HEAD' ? undefined : body);
      };
      if (pathname === '/inline')
        pdf({
          'content-disposition': "inline; filename*=UTF-8''a%20b.pdf",
          'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'self'",
        });
      else if (pathname === '/packed') pdf({ 'content-encoding': 'gzip' }, gzipSync(PDF));
      else if (pathname === '/attached') pdf({ 'content-disposition': 'attachment; filename="report.pdf"' });
      else if (pathname === '/failed') pdf({}, PDF, 404);
      else if (pathname === '/zip') pdf({ 'content-type': 'application/zip' });
      else if (pathname === '/large') {
        res.writeHead(200, { 'content-type': 'application/pdf', 'content-length': LARGE });
        res.write('%PDF');
      } else pdf();
    });
    gateway = await startProxy();
    shop = target.origin('www.shop.example');
  });
  afterAll(async () => {
    await gateway.close();
    await target.close();
  });

  const bootIn = (html: string): { bytes: string; name: string; length?: number; tooLarge?: boolean } => {
    const text =
      /data-boot="([^"]*)"/.exec(html)?.[1]?.replace(/&#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code))) ?? '';
    return (JSON.parse(text) as { pdf: { bytes: string; name: string } }).pdf;
  };

  test('[V1] a page of ours, with a policy of its own, in which only who may frame it is the target’s', async () => {
    const { status, headers, text } = await gateway.ask(shop, '/inline');
    expect([status, headers['content-type'], headers['cache-control'], headers['content-disposition']]).toEqual([
      200,
      'text/html; charset=utf-8',
      'no-store',
      undefined,
    ]);
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(
      /^frame-ancestors 'self', default-src 'none'; script-src 'nonce-[^']+' 'wasm-unsafe-eval'; worker-src http:\/\/\S+\/\.samepage\//,
    );
    expect(policy).not.toMatch(/sandbox|unsafe-eval' |'self' 'nonce/);
    expect(text).toContain('<title>a b.pdf</title>');
    expect(bootIn(text)).toMatchObject({ name: 'a b.pdf', length: PDF.length });
  });

  test('[V1] the bytes come once, to a browser of the session, on that label', async () => {
    const { bytes } = bootIn((await gateway.ask(shop, '/packed')).text);
    const asked = target.seen.length;
    expect((await gateway.ask(shop, bytes, { cookie: false, dest: 'empty' })).status).toBe(403);
    expect((await gateway.ask(target.origin('api.shop.example'), bytes, { dest: 'empty' })).status).toBe(404);
    expect((await gateway.ask(shop, bytes, { dest: 'empty', headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
    const file = await gateway.ask(shop, bytes, { dest: 'empty' });
    expect([file.status, file.bytes.equals(PDF)]).toEqual([200, true]);
    expect([file.headers['content-disposition'], file.headers['content-security-policy'], file.headers['cache-control']]).toEqual([
      expect.stringMatching(/^attachment/),
      "sandbox; default-src 'none'",
      'no-store',
    ]);
    expect((await gateway.ask(shop, bytes, { dest: 'empty' })).status).toBe(404);
    expect(target.seen.length).toBe(asked);
  });

  test('[V1] one that is too large to be held says so, and can be saved', async () => {
    const boot = bootIn((await gateway.ask(shop, '/large')).text);
    expect(boot).toMatchObject({ tooLarge: true, length: LARGE });
    const stream = await gateway.open(shop, boot.bytes, { dest: 'empty' });
    expect(stream.headers['content-length']).toBe(String(LARGE));
    stream.destroy();
  });

  test('pages of a session that are never looked at hold no more than a few answers of the target', async () => {
    const words: string[] = [];
    for (let i = 0; i < 10; i++) words.push(bootIn((await gateway.ask(shop, '/inline')).text).bytes);
    const statuses = [];
    for (const word of words) statuses.push((await gateway.ask(shop, word, { dest: 'empty' })).status);
    expect(statuses).toEqual([404, 404, 200, 200, 200, 200, 200, 200, 200, 200]);
  });

  test.each([
    ['an attachment', '/attached', 'document', { mime: 'application/pdf', bytes: PDF.length, name: 'report.pdf' }],
    ['a link with `download`', '/inline', 'empty', { mime: 'application/pdf', bytes: PDF.length, name: 'a b.pdf' }],
    ['what no browser shows', '/zip', 'document', { mime: 'application/zip', bytes: PDF.length, name: 'zip' }],
  ])('[V4] %s is the target’s own file, and told', async (_name, path, dest, told) => {
    const before = gateway.downloads.length;
    const { bytes } = await gateway.ask(shop, path, { dest, headers: { 'sec-fetch-mode': 'navigate' } });
    expect(bytes.equals(PDF)).toBe(true);
    expect(gateway.downloads.slice(before)).toEqual([told]);
  });

  test('what a page reads by itself, a HEAD and an error are what the target says, and nothing is told', async () => {
    const before = gateway.downloads.length;
    expect((await gateway.ask(shop, '/inline', { dest: 'empty', headers: { 'sec-fetch-mode': 'cors' } })).bytes.equals(PDF)).toBe(true);
    expect((await gateway.ask(shop, '/inline', { method: 'HEAD' })).status).toBe(200);
    expect((await gateway.ask(shop, '/failed')).bytes.equals(PDF)).toBe(true);
    expect(gateway.downloads.length).toBe(before);
  });

  test('the worker may load our files and nothing else, and has what it asks for by name', async () => {
    const worker = await gateway.ask(shop, ownPaths.pdfWorker, { dest: 'worker' });
    expect(worker.headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src http:\/\/\S+\/\.samepage\/ 'wasm-unsafe-eval'; connect-src/,
    );
    const data = await gateway.ask(shop, `${ownPaths.pdfData}a.wasm`, { dest: 'empty' });
    expect([data.status, data.headers['content-type'], data.text]).toEqual([200, 'application/wasm', 'wasm']);
    expect((await gateway.ask(shop, `${ownPaths.pdfData}..%2fpdf.js`, { dest: 'empty' })).status).toBe(404);
  });
});

test.each([
  ['attachment; filename="a.pdf"', 'a.pdf'],
  ['attachment; filename=a.pdf; size=3', 'a.pdf'],
  ['attachment; filename="plain.pdf"; filename*=UTF-8\'\'%C3%BC.pdf', 'ü.pdf'],
  ["attachment; filename*=UTF-8''%ff.pdf", 'x.pdf'],
  ['attachment; filename="\xc3\xbc.pdf"', 'ü.pdf'],
  ['attachment; filename="../../etc/passwd"', 'passwd'],
  ['attachment; filename="a\u202efdp.exe"', 'afdp.exe'],
  ['attachment; filename="a\\"b.pdf"', 'a_b.pdf'],
  [`attachment; filename="${'x'.repeat(300)}.pdf"`, `${'x'.repeat(146)}.pdf`],
  [`attachment; filename*=UTF-8''x${encodeURIComponent('😀'.repeat(90))}.pdf`, `x${'😀'.repeat(72)}.pdf`],
  [undefined, 'x.pdf'],
])('a file of %s is called %s', (disposition, name) => {
  expect(fileNameOf(disposition, new URL('https://a.example/b/x.pdf?c'))).toBe(name);
});
