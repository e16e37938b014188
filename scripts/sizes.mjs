// What each file of the pages may weigh, in bytes of gzip: what it had on 2026-11-27 and a little room. A file that outgrows its
// line fails a test (test/browser/sizes.test.ts): either it loses weight, or the line is moved here, with a reason in the commit.
export const budgets = {
  // In every page of the site: docs/decisions/2026-11-21-size-of-the-runtime.md.
  'runtime.js': 99_700,
  'site-runtime.js': 54_500,
  'site-script.js': 4_500,
  'worker.js': 25_300,
  // Loaded once there is somebody who may act.
  'act.js': 9_200,
  'ink.js': 9_200,
  // The customer's pages.
  'consent.js': 14_800,
  'consent-ask.js': 800,
  'join.js': 14_000,
  'help.js': 13_600,
  'end.js': 12_900,
  'enter.js': 3_500,
  'dock.js': 24_900,
  'board.js': 25_500,
  'preview.js': 41_800,
  'samepage.css': 3_000,
  'pages.css': 1_600,
  'dock.css': 2_500,
  'help.css': 800,
  'board.css': 1_000,
  // The customer's screen, shared and looked at: loaded when one is.
  'share.js': 15_500,
  'watch.js': 16_200,
  'step-up.css': 1_600,
  // A PDF, where the site has one: pdf.js, its worker and its fonts' tables are most of it.
  'pdf.js': 154_500,
  'pdf-worker.js': 390_000,
  'pdf.css': 1_500,
  // The agents' pages.
  'console.js': 1_600,
  'console-chunk.js': 14_400,
  'sign-in.css': 700,
  // Behind the sign-in.
  'console-desk.js': 34_800,
  'console.css': 4_900,
  'viewer.js': 41_700,
  // What feels hands in WebKit, and is loaded there alone.
  'pane.js': 6_800,
  'viewer.css': 1_300,
  'preview.css': 600,
};

/** Words of the heaviest language of each page. */
export const wordBudgets = { 'sign-in': 3_800, console: 12_400, dock: 5_300, board: 1_700, pages: 5_600, viewer: 2_200, 'step-up': 2_100 };
