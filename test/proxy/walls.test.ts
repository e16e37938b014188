/** Which answers are walls against robots: a row of the table each, and answers that only look like one. */
import type { IncomingHttpHeaders } from 'node:http';
import { describe, expect, it } from 'vitest';
import { wallByHeaders, wallWatch, walls } from '../../src/proxy/walls.ts';

const byHeaders: [number, IncomingHttpHeaders, string | undefined][] = [
  [403, { 'cf-mitigated': 'challenge' }, 'BOT_WALL'],
  [429, { 'cf-mitigated': 'challenge' }, 'BOT_WALL'],
  [202, { 'x-amzn-waf-action': 'challenge' }, 'BOT_WALL'],
  [405, { 'x-amzn-waf-action': 'captcha' }, 'BOT_WALL'],
  [403, { 'x-vercel-mitigated': 'challenge' }, 'BOT_WALL'],
  [403, { 'x-vercel-mitigated': 'deny' }, 'SITE_REFUSES'],
  [403, { 'x-dd-b': '1' }, 'BOT_WALL'],
  [429, { 'x-kpsdk-ct': 'abc' }, 'BOT_WALL'],
  [403, { server: 'AkamaiGHost' }, 'SITE_REFUSES'],
  // Everyday answers of the same networks.
  [200, { server: 'AkamaiGHost' }, undefined],
  [403, { server: 'cloudflare', 'cf-ray': '1' }, undefined],
  [200, { 'x-dd-b': '1' }, undefined],
  [200, { 'x-amzn-waf-action': 'challenge' }, undefined],
  [429, { server: 'nginx' }, undefined],
];

const byPage: [number, string, string | undefined][] = [
  [403, '<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script>', 'BOT_WALL'],
  [503, '<script>window._cf_chl_opt = {}</script>', 'BOT_WALL'],
  [403, 'error code: 1020', 'SITE_REFUSES'],
  [403, '<script src="https://ct.captcha-delivery.com/c.js"></script>', 'BOT_WALL'],
  [403, '<div id="px-captcha"></div>', 'BOT_WALL'],
  [403, '<iframe src="/_Incapsula_Resource?SWUDNSAI=9"></iframe>', 'BOT_WALL'],
  [403, '<h1>Forbidden</h1>', undefined],
  [503, '<h1>Back soon</h1>', undefined],
];

/** `sizes`: the answer in pieces. */
async function watched(status: number, html: string, size = html.length): Promise<{ notices: string[]; text: string } | undefined> {
  const notices: string[] = [];
  const watch = wallWatch(status, (wall) => notices.push(wall.notice));
  if (!watch) return undefined;
  for (let at = 0; at < html.length; at += size) watch.write(Buffer.from(html.slice(at, at + size)));
  watch.end();
  let text = '';
  for await (const chunk of watch) text += String(chunk);
  return { notices, text };
}

describe('walls against robots', () => {
  it.each(byHeaders)('%i with %j is %s', (status, headers, notice) => {
    expect(wallByHeaders(status, headers)?.notice).toBe(notice);
  });

  it.each(byPage)('%i with the page %s is %s', async (status, html, notice) => {
    const seen = await watched(status, html);
    expect(seen?.notices).toEqual(notice === undefined ? [] : [notice]);
    expect((await watched(status, html, 3))?.notices).toEqual(seen?.notices);
  });

  it('changes no byte, looks at the beginning only, and not at pages that are fine', async () => {
    const late = `${'x'.repeat(40_000)}<div id="px-captcha"></div>`;
    expect(await watched(403, late, 1000)).toEqual({ notices: [], text: late });
    expect(await watched(200, '<div id="px-captcha"></div>')).toBeUndefined();
  });

  it('has a source beside each row', () => {
    for (const wall of walls) expect(wall.source).toMatch(/^https:\/\//);
  });
});
