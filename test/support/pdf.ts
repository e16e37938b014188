/** PDFs for tests, written by hand: pages of text (ISO 32000-1), with what a row asks for: a password, a form's value, a link. */
import { createHash } from 'node:crypto';

export interface PdfPage {
  readonly lines: readonly (readonly [x: number, y: number, size: number, text: string])[];
  /** Operators that are drawn before the lines. */
  readonly drawing?: string;
  /** Dictionaries, as they stand in the file. */
  readonly annotations?: readonly string[];
}

export interface PdfOptions {
  readonly title?: string;
  readonly password?: string;
  /** Width and height in points; A4. */
  readonly size?: readonly [number, number];
  /** Of every page, as they stand in the file. */
  readonly patterns?: string;
}

export function makePdf(pages: readonly PdfPage[], options: PdfOptions = {}): Buffer {
  const [width, height] = options.size ?? [595, 842];
  const bodies: (string | { dictionary: string; stream: Buffer })[] = [];
  const add = (body: (typeof bodies)[number]): number => bodies.push(body);
  const font = add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>');
  const pattern =
    options.patterns === undefined
      ? 0
      : add({
          dictionary: options.patterns.replace('FONT', `${font} 0 R`),
          stream: Buffer.from('BT /F1 8 Tf 2 2 Td (4111111111111111) Tj ET'),
        });
  const tree = bodies.length + pages.length * 2 + pages.reduce((sum, page) => sum + (page.annotations?.length ?? 0), 0) + 1;
  const kids = pages.map(({ lines, drawing = '', annotations = [] }) => {
    const texts = lines.map(([x, y, size, text]) => `BT /F1 ${size} Tf 1 0 0 1 ${x} ${y} Tm (${text.replace(/[\\()]/g, '\\$&')}) Tj ET`);
    const content = add({ dictionary: '', stream: Buffer.from([drawing, ...texts].join('\n'), 'latin1') });
    const notes = annotations.map(add).map((id) => `${id} 0 R`);
    const resources = `/Font << /F1 ${font} 0 R >>${pattern ? ` /Pattern << /P1 ${pattern} 0 R >>` : ''}`;
    return add(
      `<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 ${width} ${height}] /Resources << ${resources} >> /Contents ${content} 0 R /Annots [${notes.join(' ')}] >>`,
    );
  });
  add(`<< /Type /Pages /Count ${pages.length} /Kids [${kids.map((id) => `${id} 0 R`).join(' ')}] >>`);
  const catalog = add(`<< /Type /Catalog /Pages ${tree} 0 R >>`);
  const info = add(`<< /Title (${options.title ?? ''}) >>`);
  const id = createHash('md5').update('samepage').digest();
  const lock = options.password === undefined ? undefined : lockOf(options.password, id);
  const encrypt =
    lock && add(`<< /Filter /Standard /V 1 /R 2 /O <${lock.owner.toString('hex')}> /U <${lock.user.toString('hex')}> /P -4 >>`);

  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  let at = parts[0]?.length ?? 0;
  const places = bodies.map((body, i) => {
    const start = at;
    const number = i + 1;
    // Strings of the trailer's own dictionaries stay as they are here: titles are only read of files without a password.
    const bytes =
      typeof body === 'string'
        ? Buffer.from(`${number} 0 obj\n${body}\nendobj\n`, 'latin1')
        : streamOf(number, body.dictionary, lock ? rc4(keyOf(lock.key, number), body.stream) : body.stream);
    parts.push(bytes);
    at += bytes.length;
    return `${String(start).padStart(10, '0')} 00000 n \n`;
  });
  const trailer = `/Size ${bodies.length + 1} /Root ${catalog} 0 R /Info ${info} 0 R /ID [<${id.toString('hex')}> <${id.toString('hex')}>]${encrypt ? ` /Encrypt ${encrypt} 0 R` : ''}`;
  parts.push(
    Buffer.from(
      `xref\n0 ${bodies.length + 1}\n0000000000 65535 f \n${places.join('')}trailer\n<< ${trailer} >>\nstartxref\n${at}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

function streamOf(number: number, dictionary: string, stream: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`${number} 0 obj\n<< ${dictionary} /Length ${stream.length} >>\nstream\n`),
    stream,
    Buffer.from('\nendstream\nendobj\n'),
  ]);
}

/** ISO 32000-1, 7.6.3: the standard handler, revision 2, forty bits. */
const PAD = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');
const PERMISSIONS = Buffer.from([0xfc, 0xff, 0xff, 0xff]);

function lockOf(password: string, id: Buffer): { owner: Buffer; user: Buffer; key: Buffer } {
  const padded = Buffer.concat([Buffer.from(password, 'latin1'), PAD]).subarray(0, 32);
  const owner = rc4(md5(padded).subarray(0, 5), padded);
  const key = md5(padded, owner, PERMISSIONS, id).subarray(0, 5);
  return { owner, user: rc4(key, PAD), key };
}

function keyOf(key: Buffer, number: number): Buffer {
  return md5(key, Buffer.from([number & 255, (number >> 8) & 255, (number >> 16) & 255, 0, 0])).subarray(0, 10);
}

function md5(...parts: readonly Buffer[]): Buffer {
  return createHash('md5').update(Buffer.concat(parts)).digest();
}

function rc4(key: Buffer, data: Buffer): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_each, i) => i);
  const swap = (a: number, b: number): void => {
    [state[a], state[b]] = [state[b] ?? 0, state[a] ?? 0];
  };
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + (state[i] ?? 0) + (key[i % key.length] ?? 0)) & 255;
    swap(i, j);
  }
  let [i, j] = [0, 0];
  return Buffer.from(
    data.map((byte) => {
      i = (i + 1) & 255;
      j = (j + (state[i] ?? 0)) & 255;
      swap(i, j);
      return byte ^ (state[((state[i] ?? 0) + (state[j] ?? 0)) & 255] ?? 0);
    }),
  );
}
