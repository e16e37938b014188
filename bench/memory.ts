/** What each body costs while many are under way: resident memory of the gateway at its highest, over what it was before. */
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { pages } from './support/corpus.ts';
import { serveFiles } from './support/nginx.ts';
import { Stand, type Visit } from './support/stand.ts';
import { figure, short, withSpread, type BenchTable } from './table.ts';

const ROUNDS = 3;
/** V8 lets some 50 MB of young buffers gather before it collects, however many bodies are under way: few would each seem to need it. */
const MANY = 48;
/** Whole bodies, several times over each. */
const FEW = 12;
/** Loaded one after the other before: they compile the code, and the thread of scripts is started. */
const WARM = 3;
const BODY_BYTES = 5 * 1024 * 1024;
/** A visitor takes this much and then waits: bodies are under way together, and back-pressure is at work. Bytes, ms. */
const SIP_BYTES = 256 * 1024;
const SIP_MS = 5;

export async function benchMemory(): Promise<BenchTable> {
  const target = await serveFiles({ '5m.json': randomBytes(BODY_BYTES), '5m.html': bigPage(), '5m.css': bigSheet(), '5m.js': bigScript() });
  try {
    const kinds = [
      { name: 'passed through', file: '/5m.json', dest: 'empty', atOnce: MANY },
      { name: 'page, rewritten', file: '/5m.html', dest: 'document', atOnce: MANY },
      { name: 'sheet, rewritten', file: '/5m.css', dest: 'style', atOnce: FEW },
      { name: 'script, rewritten', file: '/5m.js', dest: 'script', atOnce: FEW },
    ] as const;
    const rows = [];
    const byName = new Map<string, number[]>();
    for (const { name, file, dest, atOnce } of kinds) {
      const costs: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        // A new process each time: what earlier bodies have left free would hide what these need.
        const stand = await Stand.start({ collect: true });
        try {
          const visit = await stand.visit(`http://127.0.0.1:${target.port}/`);
          for (let time = 0; time < WARM; time++) await sip(stand, visit, file, dest);
          const cost = await peakOf(stand, () => Promise.all(Array.from({ length: atOnce }, () => sip(stand, visit, file, dest))));
          costs.push(cost / atOnce / 1e6);
        } finally {
          await stand.close();
        }
      }
      byName.set(name, costs);
      rows.push({ name: `5 MB, ${atOnce} at once, ${name}`, values: { 'MB per body': withSpread(costs.map(short)) } });
    }
    return {
      title: 'Memory per body, resident, peak over what it was before',
      rows,
      figures: [figure('rss-pass', byName.get('passed through') ?? []), figure('rss-page', byName.get('page, rewritten') ?? [])],
    };
  } finally {
    await target.close();
  }
}

async function peakOf(stand: Stand, work: () => Promise<unknown>): Promise<number> {
  const before = (await stand.probe('peak-start')) as number; // the probe's answer to that question, as the next one
  await work();
  return ((await stand.probe('peak-stop')) as number) - before;
}

function sip(stand: Stand, visit: Visit, where: string, dest: 'empty' | 'document' | 'style' | 'script'): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: stand.port, path: where, headers: stand.headers(visit, dest), agent: false };
    const req = request(options, (answer) => {
      if (answer.statusCode !== 200) return reject(new Error(`${where}: ${String(answer.statusCode)}`));
      let taken = 0;
      answer.on('data', (part: Buffer) => {
        taken += part.length;
        if (taken < SIP_BYTES) return;
        taken = 0;
        answer.pause();
        setTimeout(() => answer.resume(), SIP_MS);
      });
      answer.once('end', resolve).once('error', reject);
    });
    req.once('error', reject);
    req.end();
  });
}

export function bigPage(): Buffer {
  const bodies = pages().map(({ bytes }) => bytes.toString('latin1').replace(/^[^]*?<body[^>]*>|<\/body>[^]*$|<plaintext>/gi, ''));
  return Buffer.from(fill('<!doctype html><title>Big</title>', bodies), 'latin1');
}

export function bigSheet(): Buffer {
  const rules = Array.from(
    { length: 500 },
    (_, at) => `.rule-${at}{background:url("https://cdn.shop.example/${at}.png");color:rgb(${at % 256},0,0)}\n`,
  );
  return Buffer.from(fill('', rules), 'latin1');
}

export function bigScript(): Buffer {
  const parts = Array.from(
    { length: 500 },
    (_, at) => `export function f${at}(a){return a.b(${at})?location.href+"x${at}":[/x"${at}/.test(a),\`t\${a}\`]}\n`,
  );
  const lines: string[] = [];
  // Names differ, or the text would be no module.
  for (let turn = 0; lines.length * 70 < BODY_BYTES; turn++)
    lines.push(...parts.map((part) => part.replace(/function f/, `function f${turn}_`)));
  return Buffer.from(
    lines
      .join('')
      .slice(0, BODY_BYTES)
      .replace(/\n[^\n]*$/, '\n'),
    'latin1',
  );
}

function fill(head: string, parts: readonly string[]): string {
  let text = head;
  for (let at = 0; text.length < BODY_BYTES; at++) text += parts[at % parts.length] ?? '';
  return text.slice(0, BODY_BYTES);
}
