/** What the doors to people and programs are given. Narrow on purpose: the API sees of the proxy only these three verbs. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { CompanyAnswers, CompanyBranding, CompanyPolicies, RulePages } from '../accounts/index.ts';
import type { Config } from '../config/index.ts';
import type { ConsoleWho, Picks, Session, SessionDirectory } from '../sessions/index.ts';
import type { LeakTests } from '../leak-test/index.ts';
import type { EffectiveRow } from '../shared/effective-rule.ts';
import type { Policy } from '../shared/policy.ts';
import type { SiteReport } from '../shared/site-check.ts';
import type { Store } from '../store/index.ts';

export interface TargetDoor {
  /** Throws TARGET_NOT_ALLOWED or TARGET_UNRESOLVABLE. */
  checkTarget(url: string, allowed?: ReadonlySet<string>): Promise<void>;
  /** Looks at a page before a session on it; `mayOpen`: of a session that begins there. */
  checkSite(job: {
    readonly url: string;
    readonly policy: Policy;
    readonly rows: readonly EffectiveRow[];
    mayOpen(address: string): boolean;
    readonly inPlace: boolean;
    readonly asker: { readonly userAgent: string | undefined; readonly languages: string | undefined };
  }): Promise<SiteReport>;
  /** Bytes of an image, font, sheet or medium; `mapUrl` gives the guest's address of what a sheet names. */
  asset(
    session: Session,
    address: string,
    mapUrl: (address: string) => string | undefined,
  ): Promise<{ type: string; bytes: Buffer } | undefined>;
}

export interface ConsoleDoor {
  console(req: IncomingMessage, socket: Duplex, head: Buffer, who: ConsoleWho): void;
}

/** A script of ours as the build left it. */
export interface SiteFile {
  readonly bytes: Buffer;
  readonly hash: string;
  readonly packed: { readonly br?: Buffer; readonly gzip?: Buffer };
}

export interface ApiDeps {
  readonly config: Config;
  readonly directory: SessionDirectory;
  readonly proxy: TargetDoor;
  readonly door: ConsoleDoor;
  /** Folder of the built pages, scripts and sheets. */
  readonly assetsDir: string;
  /** Accounts, and the admin token that is made when the config has none. */
  readonly store: Store;
  readonly policies: CompanyPolicies;
  readonly leakTests: LeakTests;
  readonly picks: Picks;
  readonly rulePages: RulePages;
  readonly answers: CompanyAnswers;
  readonly branding: CompanyBranding;
  /** The script of front and script mode, and its runtime. */
  readonly siteFiles: { readonly siteScript: SiteFile; readonly siteRuntime: SiteFile; readonly ink: SiteFile; readonly act: SiteFile };
  /** How the sites behind front mode are. */
  health(): readonly { readonly host: string }[];
  readonly log: Logger;
}
