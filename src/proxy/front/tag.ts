/** The script element that front mode puts into a page: the same for every visitor of a host, so that nothing of a page's caching changes. */
import type { FrontHost } from '../../config/index.ts';
import { ownPaths } from '../../shared/boot.ts';

export interface SiteTagOptions {
  readonly nonce?: string | undefined;
  readonly xml?: boolean;
  /** Of the company's buttons. */
  readonly color?: string | undefined;
}

export function siteTag(front: FrontHost, options: SiteTagOptions = {}): string {
  const { site, button } = front;
  const attributes: [string, string | undefined][] = [
    ['xmlns', options.xml ? 'http://www.w3.org/1999/xhtml' : undefined],
    ['src', ownPaths.siteScript],
    ['nonce', options.nonce],
    ['data-key', site.key],
    ['data-domain', site.domain],
    ['data-button', button === 'right' ? undefined : button],
    ['data-color', options.color],
    // A frame of the site is described to pages of the same site around it, and to no other.
    ['data-parents', site.sources.length > 1 ? site.sources.join(' ') : undefined],
  ];
  const text = attributes.map(([name, value]) => (value === undefined ? '' : ` ${name}="${escape(value)}"`)).join('');
  return `<script${text}></script>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
