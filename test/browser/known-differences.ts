/**
 * What a page can see of the gateway today: page, path of the observation, and why. Must match exactly: a difference
 * that is gone has to be removed from here, a new one is a failure.
 */
export interface KnownDifference {
  readonly page: string;
  readonly path: string;
  readonly why: string;
}

export const knownDifferences: readonly KnownDifference[] = [
  { page: 'blob-data.html', path: 'prefix', why: 'blob: addresses carry the origin that made them' },
  { page: 'disguise.html', path: 'html', why: 'the overlay is a child of <html>, so it is in outerHTML: 68 characters' },
];
