/**
 * Real applications, each walked twice: straight, and through the gateway as the customer of a live session, with an agent
 * looking on. Both visits must see the same texts, the same console errors and the same failed requests, and leave the same
 * behind on the server; and no request of any window may go to another host than the gateway's.
 */
import type { Browser, BrowserContext, Frame } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { haveChromium, launchChromium } from '../support/browsers.ts';
import { freePort } from '../support/free-port.ts';
import { urlMap } from '../support/gateway-address.ts';
import { labelOrigin, meet, replicaOf } from '../support/journey.ts';
import { startGateway, type Gateway } from '../support/start-gateway.ts';
import { Visit, WAIT_MS, type Journey, type Known } from './journey.ts';
import { editor, type App } from './processes.ts';
import { docsify } from './targets/docsify.ts';
import { excalidraw } from './targets/excalidraw.ts';
import { grapesJs } from './targets/grapesjs.ts';
import { jsonEditor } from './targets/jsoneditor.ts';
import { mediaWiki } from './targets/mediawiki.ts';
import { monaco } from './targets/monaco.ts';
import { nodeRed } from './targets/node-red.ts';
import { reveal } from './targets/reveal.ts';
import { swaggerUi } from './targets/swagger-ui.ts';
import { tiddlyWiki } from './targets/tiddlywiki.ts';
import { tinyMce } from './targets/tinymce.ts';
import { verdaccio } from './targets/verdaccio.ts';
import { watch } from './watch.ts';

const journeys: readonly Journey[] = [
  ...[nodeRed, mediaWiki, verdaccio, tiddlyWiki],
  ...[monaco, grapesJs, tinyMce, excalidraw, reveal, swaggerUi, jsonEditor, docsify],
];

const window = { viewport: { width: 1280, height: 800 }, httpCredentials: { username: editor.user, password: editor.password } };

describe.skipIf(!haveChromium())('an application sees no difference', () => {
  let browser: Browser;
  const open: { gateway?: Gateway | undefined; app?: App | undefined } = {};

  beforeAll(async () => {
    // Whatever is not meant to be asked for is not there.
    browser = await launchChromium({ onlyHosts: ['127.0.0.1', 'localhost', '*.localhost'] });
  });

  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await open.gateway?.close();
    await open.app?.close();
    open.gateway = undefined;
    open.app = undefined;
  });

  afterAll(async () => {
    await browser.close();
  });

  for (const journey of journeys) {
    const missing = journey.missing();
    if (missing !== undefined) console.log(`skipped: ${journey.name}: ${missing}`);
    test.skipIf(missing !== undefined)(journey.name, async () => {
      // The same port both times: the application writes its own address into its pages.
      const port = await freePort();
      const straight = await walkStraight(journey, port);
      const through = await walkThrough(journey, port);
      console.log(
        `${journey.name}: ${String(straight.lines.length)} lines; straight ${seconds(straight.ms)}, through ${seconds(through.ms)} (${(through.ms / straight.ms).toFixed(2)})`,
      );
      expect(through.escapes).toEqual([]);
      const known = journey.known ?? [];
      expect(without(through.lines, known, 'through')).toEqual(without(straight.lines, known, 'straight'));
    });
  }

  async function walkStraight(journey: Journey, port: number): Promise<Walked> {
    const app = (open.app = await journey.start(port));
    const context = await browser.newContext(window);
    context.setDefaultTimeout(WAIT_MS);
    const seen = watch(context, { mayAsk: () => true, asTarget: (text) => text });
    const started = performance.now();
    const visit = new Visit({
      app,
      page: await context.newPage(),
      origin: app.origin,
      unseen: journey.unseen,
      isOurs: () => false,
      landed: false,
      agentSees: () => Promise.resolve(),
    });
    await journey.walk(visit);
    const ms = performance.now() - started;
    await context.close();
    await app.close();
    return { lines: steady([...visit.lines, ...seen.lines()], journey), escapes: [], ms };
  }

  async function walkThrough(journey: Journey, port: number): Promise<Walked> {
    const app = (open.app = await journey.start(port));
    const gateway = (open.gateway = await startGateway({ overrides: { allowPrivateTargets: [`127.0.0.1:${String(port)}`] } }));
    const contexts: BrowserContext[] = [await browser.newContext(window), await browser.newContext()];
    for (const context of contexts) context.setDefaultTimeout(WAIT_MS);
    const mayAsk = (url: URL): boolean => url.port === String(gateway.port) && /(^|\.)localhost$/.test(url.hostname);
    const late: { asTarget?: (text: string) => string } = {};
    const watches = contexts.map((context) => watch(context, { mayAsk, asTarget: (text) => late.asTarget?.(text) ?? text }));
    const [customer, agents] = contexts as [BrowserContext, BrowserContext]; // made above
    const { session, host, agent } = await meet(gateway, customer, agents, `${app.origin}/`);
    const map = urlMap(gateway, session.id);
    late.asTarget = (text) => text.replace(/(?:https?|wss?):\/\/[^/\s"'<>]+/g, (origin) => map.toTarget(origin) ?? origin);
    const ours = gateway.ownOrigin(session.id);
    const started = performance.now();
    const visit = new Visit({
      app,
      page: host,
      origin: labelOrigin(host),
      unseen: journey.unseen,
      isOurs: (frame) => frame.url().startsWith(ours),
      landed: true,
      async agentSees(text) {
        await agent.bringToFront();
        await vi.waitFor(async () => {
          expect(await textOf(await replicaOf(agent))).toMatch(text);
        }, WAIT);
        await host.bringToFront();
      },
    });
    await journey.walk(visit);
    const ms = performance.now() - started;
    const escapes = watches.flatMap((seen) => seen.escapes());
    const lines = steady([...visit.lines, ...watches.flatMap((seen) => seen.lines())], journey);
    return { lines, escapes, ms };
  }
});

interface Walked {
  readonly lines: readonly string[];
  readonly escapes: readonly string[];
  readonly ms: number;
}

const WAIT = { timeout: WAIT_MS, interval: 100 };

/** Visible text of a frame and of those in it: editors keep what they edit in a frame of its own. */
async function textOf(frame: Frame): Promise<string> {
  // A frame that is being replaced has no text: the caller looks again.
  const own = await frame.evaluate(() => document.body.innerText).catch(() => '');
  const inner = await Promise.all(frame.childFrames().map(textOf));
  return [own, ...inner].join('\n');
}

function steady(lines: readonly string[], journey: Journey): string[] {
  return lines.map((line) => (journey.unsteady ?? []).reduce((text, [pattern, word]) => text.replace(pattern, word), line));
}

/** The lines less the known ones of this way; a known line that did not come is a failure, too. */
function without(lines: readonly string[], known: readonly Known[], way: Known['only']): string[] {
  const rest = [...lines];
  for (const { only, line, why } of known) {
    if (only !== way) continue;
    const place = rest.findIndex((candidate) => (typeof line === 'string' ? candidate === line : line.test(candidate)));
    if (place < 0) rest.push(`gone from the known differences: ${String(line)} (${why})`);
    else rest.splice(place, 1);
  }
  return rest;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
