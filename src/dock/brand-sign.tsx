/** The company's logo, or our mark. Its name stands beside it. */
import { logo } from '../words/brand.ts';
import { BrandMark } from './marks.tsx';

export function BrandSign() {
  return logo === undefined ? <BrandMark /> : <img class="logo" src={logo} alt="" data-testid="logo" />;
}
