/** The page's own address as it may leave. A part of it that holds something masked is hidden by itself: rules are found by the rest. */
import { MASK_TEXT } from '../../shared/policy.ts';

const PART = /[^/?#&=;]+/g;

export function cleanAddress(url: string, clean: (text: string) => string): string {
  const path = url.indexOf('/', 8); // behind the scheme and its slashes
  if (path < 0) return url;
  const rest = url.slice(path).replace(PART, clean);
  // A date that is spread over several parts, say.
  return url.slice(0, path) + (clean(rest) === rest ? rest : rest.replace(PART, MASK_TEXT));
}
