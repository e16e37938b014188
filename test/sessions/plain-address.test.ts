/** The attack: none; a link that resets a password is opened with an agent beside, and their list of tabs and the audit keep it. */
import { expect, test } from 'vitest';
import { withoutTokens } from '../../src/sessions/index.ts';
import { MASK_TEXT } from '../../src/shared/policy.ts';

const signed = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbmEifQ.abc_DEF-123';

/** [address, what agents and the audit see] */
const table: readonly (readonly [string, string])[] = [
  [`https://shop.example/enter/${signed}`, `https://shop.example/enter/${MASK_TEXT}`],
  [`https://shop.example/enter;t=${signed}/next`, `https://shop.example/enter;t=${MASK_TEXT}/next`],
  ['https://shop.example/password-reset/9f8e7d6c5b4a39281706/new', `https://shop.example/password-reset/${MASK_TEXT}/new`],
  ['https://shop.example/invite/3f2504e0-4f89-11d3-9a0c-0305e82c3301', `https://shop.example/invite/${MASK_TEXT}`],
  ['https://shop.example/cart;jsessionid=0A1B2C?x=1', `https://shop.example/cart;jsessionid=${MASK_TEXT}?x=1`],
  ['https://shop.example/cb?code=4/0Ab&state=xyz&page=2', `https://shop.example/cb?code=${MASK_TEXT}&state=${MASK_TEXT}&page=2`],
  ['https://shop.example/cb#access_token=ya29.a0&type=x', `https://shop.example/cb#access_token=${MASK_TEXT}&type=x`],
  ['https://shop.example/f?X-Amz-Signature=ab12&id=7', `https://shop.example/f?X-Amz-Signature=${MASK_TEXT}&id=7`],
  ['https://ana:hunter2@shop.example/', 'https://shop.example/'],
  ...[
    'https://shop.example/verification/how-it-works-explained',
    'https://shop.example/products/3f2504e0-4f89-11d3-9a0c-0305e82c3301',
    'https://shop.example/login/help',
    'https://shop.example/?q=reset&page=2&country_code=ch&sort=key',
    'https://docs.example/document/1a2b3c4d5e6f7g8h9i0j/edit',
  ].map((url) => [url, url] as const),
];

test.each(table)('[M13] agents and the audit see of %s what opens nothing', (url, shown) => {
  expect(withoutTokens(url)).toBe(shown);
});
