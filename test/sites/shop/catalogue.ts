/** What the shop sells, drawn by itself: product pictures are small SVGs, so the repository holds no photographs. */

export interface Product {
  readonly id: string;
  readonly name: string;
  readonly kind: 'tea' | 'stoneware';
  readonly price: number;
  readonly blurb: string;
  readonly art: string;
}

const leaf = (x: number, y: number, turn: number, fill: string): string =>
  `<path transform="translate(${x} ${y}) rotate(${turn})" d="M0 0C14-18 40-22 58-6 42 12 16 14 0 0z" fill="${fill}"/>`;

const cup = (body: string, rim: string): string =>
  `<ellipse cx="120" cy="168" rx="74" ry="10" fill="#00000014"/>` +
  `<path d="M64 84h104c0 46-16 78-52 78s-52-32-52-78z" fill="${body}"/><ellipse cx="116" cy="84" rx="52" ry="12" fill="${rim}"/>` +
  `<path d="M166 96c26-6 34 34-8 40" fill="none" stroke="${body}" stroke-width="9"/>`;

const tin = (body: string, band: string): string =>
  `<ellipse cx="120" cy="176" rx="62" ry="9" fill="#00000014"/>` +
  `<rect x="68" y="62" width="104" height="112" rx="8" fill="${body}"/><rect x="68" y="100" width="104" height="42" fill="${band}"/>` +
  `<rect x="62" y="46" width="116" height="22" rx="6" fill="${body}"/><path d="M62 66h116" stroke="#00000022" stroke-width="2"/>`;

const pot = (body: string, lid: string): string =>
  `<ellipse cx="120" cy="178" rx="80" ry="9" fill="#00000014"/>` +
  `<path d="M182 110c34-14 18-44 38-44" fill="none" stroke="${body}" stroke-width="12" stroke-linecap="round"/>` +
  `<path d="M58 96c-40-10-44 54 6 54" fill="none" stroke="${body}" stroke-width="10"/>` +
  `<ellipse cx="120" cy="128" rx="70" ry="50" fill="${body}"/><ellipse cx="120" cy="86" rx="36" ry="10" fill="${lid}"/><circle cx="120" cy="70" r="9" fill="${lid}"/>`;

export const products: readonly Product[] = [
  {
    id: 'mountain-oolong',
    name: 'Mountain Oolong',
    kind: 'tea',
    price: 1450,
    blurb: 'Rolled by hand at 1,400 metres. Orchid, warm milk, a long sweet finish.',
    art: tin('#3f5b4b', '#e9dfc7') + leaf(92, 124, -8, '#3f5b4b'),
  },
  {
    id: 'first-flush',
    name: 'First Flush',
    kind: 'tea',
    price: 1800,
    blurb: 'The first spring leaves from a garden in the hills. Bright as green grapes.',
    art: tin('#c9a24b', '#fbf6e8') + leaf(92, 124, -8, '#8b9f4f'),
  },
  {
    id: 'smoked-pine',
    name: 'Smoked Pine',
    kind: 'tea',
    price: 1200,
    blurb: 'Dried over pine embers. For rain, and for reading.',
    art: tin('#40352f', '#c46b42') + leaf(92, 124, -8, '#f2e6d8'),
  },
  {
    id: 'ash-cup',
    name: 'Ash-glaze Cup',
    kind: 'stoneware',
    price: 2600,
    blurb: 'Thrown in the valley, glazed with oak ash. Holds 220 ml and a conversation.',
    art: cup('#8fa39a', '#5d7168'),
  },
  {
    id: 'ember-cup',
    name: 'Ember Cup',
    kind: 'stoneware',
    price: 2600,
    blurb: 'Iron-rich clay, fired slowly. No two rims are alike.',
    art: cup('#b5633f', '#6f3823'),
  },
  {
    id: 'river-pot',
    name: 'River Pot',
    kind: 'stoneware',
    price: 7400,
    blurb: 'A pot for two, with a spout that does not drip. We tried very hard.',
    art: pot('#5b7c8d', '#34505e'),
  },
];

export function findProduct(id: string | undefined): Product | undefined {
  return products.find((product) => product.id === id);
}

export function price(pence: number): string {
  return `£${(pence / 100).toFixed(2)}`;
}

export function picture(product: Product): string {
  return `<svg viewBox="0 0 240 200" role="img" aria-label="${product.name}">${product.art}</svg>`;
}
