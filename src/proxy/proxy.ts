/** Wires the steps of an exchange, the socket relay and the guests' assets around one connector. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { mayOpenHost, SiteBook, type Config } from '../config/index.ts';
import type { Rewriter } from '../rewriter/index.ts';
import type { Session, SessionGate } from '../sessions/index.ts';
import { GatewayError } from '../shared/error-codes.ts';
import type { SiteReport } from '../shared/site-check.ts';
import { CarrierDesk } from './carriers.ts';
import { Connector } from './connector.ts';
import { sendError } from './error-page.ts';
import { EscapeCounter } from './escapes.ts';
import { Exchange, type Tools } from './exchange.ts';
import { createFront, type Front } from './front/front.ts';
import { guestAsset } from './guest-asset.ts';
import { enter } from './hop.ts';
import { IntegrityDesk } from './integrity.ts';
import { documentFailed } from './notices.ts';
import type { OwnFiles } from './own-files.ts';
import { PartitionDesk } from './partitions.ts';
import { PdfDesk } from './pdf-desk.ts';
import { PlaceDesk } from './places.ts';
import { Quotas } from './quotas.ts';
import { plainDocument, type PlainDocument } from './plain-document.ts';
import { checkSite, type SiteCheckJob } from './site-check/check.ts';
import { LookerPool } from './site-check/looker.ts';
import { runSteps } from './steps.ts';
import { SocketRelay } from './websocket.ts';

export interface ProxyDeps {
  readonly config: Config;
  readonly gate: SessionGate;
  readonly rewriter: Rewriter;
  readonly files: OwnFiles;
  readonly log: Logger;
  /** Of the help button in front mode; undefined: ours. Asked for with each page, because it is changed without a restart. */
  readonly buttonColor?: () => string | undefined;
  /** Thread that reads pages for site checks. */
  readonly lookerFile: string | URL;
}

/** A sub-resource for a guest: an image, font, sheet or medium, by what its bytes are. */
export interface GuestAsset {
  readonly type: string;
  readonly bytes: Buffer;
}

export interface Proxy {
  /** A request to a label host (Host header `<label>.<sid>.<base>`); finds the session itself. */
  request(req: IncomingMessage, res: ServerResponse): void;
  /** An upgrade to a label host, other than our own runtime socket. */
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** `/enter?to=` on a session's own origin: gives a visitor our cookie for a new label (flat shape) and sends them on. */
  enter(req: IncomingMessage, res: ServerResponse, session: Session): void;
  /** Throws TARGET_NOT_ALLOWED or TARGET_UNRESOLVABLE. `allowed`: host:port that may be private. */
  checkTarget(url: string, allowed?: ReadonlySet<string>): Promise<void>;
  /** What can be told of a page before a session on it. */
  checkSite(job: SiteCheckJob): Promise<SiteReport>;
  /** `mapUrl`: absolute target address named in a sheet -> address for the guest; undefined leaves it dead. */
  asset(session: Session, address: string, mapUrl: (address: string) => string | undefined): Promise<GuestAsset | undefined>;
  /** As the site sends it to anybody. */
  document(url: string): Promise<PlainDocument>;
  stats(): ProxyStats;
  /** Hosts of sites that the gateway stands in front of. */
  readonly front: Front;
  close(): Promise<void>;
}

/** Counts since the start. Both are zero where all is well. */
export interface ProxyStats {
  /** Addresses that were not mapped, and that only a policy held back. */
  readonly escapes: number;
  /** Files that were not the ones whose hash their pages name. */
  readonly integrityRefused: number;
}

export function createProxy(deps: ProxyDeps): Proxy {
  const { config, log } = deps;
  const connector = new Connector({
    allowPrivateTargets: config.allowPrivateTargets,
    targetPorts: config.targetPorts,
    resolve: config.resolve,
    targetCa: config.targetCa,
    own: { host: config.host, controlOrigin: config.controlOrigin, port: config.port },
    dnsTimeoutMs: config.limits.dnsTimeoutMs,
    connectTimeoutMs: config.limits.connectTimeoutMs,
    firstByteTimeoutMs: config.limits.firstByteTimeoutMs,
  });
  const book = new SiteBook(config);
  const partitions = new PartitionDesk();
  const tools: Tools = {
    ...deps,
    connector,
    carriers: new CarrierDesk(partitions),
    partitions,
    places: new PlaceDesk(),
    quotas: new Quotas(config.limits),
    integrity: new IntegrityDesk(),
    escapes: new EscapeCounter(log),
    pdf: new PdfDesk(),
    book,
  };
  const sockets = new SocketRelay(tools);
  const lookers = new LookerPool(deps.lookerFile);
  const front = createFront({ config, book, connector, files: deps.files, log, buttonColor: deps.buttonColor ?? (() => undefined) });

  return {
    request(req, res) {
      const exchange = new Exchange(req, res, tools);
      // An error of either side that nobody waits for any more ends this exchange, not the process.
      const end = (): void => void res.destroy();
      req.on('error', end);
      res.on('error', end);
      runSteps(exchange, (error) => {
        exchange.abandon();
        const fault = asGatewayError(error, log);
        if (exchange.isVisited) {
          documentFailed(exchange, fault);
          exchange.route.session.assets.markMissing(exchange.route.url.href);
        }
        sendError(req, res, fault, config.language);
      });
    },
    upgrade(req, socket, head) {
      sockets.upgrade(req, socket, head);
    },
    enter(req, res, session) {
      try {
        enter(req, res, session, tools);
      } catch (error) {
        sendError(req, res, asGatewayError(error, log), config.language);
      }
    },
    async checkTarget(url, allowed) {
      if (!URL.canParse(url)) throw new GatewayError('BAD_URL', { url: url.slice(0, 200) });
      await connector.check(new URL(url), allowed);
    },
    checkSite: (job) => checkSite({ connector, config, lookers }, job),
    asset: (session, address, mapUrl) => guestAsset(tools, session, address, mapUrl),
    document: (url) => plainDocument(connector, config.limits, url, (at) => mayOpenHost(config.allow, at)),
    stats: () => ({ escapes: tools.escapes.escapes, integrityRefused: tools.integrity.refused }),
    front,
    async close() {
      front.close();
      lookers.close();
      sockets.close();
      tools.pdf.close();
      await connector.close();
    },
  };
}

function asGatewayError(error: unknown, log: Logger): GatewayError {
  if (error instanceof GatewayError) return error;
  const id = randomUUID().slice(0, 8);
  log.error({ err: error, id }, 'exchange failed');
  return new GatewayError('INTERNAL', { id }, error);
}
