/** The script element that brings the runtime into a document. ASCII only, because it is put between bytes of any charset. */
import type { Boot } from '../shared/boot.ts';

export interface BootTagOptions {
  /** Address of the runtime; absolute in srcdoc documents, whose base is their parent's. */
  readonly src: string;
  readonly boot: Boot;
  readonly nonce?: string;
  /** In XML documents the element must name its namespace. */
  readonly xml?: boolean;
}

export function buildBootTag(options: BootTagOptions): string {
  const attributes = [
    options.xml ? ' xmlns="http://www.w3.org/1999/xhtml"' : '',
    ` src="${escapeAttribute(options.src)}"`,
    options.nonce === undefined ? '' : ` nonce="${escapeAttribute(options.nonce)}"`,
    ` data-boot="${escapeAttribute(toAsciiJson(options.boot))}"`,
  ];
  return `<script${attributes.join('')}></script>`;
}

function escapeAttribute(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** Also control characters that JSON allows raw (U+007F, U+2028), and lone surrogates, which have no bytes in UTF-8. */
function toAsciiJson(value: unknown): string {
  return JSON.stringify(value).replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
