/** Whose page this is: the server writes the company's looks and words onto <html> of the pages that customers see. */
import type { ShownBrand } from '../shared/brand.ts';

const OURS: ShownBrand = { product: 'Samepage', logo: false };

function written(): ShownBrand {
  const text = document.documentElement.dataset['brand'];
  // Of our own server; on pages of the agents' side there is none.
  return text === undefined || text === '' ? OURS : (JSON.parse(text) as ShownBrand);
}

export const brand = written();

/** Where the logo is; undefined: ours stands there. */
export const logo = brand.logo ? (document.documentElement.dataset['brandPath'] ?? '/brand') + '/logo' : undefined;

/** A sentence that names us names the company's product. */
export function named(text: string): string {
  return brand.product === OURS.product ? text : text.replaceAll(OURS.product, brand.product);
}
