/**
 * The bytes of images, fonts, sheets and media that the host's browser loaded in one session, kept for its guests: a guest
 * never asks the target. In memory only, bounded in bytes, gone with the session.
 */
import { LRUCache } from 'lru-cache';
import { AssetWaits } from './asset-waits.ts';
import type { JarContext } from './cookie-jar.ts';

export interface Asset {
  /** Media type by which it may be shown: sniffed, never what the target claimed. */
  readonly type: string;
  readonly bytes: Buffer;
}

/** A body above this is not kept, it is fetched again when a guest asks for it (bytes). Default when none is given. */
const ASSET_LIMIT_BYTES = 4 * 1024 * 1024;
/** Room for an entry's address and bookkeeping (bytes). */
const ENTRY_COST_BYTES = 10 * 1024;
/** Addresses that the host loaded: a long visit of busy pages. The oldest is forgotten. */
const LOADED_MAX = 20_000;
/** Redirects that are followed inside the store, so that a loop ends. */
const HOPS_MAX = 5;

export class AssetStore {
  readonly #bodies: LRUCache<string, Asset>;
  readonly #loaded = new LRUCache<string, JarContext>({ max: LOADED_MAX });
  readonly #waits: AssetWaits;
  readonly #moved = new LRUCache<string, string>({ max: LOADED_MAX });

  constructor(options: { readonly limitBytes: number; readonly assetLimitBytes?: number; readonly patienceMs?: number }) {
    this.#waits = new AssetWaits(options.patienceMs);
    this.#bodies = new LRUCache({
      maxSize: Math.max(1, options.limitBytes),
      maxEntrySize: (options.assetLimitBytes ?? ASSET_LIMIT_BYTES) + ENTRY_COST_BYTES,
      sizeCalculation: (asset, address) => asset.bytes.length + address.length + 200,
    });
  }

  /** `address`: absolute target address without fragment. Too large a body is left out. */
  keep(address: string, type: string, bytes: Buffer): void {
    this.#bodies.set(bare(address), { type, bytes });
  }

  get(address: string): Asset | undefined {
    return this.#bodies.get(this.settle(address));
  }

  /**
   * The host's browser was given this sub-resource, or a kept sheet names it: it may be fetched again for a guest, with
   * the cookies that `context` lets it have.
   */
  markLoaded(address: string, context: JarContext = { sameSite: 'none' }): void {
    this.#loaded.set(bare(address), context);
    this.#waits.settle(bare(address));
  }

  /** The host's browser asked for it, and did not get it. */
  markMissing(address: string): void {
    this.#waits.settle(bare(address));
  }

  /** Waits a moment for the host's browser, where it was not given this yet. */
  async whenLoaded(address: string): Promise<void> {
    for (let hop = 0; hop < HOPS_MAX; hop++) {
      const at = this.settle(address);
      if (this.#bodies.has(at) || this.#loaded.has(at)) return;
      await this.#waits.wait(at);
      if (this.settle(address) === at) return;
    }
  }

  loaded(address: string): boolean {
    return this.#loaded.has(bare(address));
  }

  /** How the target's cookies saw the host's own request; undefined: it never loaded this. */
  contextOf(address: string): JarContext | undefined {
    return this.#loaded.get(bare(address));
  }

  /** The target sent the host's browser from one address on to another. */
  markMoved(from: string, to: string): void {
    if (bare(from) === bare(to)) return;
    this.#moved.set(bare(from), bare(to));
    this.#waits.settle(bare(from));
  }

  /** Where `address` led the host's browser in the end. */
  settle(address: string): string {
    let at = bare(address);
    for (let hop = 0; hop < HOPS_MAX; hop++) {
      const next = this.#bodies.has(at) ? undefined : this.#moved.get(at);
      if (next === undefined) break;
      at = next;
    }
    return at;
  }

  /** Bytes kept now, bookkeeping included. */
  get sizeBytes(): number {
    return this.#bodies.calculatedSize;
  }

  clear(): void {
    this.#bodies.clear();
    this.#loaded.clear();
    this.#moved.clear();
    this.#waits.clear();
  }
}

export function createAssets(limitBytes: number, assetLimitBytes?: number): AssetStore {
  return new AssetStore({ limitBytes, ...(assetLimitBytes === undefined ? {} : { assetLimitBytes }) });
}

function bare(address: string): string {
  const hash = address.indexOf('#');
  return hash < 0 ? address : address.slice(0, hash);
}
