/**
 * Server of the disguise pages, below `/disguise/` of both page hosts: one page that opens a realm of every kind, one after
 * the other, has each asked the rows of disguise/probes.js, and hands over all answers at once.
 */
import { readSiteFile, type Exchange } from './serve.ts';

/** Longest wait of a page for the answers of one realm: all its rows, on a loaded machine. */
const REALM_PATIENCE_MS = 90_000;

type Answers = Readonly<Record<string, unknown>>;

export class DisguiseSite {
  /** By `run realm`: what was reported, and who waits for it. */
  readonly #reports = new Map<string, Answers>();
  readonly #waiting = new Map<string, () => void>();

  async answer(exchange: Exchange): Promise<void> {
    const { path, url } = exchange;
    const key = `${url.searchParams.get('run') ?? ''} ${url.searchParams.get('realm') ?? ''}`;
    exchange.header('Access-Control-Allow-Origin', '*');
    switch (path) {
      case '/disguise/report':
        this.#reports.set(key, JSON.parse((await exchange.body()).toString()) as Answers); // a realm's answers, only shown
        this.#waiting.get(key)?.();
        return exchange.json({});
      case '/disguise/collected':
        await this.#reported(key);
        return exchange.json(this.#reports.get(key) ?? null);
      case '/disguise/headers':
        exchange.header('Link', `<${exchange.origins.other}/x.css>; rel=x-probe, </y>; rel=x-probe`);
        exchange.header('Content-Location', `${exchange.origins.pages}/disguise/headers`).header('ETag', '"probe"');
        exchange.header('Content-Security-Policy', `img-src ${exchange.origins.cdn}; frame-ancestors 'self'`);
        exchange.header('X-Frame-Options', 'SAMEORIGIN').header('Referrer-Policy', 'strict-origin-when-cross-origin');
        exchange.header('Access-Control-Expose-Headers', '*').header('X-Own', exchange.origins.pages);
        return exchange.json({});
      case '/disguise/scope/realm.html':
        return exchange.file('disguise/realm.html');
      case '/disguise/service-worker.js':
        exchange.header('Service-Worker-Allowed', '/disguise/');
        return exchange.file('disguise/service-worker.js');
      default:
        if (!readSiteFile(path.slice(1), exchange.origins)) return exchange.notFound();
        return exchange.file(path.slice(1));
    }
  }

  async #reported(key: string): Promise<void> {
    if (this.#reports.has(key)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, REALM_PATIENCE_MS);
      this.#waiting.set(key, () => {
        clearTimeout(timer);
        resolve();
      });
    });
    this.#waiting.delete(key);
  }
}
