/** Frames of every kind, one after the other on one page (mirror-frames.html), and how their words are read in the replica. */

export interface FrameKind {
  readonly name: string;
  /** Runs in the host's page. */
  readonly act: () => unknown;
  /** What all frames of the replica say then. */
  readonly words: RegExp;
}

/** After all of them. */
export const WORDS_AT_LAST = /^(?!.*outer)(?=.*of a blob)(?=.*of markup).*written/;

const kinds: readonly (readonly [name: string, act: () => unknown, words: RegExp])[] = [
  [
    'markup',
    () => {
      document.body.innerHTML = '';
      const frame = document.createElement('iframe');
      frame.id = 'markup';
      frame.srcdoc = '<p>of markup</p>';
      document.body.append(frame);
    },
    /^of markup$/,
  ],
  [
    'blob',
    () => {
      const frame = document.createElement('iframe');
      frame.id = 'blob';
      frame.src = URL.createObjectURL(new Blob(['<!doctype html><p>of a blob</p>'], { type: 'text/html' }));
      document.body.append(frame);
    },
    /of a blob/,
  ],
  [
    'written',
    () => {
      const frame = document.createElement('iframe');
      frame.id = 'written';
      document.body.append(frame);
      frame.contentDocument?.open();
      frame.contentDocument?.write('<p>written</p>');
      frame.contentDocument?.close();
    },
    /written/,
  ],
  [
    'nested',
    () => {
      const frame = document.createElement('iframe');
      frame.id = 'nested';
      frame.srcdoc = '<p>outer</p><iframe id="inner" src="/mirror-inner.html?nested"></iframe>';
      document.body.append(frame);
    },
    /outer\|inner \?nested/,
  ],
  ['nested moved', () => document.body.append(document.getElementById('nested') ?? ''), /outer\|inner \?nested/],
  ['moved', () => document.body.append(document.getElementById('markup') ?? ''), /of markup/],
  ['loaded again', () => (document.getElementById('markup') as HTMLIFrameElement).contentWindow?.location.reload(), /of markup/], // a frame
  ['hidden', () => ((document.getElementById('blob') as HTMLElement).style.display = 'none'), /of markup/], // as above
  ['shown', () => ((document.getElementById('blob') as HTMLElement).style.display = ''), /of a blob/], // as above
  ['taken away', () => document.getElementById('nested')?.remove(), WORDS_AT_LAST],
];

export const frameKinds: readonly FrameKind[] = kinds.map(([name, act, words]) => ({ name, act, words }));

/** Runs in the guest's page: frames of the replica are of its own origin. */
export function frameWords(replica: string): string {
  const all: string[] = [];
  const visit = (document: Document | null | undefined): void => {
    for (const frame of document?.querySelectorAll('iframe') ?? []) {
      all.push((frame.contentDocument?.body.innerText ?? '').trim());
      visit(frame.contentDocument);
    }
  };
  visit(document.querySelector<HTMLIFrameElement>(replica)?.contentDocument);
  return all.filter((text) => text !== '').join('|');
}
