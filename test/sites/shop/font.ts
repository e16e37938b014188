/**
 * A TrueType font with two glyphs, made from its tables: a diamond two em wide for `*`, and a square for what is missing.
 * Pages measure `*` to learn whether a font really arrived.
 */

const UNITS = 1000;

export function diamondFont(): Buffer {
  const square = outline([0, 0], [0, 700], [500, 700], [500, 0]);
  const diamond = outline([0, 350], [1000, 700], [2000, 350], [1000, 0]);
  const glyf = Buffer.concat([square, diamond]);
  const tables: Record<string, Buffer> = {
    'OS/2': os2(),
    cmap: cmap(),
    glyf,
    head: words(0, 1, 0, 1, 0, 0, 0x5f0f, 0x3cf5, 0x000b, UNITS, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2000, 700, 0, 8, 2, 0, 0),
    hhea: words(1, 0, 800, -200, 0, 2000, 0, 0, 2000, 1, 0, 0, 0, 0, 0, 0, 0, 2),
    hmtx: words(500, 0, 2000, 0),
    loca: words(0, square.length / 2, glyf.length / 2),
    maxp: words(1, 0, 2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    name: name('Diamond'),
    post: Buffer.concat([words(3, 0, 0, 0, -100, 50), Buffer.alloc(20)]),
  };
  // `head` starts with version 1.0.
  tables['head']?.writeUInt32BE(0x00010000, 0);
  const names = Object.keys(tables).sort();
  const head = words(1, 0, names.length, 128, 3, names.length * 16 - 128);
  const parts: Buffer[] = [head];
  let offset = 12 + names.length * 16;
  const bodies: Buffer[] = [];
  for (const tag of names) {
    const table = tables[tag] ?? Buffer.alloc(0);
    const entry = Buffer.alloc(16);
    entry.write(tag.padEnd(4), 0, 'latin1');
    entry.writeUInt32BE(checksum(table), 4);
    entry.writeUInt32BE(offset, 8);
    entry.writeUInt32BE(table.length, 12);
    parts.push(entry);
    const padded = Buffer.concat([table, Buffer.alloc((4 - (table.length % 4)) % 4)]);
    bodies.push(padded);
    offset += padded.length;
  }
  return Buffer.concat([...parts, ...bodies]);
}

function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => bytes.writeUInt16BE(value & 0xffff, index * 2));
  return bytes;
}

type Point = readonly [number, number];

function outline(...points: Point[]): Buffer {
  const xs = points.map((point) => point[0]);
  const ys = points.map((point) => point[1]);
  const deltas = (values: number[]): number[] => values.map((value, index) => value - (values[index - 1] ?? 0));
  const flags = Buffer.alloc(points.length, 1);
  const bytes = Buffer.concat([
    words(1, Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys), points.length - 1, 0),
    flags,
    words(...deltas(xs), ...deltas(ys)),
  ]);
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

function cmap(): Buffer {
  // Format 4, one segment for `*`, and the closing one.
  const star = 0x2a;
  return words(0, 1, 3, 1, 0, 12, 4, 32, 0, 4, 4, 1, 0, star, 0xffff, 0, star, 0xffff, 1 - star, 1, 0, 0);
}

function os2(): Buffer {
  // prettier-ignore
  const bytes = words(4, 1000, 400, 5, 0, 650, 600, 0, 75, 650, 600, 0, 350, 50, 300, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0x5450, 0x5354, 64, 0x2a, 0x2a, 800, -200, 0, 800, 200, 0, 1, 0, 0, 500, 700, 0, 32, 0);
  return bytes;
}

function name(family: string): Buffer {
  const ids: [number, string][] = [
    [1, family],
    [2, 'Regular'],
    [4, family],
    [6, family],
  ];
  const texts = ids.map(([, text]) => Buffer.from(text, 'utf16le').swap16());
  const records: Buffer[] = [];
  let offset = 0;
  ids.forEach(([id], index) => {
    const length = texts[index]?.length ?? 0;
    records.push(words(3, 1, 0x409, id, length, offset));
    offset += length;
  });
  return Buffer.concat([words(0, ids.length, 6 + ids.length * 12), ...records, ...texts]);
}

function checksum(table: Buffer): number {
  const padded = Buffer.concat([table, Buffer.alloc((4 - (table.length % 4)) % 4)]);
  let sum = 0;
  for (let at = 0; at < padded.length; at += 4) sum = (sum + padded.readUInt32BE(at)) >>> 0;
  return sum;
}
