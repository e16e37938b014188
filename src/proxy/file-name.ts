/** The name under which an answer would be saved: by its Content-Disposition (RFC 6266), else by its address. */

/** As file systems bear it (characters). */
const MAX_LENGTH = 150;

export function fileNameOf(disposition: string | undefined, url: URL): string {
  return tidy(nameIn(disposition ?? '') ?? lastSegment(url));
}

function nameIn(disposition: string): string | undefined {
  const extended = /(?:^|[;\s])filename\*\s*=\s*([\w-]+)'[^']*'([^;\s]+)/i.exec(disposition);
  if (extended) {
    const decoded = decodeExtended(extended[1] ?? '', extended[2] ?? '');
    if (decoded !== undefined) return decoded;
  }
  const plain = /(?:^|[;\s])filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(disposition);
  const name = plain?.[1]?.replace(/\\(.)/g, '$1') ?? plain?.[2];
  // Field values are bytes; browsers read UTF-8 in them.
  return name === undefined ? undefined : utf8(name);
}

function decodeExtended(charset: string, text: string): string | undefined {
  try {
    if (/^utf-8$/i.test(charset)) return decodeURIComponent(text);
    return text.replace(/%([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  } catch {
    return undefined; // no UTF-8 after all: the plain form counts
  }
}

function utf8(latin1: string): string {
  const bytes = Buffer.from(latin1, 'latin1');
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') || /[^\0-\xff]/.test(latin1) ? latin1 : text;
}

function lastSegment(url: URL): string {
  const segment = url.pathname.split('/').pop() ?? '';
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** No folders, no signs that a file system or a reader of names stumbles over: control and direction marks. */
function tidy(name: string): string {
  const bare = name
    .replace(/^.*[/\\]/, '')
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[<>:"|?*]/g, '_')
    .trim();
  if (bare.length <= MAX_LENGTH) return bare;
  const end = /\.\w{1,8}$/.exec(bare)?.[0] ?? '';
  // Half a sign could be written into no field.
  return bare.slice(0, MAX_LENGTH - end.length).replace(/[\ud800-\udbff]$/, '') + end;
}
