/**
 * A company's own looks and words on the pages that customers see, and the colours that follow from its one: every text that
 * stands in or on it has the contrast of WCAG 2.2 AA, in light and dark, or the colour is refused with one that has.
 */

/** What a page is told of its company; in the language of the page. */
export interface ShownBrand {
  /** Stands where our name stands. */
  readonly product: string;
  readonly logo: boolean;
  readonly greeting?: string;
  readonly consent?: string;
  readonly end?: string;
  readonly endPage?: string;
  readonly notice?: { readonly version: string; readonly text: string; readonly url?: string };
}

/** As an administrator writes it. */
export interface Branding {
  readonly product?: string | undefined;
  /** `#rrggbb`. */
  readonly color?: string | undefined;
  readonly endPage?: string | undefined;
  readonly notice?:
    { readonly version: string; readonly url?: string | undefined; readonly text: Readonly<Record<string, string>> } | undefined;
  readonly texts?:
    | Readonly<
        Record<string, { readonly greeting?: string | undefined; readonly consent?: string | undefined; readonly end?: string | undefined }>
      >
    | undefined;
}

type Rgb = readonly [red: number, green: number, blue: number];

/** WCAG 2.2, 1.4.3: text of ordinary size. */
const CONTRAST_MIN = 4.5;
/** Grounds that text in the company's colour stands on: the darkest of the light ones, the lightest of the dark ones. */
const LIGHT_GROUND: Rgb = [0xec, 0xee, 0xeb];
const DARK_GROUND: Rgb = [0x1b, 0x22, 0x20];
const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
/** Steps from a colour to white or black. */
const STEPS = 50;

export interface Palette {
  readonly accent: string;
  readonly hover: string;
  readonly ink: string;
  readonly wash: string;
  readonly text: string;
}

/** Is it dark enough to be read on every light ground, and to carry white? Else the nearest that is. */
export function checkColor(
  color: string,
): { readonly ok: true } | { readonly ok: false; readonly ratio: number; readonly proposal: string } {
  const rgb = parse(color);
  const ratio = readable(rgb, LIGHT_GROUND);
  return ratio >= CONTRAST_MIN
    ? { ok: true }
    : {
        ok: false,
        ratio: Math.floor(ratio * 10) / 10,
        proposal: write(toward(rgb, BLACK, (one) => readable(one, LIGHT_GROUND) >= CONTRAST_MIN)),
      };
}

export function lightPalette(color: string): Palette {
  const rgb = parse(color);
  const wash = mix(WHITE, rgb, 0.1);
  return {
    accent: write(rgb),
    hover: write(mix(rgb, BLACK, 0.18)),
    ink: '#ffffff',
    wash: write(wash),
    text: write(toward(rgb, BLACK, (one) => contrast(one, wash) >= CONTRAST_MIN)),
  };
}

export function darkPalette(color: string): Palette {
  const rgb = toward(parse(color), WHITE, (one) => contrast(one, DARK_GROUND) >= CONTRAST_MIN + 1);
  const wash = mix(DARK_GROUND, rgb, 0.14);
  return {
    accent: write(rgb),
    hover: write(mix(rgb, WHITE, 0.25)),
    ink: write(toward(mix(rgb, BLACK, 0.8), BLACK, (one) => contrast(one, rgb) >= CONTRAST_MIN)),
    wash: write(wash),
    text: write(toward(rgb, WHITE, (one) => contrast(one, wash) >= CONTRAST_MIN)),
  };
}

/** Contrast of two colours by WCAG 2.2. */
export function contrastOf(one: string, other: string): number {
  return contrast(parse(one), parse(other));
}

function readable(rgb: Rgb, ground: Rgb): number {
  return Math.min(contrast(rgb, ground), contrast(rgb, WHITE));
}

function contrast(one: Rgb, other: Rgb): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance(rgb: Rgb): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The first colour on the way that is good; the end of the way always is. */
function toward(from: Rgb, to: Rgb, isGood: (rgb: Rgb) => boolean): Rgb {
  for (let step = 0; step < STEPS; step++) {
    const one = mix(from, to, step / STEPS);
    if (isGood(one)) return one;
  }
  return to;
}

function mix([r, g, b]: Rgb, [r2, g2, b2]: Rgb, share: number): Rgb {
  const at = (one: number, other: number) => Math.round(one + (other - one) * share);
  return [at(r, r2), at(g, g2), at(b, b2)];
}

function parse(color: string): Rgb {
  const at = (from: number) => Number.parseInt(color.slice(from, from + 2), 16);
  return [at(1), at(3), at(5)];
}

function write(rgb: Rgb): string {
  return `#${rgb.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
