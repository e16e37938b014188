/** `5; url=https://…`: value of a Refresh header and of `<meta http-equiv=refresh>`, by the HTML standard's declarative refresh steps. */
import type { MapUrl } from './types.ts';

const REFRESH = /^[\t\n\f\r ]*(?:\d+[\d.]*|\.[\d.]*)[\t\n\f\r ]*[;,]?[\t\n\f\r ]*(?:[uU][rR][lL][\t\n\f\r ]*=[\t\n\f\r ]*)?/;

export function rewriteRefresh(text: string, map: MapUrl): string {
  const head = REFRESH.exec(text)?.[0];
  if (head === undefined) return text;
  let start = head.length;
  let end = text.length;
  const quote = text[start];
  if (quote === '"' || quote === "'") {
    start++;
    const close = text.indexOf(quote, start);
    if (close >= 0) end = close;
  }
  if (start >= end) return text;
  const mapped = map(text.slice(start, end));
  return mapped === undefined ? text : text.slice(0, start) + mapped + text.slice(end);
}
