/**
 * The figures that the product is held to, as ratios to peers that are measured in the same run (docs/results.md has the last
 * ones). `hold` is the line: a run that falls behind it fails. `goal` is what first class means; it is told, and fails nothing.
 */
export interface Goal {
  readonly what: string;
  readonly unit: 'x' | 'ms' | 'MB' | '%' | '';
  /** `more`: the measured figure must be at least this; `less`: at most. */
  readonly better: 'more' | 'less';
  readonly goal: number;
  readonly hold: number;
}

const more = (what: string, goal: number, hold: number, unit: Goal['unit'] = 'x'): Goal => ({ what, unit, better: 'more', goal, hold });
const less = (what: string, goal: number, hold: number, unit: Goal['unit'] = 'x'): Goal => ({ what, unit, better: 'less', goal, hold });

export const goals = {
  'html-cheerio': more('HTML, addresses: times cheerio (CPU)', 15, 10),
  'html-tokenizer': more("HTML, addresses: times htmlparser2's Tokenizer with splices (CPU)", 1.8, 1.2),
  'html-utf8': more('HTML, addresses: times a UTF-8 round trip (CPU)', 0.45, 0.3),
  'html-identical': more('HTML: pages byte-identical when nothing is mapped', 100, 100, '%'),
  'html-parse5': more("HTML: pages with the same address list as parse5's tokenizer", 100, 100, '%'),
  'css-utf8': more('CSS: times a UTF-8 round trip (CPU)', 1.3, 1),
  'css-tree': more("CSS: times css-tree's tokenizer with splices (CPU)", 10, 6),
  'js-acorn': more('JS: times acorn with the same edits (CPU)', 15, 10),
  'js-missed': less('JS: references that acorn finds and the scanner missed', 0, 0, ''),
  'pass-10k': more('pass-through 10 KB: requests/s, times nginx proxy_pass', 0.35, 0.25),
  'pass-100k': more('pass-through 100 KB: requests/s, times nginx proxy_pass', 0.4, 0.3),
  'pass-5m': more('pass-through 5 MB: requests/s, times nginx proxy_pass', 0.6, 0.45),
  ttfb: less('first byte added at one client, 10 KB', 0.25, 0.4, 'ms'),
  'page-pass': less('rewritten 100 KB page: CPU, times the same bytes passed through', 2, 3),
  'page-unblocker': more('page CPU: times less than unblocker', 3, 2),
  'page-hammerhead': more('page CPU: times less than testcafe-hammerhead', 12, 8),
  'first-byte': less('first byte of a rewritten page, part of a slow upstream\u2019s duration', 0.2, 0.5),
  'left-head': less('upstream requests left of 10 clients that left before the head', 0, 0, ''),
  'left-body': less('upstream requests left of 10 clients that left in mid-body', 0, 0, ''),
  'ws-delivery': less('room: server CPU per delivery, times a bare ws broadcast', 1.2, 1.5),
  'rss-pass': less('peak memory per concurrent 5 MB body passed through', 1, 2, 'MB'),
  'rss-page': less('peak memory per concurrent 5 MB page rewritten', 4, 8, 'MB'),
  'session-memory': less('resident memory of a live session with two guests, beyond what sessions share', 3, 4, 'MB'),
  'loop-slices': less('slices of the event loop over 20 ms CPU under a mix of pages, sheets and scripts', 0, 0, ''),
  'mirror-key-cpu': less('mirror, keyframe of 50,000 nodes: CPU, times rrweb', 0.4, 0.6),
  'masked-key-cpu': less('mirror, keyframe with masked values: CPU, times one without', 1.1, 1.2),
  'mirror-change-bytes': less('mirror, a change: deflated bytes, times rrweb', 0.65, 0.8),
  'mirror-unequal': less('mirror: runs whose replica was not equal', 0, 0, ''),
  'first-view-console': less('first view of the console, 3G fast, nothing cached', 1000, 1500, 'ms'),
  'first-view-consent': less('first view of the consent page, 3G fast, nothing cached', 1000, 1500, 'ms'),
  'slow-text': less('slow line: text of a change, p95', 1000, 1000, 'ms'),
  'slow-echo': less("slow line: the page's answer to a guest's key, p95", 1500, 1500, 'ms'),
  'slow-key': less('slow line: picture of the shop', 5000, 5000, 'ms'),
  'script-again': more('second load of a 1 MB script: times less CPU than the first', 5, 3),
} as const satisfies Record<string, Goal>;

export type GoalName = keyof typeof goals;

export type Verdict = 'met' | 'held' | 'MISSED';

export function judge(name: GoalName, value: number): Verdict {
  const { better, goal, hold } = goals[name];
  const reaches = (line: number): boolean => (better === 'more' ? value >= line : value <= line);
  return reaches(goal) ? 'met' : reaches(hold) ? 'held' : 'MISSED';
}
