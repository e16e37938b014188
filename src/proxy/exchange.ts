/**
 * One exchange: a request of a browser, the request that the target gets, its answer, and the answer that the browser gets.
 * Each step fills the part that is its own; reading a part before its step ran is a fault of ours and throws.
 */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Readable, Transform } from 'node:stream';
import type { Config, SiteBook } from '../config/index.ts';
import type { Rewriter } from '../rewriter/index.ts';
import type { SameSiteContext, Session, SessionGate, Visitor } from '../sessions/index.ts';
import type { Logger } from 'pino';
import { OWN_PATH } from '../shared/boot.ts';
import type { BodyKind } from './body-kind.ts';
import type { CarrierDesk } from './carriers.ts';
import type { Connector } from './connector.ts';
import type { DocumentPolicy } from './csp-hashes.ts';
import type { EscapeCounter } from './escapes.ts';
import type { IntegrityDesk } from './integrity.ts';
import type { OwnFiles } from './own-files.ts';
import type { PartitionDesk } from './partitions.ts';
import type { PdfDesk } from './pdf-desk.ts';
import type { PlaceDesk } from './places.ts';
import type { Quotas } from './quotas.ts';
import type { RequestKind } from './request-kind.ts';
import type { TargetAnswer } from './target-answer.ts';

/** What every step may use. */
export interface Tools {
  readonly config: Config;
  readonly gate: SessionGate;
  readonly rewriter: Rewriter;
  readonly files: OwnFiles;
  readonly log: Logger;
  readonly connector: Connector;
  readonly carriers: CarrierDesk;
  readonly partitions: PartitionDesk;
  readonly places: PlaceDesk;
  readonly quotas: Quotas;
  readonly integrity: IntegrityDesk;
  readonly escapes: EscapeCounter;
  readonly pdf: PdfDesk;
  readonly book: SiteBook;
}

/** Filled by find-session: whose request this is, and for which target. */
export interface Route {
  readonly session: Session;
  /** Origin of the label as the browser sees it. */
  readonly gatewayOrigin: string;
  /** Origin of the target behind the label. */
  readonly origin: string;
  /** Address asked for, at the target. */
  readonly url: URL;
  /** Path and query as the browser wrote them. */
  readonly path: string;
}

/**
 * Is this path ours? In no other spelling may one be the target's: a policy that admits our files compares decoded paths, and
 * what one reader takes for a file of ours another must not forward.
 */
export function isOwnPath(route: Pick<Route, 'path' | 'url'>): boolean {
  if (route.path.startsWith(OWN_PATH)) return true;
  const { pathname } = route.url;
  return pathname.startsWith(OWN_PATH) || (pathname.includes('%') && unescapeAscii(pathname.slice(0, 64)).startsWith(OWN_PATH));
}

/** Twice encoded is not ours: nobody decodes it twice. */
function unescapeAscii(text: string): string {
  return text.replace(/%([2-7][0-9a-f])/gi, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** Filled by check-visitor. Nobody: forwarded without credentials. */
export interface Visit {
  readonly visitor: Visitor | undefined;
  readonly kind: RequestKind;
}

/** Filled by map-request: what the target will be asked. */
export interface Outgoing {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable | null;
  /** How the target's cookies see this request. */
  readonly sameSite: SameSiteContext;
  /** Carrier cookies that were read: to be expired in the browser. */
  readonly carriers: readonly string[];
}

/** Filled by map-response-headers, amended by rewrite-body. */
export interface Answer {
  status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: BodyKind;
  /** Streams between the target's bytes and the browser, in order. */
  readonly through: Transform[];
  /** A body that is complete already; the target's is then not read further. */
  whole: Buffer | undefined;
  /** What the policies in the head say, of a document; its markup may add to it. */
  policy: DocumentPolicy | undefined;
}

export class Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly tools: Tools;
  #route: Route | undefined;
  #visit: Visit | undefined;
  #outgoing: Outgoing | undefined;
  #incoming: TargetAnswer | undefined;
  #answer: Answer | undefined;
  #asked: TargetAnswer | undefined;
  #leave: (() => void) | undefined;

  constructor(req: IncomingMessage, res: ServerResponse, tools: Tools) {
    this.req = req;
    this.res = res;
    this.tools = tools;
    // The answer is out, or the visitor leaves: so does the target's answer then, before its head or in its middle.
    res.once('close', () => {
      this.abandon();
      this.#leave?.();
    });
  }

  get route(): Route {
    return filled(this.#route, 'find-session');
  }
  set route(value: Route) {
    this.#route = value;
  }

  get visit(): Visit {
    return filled(this.#visit, 'check-visitor');
  }
  set visit(value: Visit) {
    this.#visit = value;
  }

  /** Has check-visitor run? */
  get isVisited(): boolean {
    return this.#visit !== undefined;
  }

  get outgoing(): Outgoing {
    return filled(this.#outgoing, 'map-request');
  }
  set outgoing(value: Outgoing) {
    this.#outgoing = value;
  }

  get incoming(): TargetAnswer {
    return filled(this.#incoming, 'fetch-target');
  }
  set incoming(value: TargetAnswer) {
    this.#incoming = value;
  }

  get answer(): Answer {
    return filled(this.#answer, 'map-response-headers');
  }
  set answer(value: Answer) {
    this.#answer = value;
  }

  /** What the target was asked, and may not have answered yet. */
  set asked(value: TargetAnswer) {
    this.#asked = value;
  }

  /** Called when the answer is out or the visitor has left. One listener. */
  set onLeave(listener: () => void) {
    this.#leave = listener;
  }

  /** The target's answer outlives this exchange: whoever takes it ends it, and calls `leave` then. */
  handOver(): { incoming: TargetAnswer; leave: () => void } {
    const leave = this.#leave;
    this.#asked = undefined;
    this.#leave = undefined;
    return { incoming: this.incoming, leave: () => leave?.() };
  }

  /** Stops what the target still sends, when an answer of ours takes the place of its. */
  abandon(): void {
    this.#asked?.abort();
  }
}

/** `answered`: the browser has its answer, no later step runs. */
export type Verdict = 'next' | 'answered';
/** Starts to wait for something, and is told how to go on: in the very turn in which it comes, where a promise loses one. */
export type Wait = (go: (verdict: Verdict) => void, fail: (error: unknown) => void) => void;
export type Step = (exchange: Exchange) => Verdict | Promise<Verdict> | Wait;

function filled<T>(part: T | undefined, step: string): T {
  if (part === undefined) throw new Error(`read before step ${step} ran`);
  return part;
}
