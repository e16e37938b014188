import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '../../src/sessions/index.ts';
import { bearer, startApi, type ApiUnderTest } from './api-under-test.ts';

function directives(policy: string | undefined): Record<string, string> {
  return Object.fromEntries(
    (policy ?? '').split(';').map((part) => {
      const [name = '', ...values] = part.trim().split(' ');
      return [name, values.join(' ')];
    }),
  );
}

describe.each([
  [
    'nested',
    {},
    { control: 'http://localhost:8080', labels: (sid: string) => `http://*.${sid}.localhost:8080`, sessions: 'http://*.localhost:8080' },
  ],
  [
    'flat',
    { SAMEPAGE_CONTROL_ORIGIN: 'https://console.example', SAMEPAGE_SESSION_HOST: 'https://{label}--{sid}.gw.example' },
    { control: 'https://console.example', labels: () => 'https://*.gw.example', sessions: 'https://*.gw.example' },
  ],
])('headers, %s', (_shape, env, expected) => {
  let it: ApiUnderTest;
  let session: Session;
  beforeAll(async () => {
    it = await startApi(env);
    const { body } = await it
      .control()
      .post('/api/v1/sessions')
      .set({ ...it.page, ...bearer })
      .send({ url: 'https://shop.example/' });
    session = it.live((body as { id: string }).id);
  });
  afterAll(async () => {
    await it.close();
  });
  const get = (path: string) =>
    it
      .control()
      .get(path)
      .set({ Host: it.ownHost(session) });

  test.each(['/', '/join'])('%s of the control origin runs our script only and frames sessions only', async (path) => {
    const { headers } = await it.control().get(path).set(it.page);
    const csp = directives(headers['content-security-policy']);
    expect(csp).toMatchObject({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'frame-src': expected.sessions,
      'frame-ancestors': "'none'",
    });
    expect(csp['connect-src']).toBe(`'self' ${expected.control.replace(/^http/, 'ws')}`);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['x-powered-by']).toBeUndefined();
  });

  test('consent and end page may never be framed', async () => {
    for (const path of ['/', '/end']) {
      const { headers, status } = await get(path);
      expect(status).toBe(200);
      expect(directives(headers['content-security-policy'])['frame-ancestors']).toBe("'none'");
      expect(headers['x-frame-options']).toBe('DENY');
    }
  });

  test('the dock may be framed by labels, also by isolated pages', async () => {
    const { headers } = await get('/dock');
    expect(directives(headers['content-security-policy'])['frame-ancestors']).toBe(expected.labels(session.id));
    expect(headers['cross-origin-embedder-policy']).toBe('require-corp');
    expect(headers['cross-origin-resource-policy']).toBe('cross-origin');
    expect(headers['x-frame-options']).toBeUndefined();
  });

  test('the viewer may be framed by the console only, and frames nothing but its own', async () => {
    const { headers } = await get('/viewer');
    const csp = directives(headers['content-security-policy']);
    expect(csp).toMatchObject({
      'script-src': "'self'",
      'frame-ancestors': expected.control,
      'frame-src': "'self'",
      'default-src': "'none'",
    });
    expect(headers['x-frame-options']).toBeUndefined();
  });

  test('[U4] screen, microphone and camera can be asked for on the pages of the step up alone', async () => {
    const asked = async (path: string) => {
      const policy = (await get(path)).headers['permissions-policy'] ?? '';
      return Object.fromEntries(policy.split(', ').map((one) => one.split('=')));
    };
    const none = { 'display-capture': '()', camera: '()', microphone: '()' };
    for (const path of ['/', '/dock', '/viewer', '/preview', '/board', '/end']) expect(await asked(path), path).toMatchObject(none);
    expect(await asked('/share')).toMatchObject({ 'display-capture': '(self)', camera: '(self)', microphone: '(self)' });
    expect(await asked('/watch')).toMatchObject({ 'display-capture': '()', camera: '(self)', microphone: '(self)' });
    // The window is the customer's alone, the frame the console's.
    const share = (await get('/share')).headers;
    expect(directives(share['content-security-policy'])['frame-ancestors']).toBe("'none'");
    expect(share['x-frame-options']).toBe('DENY');
    expect(directives((await get('/watch')).headers['content-security-policy'])['frame-ancestors']).toBe(expected.control);
    // Around that frame nothing is allowed, unless the config offers voice or camera.
    const console = await it.control().get('/').set(it.page);
    expect(console.headers['permissions-policy']).toMatch(/^camera=\(\), microphone=\(\), display-capture=\(\)/);
    const withVoice = await startApi({ ...env, SAMEPAGE_STEP_UP: 'screen,voice' });
    const other = await withVoice.control().get('/').set(withVoice.page);
    expect(other.headers['permissions-policy']).toContain(`microphone=(self "${expected.sessions}"), display-capture=()`);
    await withVoice.close();
  });

  test('no page lets a script in by other means', async () => {
    for (const path of ['/', '/dock', '/viewer', '/share', '/watch', '/end']) {
      const csp = directives((await get(path)).headers['content-security-policy']);
      expect(csp['script-src']).toBe("'self'");
      expect(csp['base-uri']).toBe("'none'");
      expect(csp['object-src'] ?? csp['default-src']).toBe("'none'");
    }
  });

  test('static files come packed to who unpacks them, as what they are', async () => {
    const plain = await it.control().get('/static/console.js').set(it.page).set('Accept-Encoding', 'identity');
    const packed = await it.control().get('/static/console.js').set(it.page).set('Accept-Encoding', 'gzip, br');
    // The client unpacks, and takes the field away.
    expect([plain.headers['content-length'], packed.headers['content-length']]).toEqual(['2', String(brotliCompressSync('0;').length)]);
    expect(packed.headers['content-type']?.toLowerCase()).toBe(plain.headers['content-type']);
    expect([packed.headers['vary'], packed.headers['cache-control']]).toEqual(['Accept-Encoding', 'no-cache']);
    expect(packed.text).toBe(plain.text);
    for (const path of ['/static/console.js.br', '/static/console.js.gz'])
      expect((await it.control().get(path).set(it.page)).status).toBe(404);
  });

  test('static files are ours alone: no page, no map, no way out of the folder', async () => {
    expect((await it.control().get('/static/console.js').set(it.page)).status).toBe(200);
    for (const path of ['/static/console.html', '/static/../package.json', '/static/%2e%2e/package.json', '/static/nothing.js', '/static/'])
      expect((await it.control().get(path).set(it.page)).status).toBe(404);
  });

  test('after the end dock and viewer are gone, and consent still says what happened', async () => {
    await it.directory.end(session.id, 'test');
    expect((await get('/dock')).status).toBe(410);
    expect((await get('/viewer')).status).toBe(410);
    expect((await get('/')).status).toBe(200);
    expect((await get('/end')).status).toBe(200);
  });
});

test('a session that never was is 404 on every path', async () => {
  const it = await startApi();
  for (const path of ['/', '/dock', '/viewer', '/end', '/end/clear', '/asset/aaaaaaaaaaaaaaaaaaaaaa.b']) {
    const answer = await it.control().get(path).set({ Host: 'aaaaaaaaaaaaaaaa.localhost:8080' });
    expect([path, answer.status]).toEqual([path, 404]);
  }
  await it.close();
});

test('healthz answers', async () => {
  const it = await startApi();
  const written: unknown[] = [];
  // The two calls that the handler makes of a response.
  const res = { writeHead: (status: number) => written.push(status), end: (text: string) => written.push(text) } as never;
  it.api.healthz({} as never, res);
  expect(written).toEqual([200, 'ok\n']);
  await it.close();
});
