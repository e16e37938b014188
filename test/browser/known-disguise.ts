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
const unasked = 'a worker is not asked for what the gateway has to change: documents and code';
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
  { row: 'fetch events', realms: ['service-worker'], why: unasked },
  ...['cookieStore', 'cookieStore of a window'].map((row) => ({
    row,
    realms: ['javascript-frame'],
    why: 'Chromium takes the address of such a document for an insecure one; we keep its cookies like its maker',
  })),
  { row: 'document as text', realms: 'all', why: overlay },
  { row: 'document counted', realms: window, why: overlay },
  { row: 'document walked', realms: window, why: overlay },
];

/** The same for Firefox, of the realms that are asked there. */
const windows = ['window', 'frame', 'other-frame', 'srcdoc', 'blank', 'written'];
const stacked = ['frame', 'srcdoc', 'blank', 'written'];
const asynchronous = 'Firefox names asynchronous callers, too, and through the gateway it names them where it did not';
export const knownInFirefox: readonly KnownRow[] = [
  { row: 'blob address', realms: 'all', why: blob, leaks: true },
  { row: 'fetch of a blob address', realms: windows, why: blob, leaks: true },
  { row: 'location is itself', realms: windows, why: 'the stand-in can be frozen, and Firefox refuses that of the real one' },
  { row: 'error event', realms: windows, why: 'Firefox names the line that a text was run from, and that is one of ours' },
  { row: 'document as text', realms: window, why: overlay },
  {
    row: 'cookieStore of a window',
    realms: windows,
    why: 'we answer with all members, as Chromium does, and the browser names the label where it refuses a domain',
    leaks: true,
  },
  { row: 'fetch events', realms: ['service-worker'], why: unasked },
  { row: 'Error.stack', realms: stacked, why: asynchronous },
  { row: 'Error.stack of natives', realms: stacked, why: asynchronous },
  { row: 'Error.stack through an override', realms: [...stacked, ...workers], why: asynchronous },
  { row: 'Error.stack of an override that refuses', realms: [...stacked, ...workers], why: asynchronous },
  {
    row: 'postMessage to itself',
    realms: ['blank', 'written'],
    why: "functions of a made realm are its maker's, and so is the source of their messages",
  },
  { row: 'shapes', realms: ['blank', ...workers], why: 'a wrong receiver is refused in the words of our call' },
];
