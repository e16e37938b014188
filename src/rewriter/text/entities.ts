/**
 * Character references in attribute values, as far as they can hide an address or a script: ASCII. What is not decoded comes
 * back byte for byte, because the `&` of it travels as a private mark that `encodeValue` turns into a bare `&` again.
 */

/** A noncharacter: no page has it. */
const KEPT = '\ufdd0';

/** ASCII that has a name; the full table of two thousand is not needed, other names cannot be part of a scheme or a host. */
const named = new Map<string, string>(
  Object.entries({
    ...{ amp: '&', AMP: '&', lt: '<', LT: '<', gt: '>', GT: '>', quot: '"', QUOT: '"', apos: "'", colon: ':', sol: '/', bsol: '\\' },
    ...{ Tab: '\t', NewLine: '\n', lpar: '(', rpar: ')', period: '.', comma: ',', semi: ';', excl: '!', num: '#', quest: '?', equals: '=' },
    ...{ plus: '+', lsqb: '[', lbrack: '[', rsqb: ']', rbrack: ']', lcub: '{', lbrace: '{', rcub: '}', rbrace: '}', lowbar: '_' },
    ...{
      percnt: '%',
      ast: '*',
      midast: '*',
      dollar: '$',
      commat: '@',
      grave: '`',
      DiacriticalGrave: '`',
      verbar: '|',
      vert: '|',
      Hat: '^',
    },
  }),
);
/** These also count without their semicolon, unless a letter, digit or `=` follows. */
const bare = new Set(['amp', 'AMP', 'lt', 'LT', 'gt', 'GT', 'quot', 'QUOT']);
/** Names that in a script's text are surely no operator and variable; `a&b;` is one. */
const common = new Set(
  'nbsp copy reg trade eacute egrave ecirc agrave aacute acirc auml ouml uuml Auml Ouml Uuml szlig ccedil ntilde oacute iacute uacute laquo raquo lsquo rsquo ldquo rdquo ndash mdash hellip middot bull euro pound yen cent deg times'.split(
    ' ',
  ),
);

const SHIFTS = new Set([0x0e, 0x0f, 0x1b]);

/** `script`: a bare `&` is an operator and must be seen as one. */
export function decodeValue(raw: string, script: boolean): string {
  return raw.replace(
    /&(?:#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?|([A-Za-z][A-Za-z0-9]*)(;?))?(=?)/g,
    (
      whole,
      hex: string | undefined,
      dec: string | undefined,
      name: string | undefined,
      semicolon: string | undefined,
      tail: string,
      at: number,
    ) => {
      if (hex !== undefined || dec !== undefined) {
        const code = hex !== undefined ? parseInt(hex, 16) : parseInt(dec ?? '', 10);
        // Beyond ASCII the text may be bytes, which hold no such character; nor do those of iso-2022-jp hold its shifts.
        // At the front of an address they are stripped.
        const held = code > 0 && code < 128 && (at === 0 || !SHIFTS.has(code));
        return held ? String.fromCharCode(code) + tail : KEPT + whole.slice(1);
      }
      if (name !== undefined) {
        const char = named.get(name);
        if (char !== undefined && (semicolon === ';' || (bare.has(name) && tail === ''))) return char + tail;
      }
      return script && !(name !== undefined && semicolon === ';' && common.has(name)) ? whole : KEPT + whole.slice(1);
    },
  );
}

/** `quote` is what the value stands in. */
export function encodeValue(text: string, quote: '"' | "'", xml: boolean): string {
  let out = text.replace(/&(?=[A-Za-z#])/g, '&amp;');
  if (xml) out = out.replace(/&(?!amp;)/g, '&amp;').replace(/</g, '&lt;');
  out = quote === '"' ? out.replace(/"/g, '&quot;') : out.replace(/'/g, '&#39;');
  return out.replaceAll(KEPT, '&');
}

/** Text between tags where references count: SVG's script and style, and all of XML. */
export function encodeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replaceAll(KEPT, '&');
}
