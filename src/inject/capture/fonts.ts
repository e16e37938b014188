/**
 * Fonts that scripts make (`new FontFace`, `document.fonts.add`): no sheet names them, so they are told as one sheet of our
 * own making, which the document adopts at the guest's. What a face was made of is only known when it is made.
 */
import type { HostPage } from '../page.ts';
import { base64 } from './samples.ts';

/** Faces kept; a page that makes more has the first ones. */
const MAX_FACES = 100;
/** Bytes of a face made of bytes; the guest's browser sets the text in the next family for larger ones. */
const MAX_BYTES = 48 << 10;

interface Face {
  readonly family: string;
  readonly source: string;
  readonly descriptors: Readonly<Record<string, unknown>>;
}

const DESCRIPTORS: readonly (readonly [name: string, property: string])[] = [
  ['style', 'font-style'],
  ['weight', 'font-weight'],
  ['stretch', 'font-stretch'],
  ['unicodeRange', 'unicode-range'],
  ['featureSettings', 'font-feature-settings'],
  ['variationSettings', 'font-variation-settings'],
  ['display', 'font-display'],
  ['ascentOverride', 'ascent-override'],
  ['descentOverride', 'descent-override'],
  ['lineGapOverride', 'line-gap-override'],
  ['sizeAdjust', 'size-adjust'],
];

export class Fonts {
  readonly #faces: Face[] = [];
  readonly #added = new Set<string>();

  /** Hooks of one realm; `changed` after a face was added. */
  constructor({ window, disguise, natives }: Pick<HostPage, 'window' | 'disguise' | 'natives'>, changed: () => void) {
    disguise.construct(window, 'FontFace', (args) => {
      const [family, source, descriptors] = args;
      const text = typeof source === 'string' ? source : bytesOf(source);
      if (typeof family === 'string' && text !== undefined && this.#faces.length < MAX_FACES)
        this.#faces.push({ family: unquoted(family), source: text, descriptors: { ...(descriptors as object | undefined) } });
      return args;
    });
    const set = (window as unknown as { FontFaceSet?: { prototype: object } }).FontFaceSet; // not in every engine under this name
    disguise.method(set?.prototype, 'add', (native, self, args) => {
      const result: unknown = Reflect.apply(native, self, args);
      const [face] = args;
      if (face instanceof window.FontFace && this.#added.size < MAX_FACES) {
        this.#added.add(unquoted(face.family));
        natives.queueMicrotask(changed);
      }
      return result;
    });
  }

  /** All faces that were added, as rules of a sheet. */
  css(): string {
    return this.#faces
      .filter(({ family }) => this.#added.has(family))
      .map(ruleOf)
      .join('\n');
  }
}

function ruleOf({ family, source, descriptors }: Face): string {
  const lines = DESCRIPTORS.flatMap(([name, property]) => {
    const value = descriptors[name];
    return typeof value === 'string' && /^[^{};]{1,200}$/.test(value) ? [`${property}:${value}`] : [];
  });
  return `@font-face{font-family:${JSON.stringify(family)};src:${source.replace(/[{}]/g, '')};${lines.join(';')}}`;
}

function unquoted(family: string): string {
  return family.trim().replace(/^(["'])(.*)\1$/, '$2');
}

function bytesOf(source: unknown): string | undefined {
  if (typeof source !== 'object' || source === null) return undefined;
  const bytes = ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source as ArrayBuffer); // what else a face is made of; a stranger makes no bytes here
  return bytes.length > 0 && bytes.length <= MAX_BYTES ? `url(data:font/woff2;base64,${base64(bytes)})` : undefined;
}
