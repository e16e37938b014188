/** Looks and words of companies on the pages that customers see; each save is a version, so that two who change it do not lose a word. */
import { createHash } from 'node:crypto';
import { parseKept, writeBranding } from '../config/index.ts';
import { darkPalette, lightPalette, type Branding, type Palette, type ShownBrand } from '../shared/brand.ts';
import { GatewayError } from '../shared/error-codes.ts';
import type { Staff } from '../shared/staff.ts';
import type { Store } from '../store/index.ts';
import { demand } from './demand.ts';
import { readLogo, type Logo } from './logo.ts';

/** Of a company that has none of its own. */
const PRODUCT = 'Samepage';

export interface BrandSheet {
  readonly text: string;
  readonly hash: string;
}

interface Kept {
  readonly version: number;
  readonly branding: Branding;
  readonly sheet: BrandSheet | undefined;
  /** Hash of the logo's bytes, which stay in the store. */
  readonly logo: string | undefined;
}

const NOTHING: Kept = { version: 0, branding: {}, sheet: undefined, logo: undefined };

export class CompanyBranding {
  readonly #store: Store;
  /** Bounded by the companies of the gateway. */
  readonly #kept = new Map<string, Kept>();

  static async open(deps: { store: Store }): Promise<CompanyBranding> {
    const brandings = new CompanyBranding(deps.store);
    for (const { company, version, text, logo } of await deps.store.brandings())
      brandings.#kept.set(company, keptOf(version, parseKept(text), logo));
    return brandings;
  }

  private constructor(store: Store) {
    this.#store = store;
  }

  /** As a page in this language shows it; `fallback`: the deployment's language. */
  shown(company: string, language: string, fallback: string): ShownBrand {
    const { branding, logo } = this.#of(company);
    const { texts, notice, endPage } = branding;
    const said = texts?.[language] ?? texts?.[fallback] ?? texts?.['en'] ?? {};
    // A notice in another language is better than none: it is what was agreed to.
    const written = notice && (notice.text[language] ?? notice.text[fallback] ?? notice.text['en'] ?? Object.values(notice.text)[0]);
    return {
      product: branding.product ?? PRODUCT,
      logo: logo !== undefined,
      ...(said.greeting === undefined ? {} : { greeting: said.greeting }),
      ...(said.consent === undefined ? {} : { consent: said.consent }),
      ...(said.end === undefined ? {} : { end: said.end }),
      ...(endPage === undefined ? {} : { endPage }),
      ...(notice && written !== undefined
        ? { notice: { version: notice.version, text: written, ...(notice.url === undefined ? {} : { url: notice.url }) } }
        : {}),
    };
  }

  /** Version of the legal notice in force. */
  noticeOf(company: string): string | undefined {
    return this.#of(company).branding.notice?.version;
  }

  color(company: string): string | undefined {
    return this.#of(company).branding.color;
  }

  sheet(company: string): BrandSheet | undefined {
    return this.#of(company).sheet;
  }

  async logo(company: string): Promise<(Logo & { readonly hash: string }) | undefined> {
    const { logo: hash } = this.#of(company);
    const bytes = hash === undefined ? undefined : await this.#store.logo(company);
    return hash === undefined || bytes === undefined ? undefined : { ...readLogo(bytes), hash };
  }

  /** Throws FORBIDDEN. */
  current(by: Staff): { version: number; text: string; branding: Branding; logo: boolean } {
    demand(by, 'policy');
    const { version, branding, logo } = this.#of(by.company);
    return { version, text: writeBranding(branding), branding, logo: logo !== undefined };
  }

  /** `base`: the version that was changed. Throws FORBIDDEN, BRANDING_STALE. */
  async save(by: Staff, branding: Branding, base: number): Promise<number> {
    demand(by, 'policy');
    const { company } = by;
    const version = base + 1;
    const { logo } = this.#of(company);
    const text = writeBranding(branding);
    if (base !== this.#of(company).version) throw new GatewayError('BRANDING_STALE', { version: this.#of(company).version });
    // Before the wait: of two who save at once one is late.
    this.#kept.set(company, keptOf(version, branding, logo));
    await this.#store.setBranding({ company, version, text });
    await this.#store.addDeed({ at: Date.now(), company, who: by.name, event: 'branding-saved', detail: { version } });
    return version;
  }

  /** Null takes it away. Throws FORBIDDEN, LOGO_INVALID. */
  async setLogo(by: Staff, bytes: Buffer | null): Promise<void> {
    demand(by, 'policy');
    const { company } = by;
    const logo = bytes && readLogo(bytes);
    const { version, branding } = this.#of(company);
    await this.#store.setLogo(company, logo?.bytes ?? null);
    this.#kept.set(company, keptOf(version, branding, logo ? hashOf(logo.bytes) : undefined));
    await this.#store.addDeed({ at: Date.now(), company, who: by.name, event: logo ? 'logo-saved' : 'logo-removed', detail: {} });
  }

  #of(company: string): Kept {
    return this.#kept.get(company) ?? NOTHING;
  }
}

function keptOf(version: number, branding: Branding, logo: string | undefined): Kept {
  return { version, branding, logo, sheet: branding.color === undefined ? undefined : sheetOf(branding.color) };
}

/** The tokens of `dock/samepage.css` that are the company's; nothing in it but what was computed here. */
function sheetOf(color: string): BrandSheet {
  const block = ({ accent, hover, ink, wash, text }: Palette) =>
    `:root{--accent:${accent};--accent-hover:${hover};--accent-ink:${ink};--accent-wash:${wash};--accent-text:${text}}`;
  const text = `${block(lightPalette(color))}\n@media (prefers-color-scheme:dark){${block(darkPalette(color))}}\n`;
  return { text, hash: hashOf(text) };
}

export function hashOf(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}
