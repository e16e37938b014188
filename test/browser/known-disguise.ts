/**
 * Rows of the disguise (test/sites/disguise/probes.js) that do not read as on the real site, each with its reason. Must match
 * exactly: a row that reads the same has to leave this list.
 */
export interface KnownRow {
  readonly row: string;
  readonly realms: 'all' | readonly string[];
  readonly why: string;
  /** The answer names the gateway. */
  readonly leaks?: boolean;
}

const window = ['window'];
const workers = [
  'module-worker',
  'nested-worker',
  'inner-worker',
  'shared-worker',
  'service-worker',
  'worker',
  'blob-worker',
  'blob-module-worker',
  'data-worker',
];
const blob = 'blob: addresses carry the origin that made them';
const evaluated = 'eval as a value is left alone, because only the real one, called by its name, is a direct eval';
const data = 'the address of a data: document is its text, and our tag is in it';
const overlay = 'the overlay is a child of <html> after load';

export const knownRows: readonly KnownRow[] = [
  { row: 'blob address', realms: 'all', why: blob, leaks: true },
  { row: 'fetch of a blob address', realms: 'all', why: blob, leaks: true },
  {
    row: 'import() refused, its message',
    realms: window,
    why: 'the error of a failed import is made by the browser, after us',
    leaks: true,
  },
  { row: 'indirect eval', realms: window, why: evaluated, leaks: true },
  { row: 'eval of a frame', realms: window, why: evaluated, leaks: true },
  { row: 'addresses without a scheme in markup', realms: window, why: 'they are full addresses in the DOM, and read back as such' },
  { row: 'style names, own', realms: window, why: 'Chromium hides a named property that a prototype has as well' },
  { row: 'selectors of a part of an address', realms: window, why: 'parts are looked for in what the DOM holds' },
  { row: 'selectors in sheets', realms: window, why: 'selectors of sheets are not rewritten' },
  { row: 'styles of a custom element', realms: window, why: 'the browser tells a custom element what the DOM holds', leaks: true },
  { row: 'cookieStore events are trusted', realms: window, why: 'we fire them' },
  { row: 'headers of ours', realms: window, why: 'the translated policy, and what isolates the labels' },
  {
    row: 'Error.stack through an override',
    realms: workers,
    why: 'text is made of an object by a call that V8 names in the stack',
  },
  {
    row: 'Error.stack of an override that refuses',
    realms: workers,
    why: 'the frame of our function is named by the script that brought the prelude',
  },
  {
    row: 'cookieStore',
    realms: ['service-worker'],
    why: "a worker asks the browser, which holds none of the target's cookies",
    leaks: true,
  },
  {
    row: 'import() relative',
    realms: ['data-worker'],
    why: "a worker that is made from a data: address runs from one of ours, which has the page's origin",
  },
  { row: 'document as text', realms: 'all', why: overlay },
  { row: 'document counted', realms: window, why: overlay },
  { row: 'document walked', realms: window, why: overlay },
  ...[
    ...['location parts', 'location as text', 'location read', 'location is itself', 'location in Reflect', 'document addresses'],
    ...['document.location', 'functions of a frame', 'script text', 'Function from text', 'eval', 'URL of location', 'DOMException'],
    ...['navigation', 'frames found in markup', 'error event', 'import()'],
  ].map((row) => ({ row, realms: ['data-frame'], why: data, leaks: true })),
];
