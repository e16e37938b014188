/**
 * What a page can see of the gateway today: page, path of the observation, and why. Must match exactly: a difference
 * that is gone has to be removed from here, a new one is a failure.
 */
export interface KnownDifference {
  readonly page: string;
  readonly path: string;
  readonly why: string;
}

const cssom = 'CSSOM values (getComputedStyle, style.backgroundImage) show the address that the browser loaded';

export const knownDifferences: readonly KnownDifference[] = [
  { page: 'blob-data.html', path: 'ran', why: 'script text inside a Blob that becomes a script address is not rewritten' },
  { page: 'blob-data.html', path: 'prefix', why: 'blob: addresses carry the origin that made them' },
  ...['images.0', 'images.1', 'images.2', 'images.3', 'images.4', 'inline'].map((path) => ({ page: 'css.html', path, why: cssom })),
  { page: 'disguise.html', path: 'html', why: 'the overlay is a child of <html>, so it is in outerHTML: 68 characters' },
  { page: 'eval.html', path: 'indirect', why: '(0, eval)(text): eval as a value takes text that is not rewritten' },
  { page: 'module.html', path: 'resolved', why: 'import.meta.resolve is not mapped' },
  { page: 'srcdoc.html', path: 'data.2', why: 'document.referrer of a srcdoc frame is the parent, not empty' },
];
