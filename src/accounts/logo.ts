/** Logos: PNG or WebP by their own bytes. SVG is a document that can do more than be looked at, and is refused. */
import { GatewayError } from '../shared/error-codes.ts';

export interface Logo {
  readonly type: 'image/png' | 'image/webp';
  readonly bytes: Buffer;
}

/** A logo of a page's head has some ten kilobytes. */
export const LOGO_BYTES_MAX = 256 * 1024;
/** Pixels of either side: a small file can unpack to gigabytes. */
const SIDE_MAX = 2000;

/** Throws LOGO_INVALID. */
export function readLogo(bytes: Buffer): Logo {
  const png = pngSize(bytes);
  const size = png ?? webpSize(bytes);
  if (!size) throw new GatewayError('LOGO_INVALID', { reason: 'it is neither PNG nor WebP' });
  if (bytes.length > LOGO_BYTES_MAX) throw new GatewayError('LOGO_INVALID', { reason: `it is larger than ${LOGO_BYTES_MAX / 1024} KB` });
  const [width, height] = size;
  if (width < 1 || height < 1 || width > SIDE_MAX || height > SIDE_MAX)
    throw new GatewayError('LOGO_INVALID', { reason: `it has more than ${SIDE_MAX} pixels a side` });
  return { type: png ? 'image/png' : 'image/webp', bytes };
}

function pngSize(bytes: Buffer): [number, number] | undefined {
  if (bytes.length < 33 || bytes.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n' || bytes.toString('latin1', 12, 16) !== 'IHDR')
    return undefined;
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

/** RFC 9649: a still picture in its three kinds. */
function webpSize(bytes: Buffer): [number, number] | undefined {
  if (bytes.length < 30 || bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP') return undefined;
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return [bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff];
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21);
      return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
    }
    case 'VP8X':
      return [bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1];
    default:
      return undefined;
  }
}
