/**
 * The only place where a setting is defined: key, type, default with its unit, one sentence. The loader, the editors'
 * JSON schema and docs/config.md are all made from what stands here.
 */
import { z } from 'zod';
import { MAX_DESCRIPTION, MAX_MESSAGE } from '../shared/parse-message.ts';
import { grantable, steps } from '../shared/roles.ts';
import { languages } from '../words/languages.ts';
import { MAIN_COMPANY, staffRoles } from '../shared/staff.ts';
import type { SessionHost } from '../shared/url-map.ts';
import {
  addressRange,
  companyId,
  hostGlob,
  originTemplate,
  pathGlob,
  plainOrigin,
  privateTarget,
  providerIssuer,
  sessionHostTemplate,
  siteHost,
  siteKey,
  turnAddress,
} from './grammar.ts';

const KiB = 1024;
const MiB = 1024 * KiB;
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

// A timer of Node holds 2^31-1 ms; beyond that it would fire at once.
const MAX_MS = 2_147_483_647;

const bytes = (preset: number, text: string, most = 1024 * 1024 * MiB) =>
  z.number().int().min(KiB).max(most).default(preset).describe(`${text} Bytes.`);
const ms = (preset: number, text: string) => z.number().int().min(1).max(MAX_MS).default(preset).describe(`${text} Milliseconds.`);
const count = (preset: number, text: string) => z.number().int().min(1).max(10_000_000).default(preset).describe(text);

export const limitsSchema = z.strictObject({
  headerLimitBytes: bytes(16 * KiB, 'Largest request head that is read.'),
  urlLimitBytes: bytes(8 * KiB, 'Longest address that is accepted.'),
  requestBodyLimitBytes: bytes(100 * MiB, 'Largest body a browser may send to a target; it is streamed.'),
  rewriteLimitBytes: bytes(10 * MiB, 'Largest script, sheet or page part that is rewritten.'),
  decompressionRatioMax: count(100, 'How many times larger than its compressed form an answer may become after its first MiB.'),
  encodingsMax: count(2, 'How many content encodings may be stacked on one answer.'),
  // Their upper bounds are those of shared/parse-message.ts, which browsers use too.
  messageLimitBytes: bytes(1 * MiB, 'Largest message on a socket, keyframes apart.', MAX_MESSAGE),
  keyframeLimitBytes: bytes(8 * MiB, 'Largest keyframe of one document.', MAX_DESCRIPTION),
  hostBytesPerSecond: bytes(
    2 * MiB,
    'Mean rate at which one tab may describe itself; beyond it the picture is refreshed every two seconds.',
  ),
  chatLimitBytes: bytes(4 * KiB, 'Longest chat message.'),
  chatMessagesMax: count(200, 'Chat messages a session remembers.'),
  participantsMax: count(16, 'Most seats in one session, the customer included.'),
  tabsMax: count(10, 'Most tabs of one session.'),
  sessionsMax: count(200, 'Most sessions that are not ended, on this gateway.'),
  sessionsPerCompanyMax: count(200, 'Most sessions of one company that are not ended.'),
  requestsPerSessionMax: count(64, 'Most exchanges of one session at the same time.'),
  bytesPerSessionPerHour: bytes(1024 * MiB, 'Most bytes a session may move to and from targets in an hour.'),
  pingIntervalMs: ms(20 * second, 'How often a socket is asked whether it lives.'),
  pingTimeoutMs: ms(45 * second, 'A socket that was silent for so long is closed.'),
  helloTimeoutMs: ms(10 * second, 'A new socket must say hello within this time.'),
  guestStaleBytes: bytes(1 * MiB, 'Unsent bytes beyond which a guest gets no changes but a keyframe once it has caught up.'),
  guestCloseBytes: bytes(8 * MiB, 'Unsent bytes beyond which a guest is disconnected.'),
  actsPerSecondMax: count(50, 'Most actions of one guest in a second.'),
  pointersPerSecondMax: count(30, 'Most pointer moves of one person in a second.'),
  boardFileBytes: bytes(50 * MiB, 'Largest picture or video on the board of a session.'),
  boardBytesPerSession: bytes(200 * MiB, 'Most bytes of pictures and videos on one board.'),
  assetBytesPerSession: bytes(128 * MiB, 'Images, fonts and sheets kept for the guests of one session.'),
  assetLimitBytes: bytes(16 * MiB, 'Largest single image, font or sheet kept for guests.'),
  sharedCacheBytes: bytes(64 * MiB, 'Rewritten public scripts and sheets that all sessions share.'),
  dnsTimeoutMs: ms(5 * second, 'How long a name of a target may take to resolve.'),
  connectTimeoutMs: ms(5 * second, 'How long a connection to a target may take.'),
  firstByteTimeoutMs: ms(30 * second, 'How long a target may take to begin its answer.'),
  idleTimeoutMs: ms(30 * second, 'How long a body may stand still; event streams and sockets are exempt.'),
  drainMs: ms(6 * second, 'How long running exchanges may take when the gateway stops; Docker kills after 10 seconds.'),
  pinLifetimeMs: ms(10 * minute, 'How long a PIN that a customer reads out is good.'),
  pinTriesPerMinuteMax: count(5, 'Wrong PINs in a minute, per agent or address.'),
  pinTriesPerHourMax: count(20, 'Wrong PINs in an hour, per agent or address.'),
  pinTriesPerCompanyAndHourMax: count(100, 'Wrong PINs of all agents of one company in an hour.'),
  signInLifetimeMs: ms(8 * hour, 'How long a sign-in to the console is good.'),
  signInIdleMs: ms(30 * minute, 'How long a sign-in is good while no console is open.'),
  ticketLifetimeMs: ms(30 * second, 'How long the single-use ticket of a viewer is good.'),
  linkLifetimeMs: ms(24 * hour, 'How long a link may wait for its first use.'),
  sessionLifetimeMs: ms(4 * hour, 'A session ends after this time at the latest.'),
  hostAwayMs: ms(5 * minute, 'A started session ends when the customer was away for so long.'),
  everybodyAwayMs: ms(10 * minute, 'A started session ends when everybody was away for so long.'),
  dockGraceMs: ms(5 * second, 'How long a tab is shown after its dock went away.'),
  dockFirstMs: ms(15 * second, 'How long a tab is shown before its dock has come up.'),
  frontConnectionsMax: count(512, 'Most connections to one target of front mode at the same time.'),
  frontSocketsMax: count(2000, 'Most WebSockets of all front hosts at the same time.'),
  frontFirstByteTimeoutMs: ms(2 * minute, 'How long a site behind front mode may take to begin its answer.'),
  healthIntervalMs: ms(15 * second, 'How often a site behind front mode is asked whether it is up.'),
  healthTimeoutMs: ms(5 * second, 'How long that check may take.'),
  entryLifetimeMs: ms(2 * minute, 'How long the single-use pass from the consent page to a page of a site is good.'),
  relayLifetimeMs: ms(1 * hour, 'How long the name and password for the TURN server that a browser gets are good.'),
  friendsMax: z
    .number()
    .int()
    .min(0)
    .max(10)
    .default(2)
    .describe('Most friends that a customer may have brought into one session at the same time; 0: none.'),
  friendLinkLifetimeMs: ms(30 * minute, "How long a friend's link may wait for its first use."),
  stepGuestsMax: count(4, 'Most guests of one session who see the screen, hear or see the customer at the same time.'),
  stepGraceMs: ms(5 * second, 'How long a window that shares a screen, or who looks, may be without connection.'),
  tabAdoptMs: ms(10 * second, 'A page that opens within this time after a tab left continues that tab.'),
  tabIdleMs: ms(10 * minute, 'A page that neither side touched for so long is covered until the customer touches it.'),
  auditRetentionMs: z
    .number()
    .int()
    .min(hour)
    .max(10 * 365 * 24 * hour)
    .default(30 * 24 * hour)
    .describe('How long rows about ended sessions and the audit are kept. Milliseconds.'),
});

/** One host name that the gateway serves in place of its site. */
const frontSchema = z.strictObject({
  host: siteHost.describe('Host name of the site, as browsers send it; without a port any port is meant.'),
  target: plainOrigin.describe('Origin of the site behind; it may be private, because it is named here.'),
  site: siteKey.optional().describe('Hosts of one site share its sessions; by default those of one registrable domain.'),
  scheme: z.enum(['http', 'https']).optional().describe('How browsers ask for it; by default as sessionHost does.'),
  skip: z.array(pathGlob).default([]).describe('Paths whose pages are passed on as they are, * for any characters.'),
  health: pathGlob.default('/').describe('Path that the health check asks for.'),
  button: z.enum(['right', 'left', 'none']).default('right').describe('Where the help button stands.'),
});

/** A site that carries our script. */
const siteSchema = z.strictObject({
  key: siteKey.describe('Name of the site in data-key of the script element.'),
  origins: z.array(plainOrigin).min(1).describe('Origins of its pages: the script works on no other.'),
});

/** The identity provider of a company (OpenID Connect). */
const providerSchema = z.strictObject({
  company: companyId.default(MAIN_COMPANY).describe('Whose people sign in there.'),
  issuer: providerIssuer.describe('Issuer address; its discovery document says the rest.'),
  clientId: z.string().min(1).max(200).describe('Our client id there. The redirect address is <controlOrigin>/oidc/callback.'),
  clientSecret: z.string().min(1).describe('Our client secret there: the value, env:NAME or file:PATH.'),
  scope: z.string().min(1).default('openid profile email').describe('Scopes that are asked for.'),
  roleClaim: z.string().min(1).default('roles').describe('Claim of the id token that holds roles or groups, one text or a list.'),
  roles: z
    .record(z.string().min(1), z.enum(staffRoles))
    .describe('What a value of that claim makes of a person; the highest counts, and who has none is not let in.'),
});

/** The relay through which screens, voices and cameras go: nothing of them goes another way. */
const turnSchema = z.strictObject({
  urls: z.array(turnAddress).min(1).max(6).describe('Addresses of the TURN server, as browsers reach it.'),
  secret: z
    .string()
    .min(1)
    .describe('Secret that gateway and TURN server share (static-auth-secret of coturn): the value, env:NAME or file:PATH.'),
});

/** What may stand in a file, in the environment, or be given by a program. */
export const configSchema = z.strictObject({
  port: z.number().int().min(0).max(65_535).default(8080).describe('TCP port to listen on.'),
  listen: z.string().min(1).default('127.0.0.1').describe('Address to listen on; 0.0.0.0 for every interface.'),
  dataDir: z.string().min(1).default('./data').describe('Folder for everything that is kept; ":memory:" keeps nothing.'),
  controlOrigin: originTemplate
    .default('http://localhost:{port}')
    .describe('Origin of the console and the API; must be on another site than sessions.'),
  sessionHost: sessionHostTemplate
    .default('http://{label}.{sid}.localhost:{port}')
    .describe('Template of the host names of sessions: http(s)://{label}.{sid}.<base> or http(s)://{label}--{sid}.<base>.'),
  tls: z
    .strictObject({ cert: z.string().min(1), key: z.string().min(1) })
    .nullable()
    .default(null)
    .describe('PEM files of certificate chain and key, when the gateway itself terminates TLS.'),
  adminToken: z
    .string()
    .min(16)
    .nullable()
    .default(null)
    .describe('Bearer token of the API: the value, env:NAME or file:PATH; without it one is made at the first start.'),
  allowPrivateTargets: z.array(privateTarget).default([]).describe('Private addresses that may be opened: CIDRs, addresses or host:port.'),
  targetPorts: z
    .array(z.number().int().min(1).max(65_535))
    .default([80, 443])
    .describe('Ports that public targets may have; a place in allowPrivateTargets may have any.'),
  allow: z
    .array(hostGlob)
    .default([])
    .describe('Host names of documents that may be opened, * for any characters; empty allows every public site.'),
  trustProxies: z.array(addressRange).default([]).describe('CIDRs of the proxies in front whose X-Forwarded-For is believed.'),
  targetCa: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('PEM file with further certificate authorities that are trusted for targets.'),
  resolve: z
    .record(z.string().min(1), z.string().min(1))
    .default({})
    .describe('Fixed addresses of host names, read before DNS; what they name must still be public or allowed.'),
  grants: z
    .array(z.enum(grantable))
    .default(['view', 'point', 'draw', 'chat', 'click', 'type', 'navigate'])
    .describe('What "Start" grants agents; the customer can add and take away.'),
  language: z.enum(languages).default('en').describe('Language of our pages for whoever asks for none that we speak.'),
  company: z.string().min(1).max(80).default('Samepage').describe('Who asks, on the consent page.'),
  cannedAnswers: z
    .array(z.string().min(1).max(500))
    .max(50)
    .default([])
    .describe('Ready-made chat messages for the agents of every company; each company adds its own in the console.'),
  keepTranscripts: z
    .array(companyId)
    .default([])
    .describe('Companies whose chats are kept with their sessions; in all others they are gone at the end.'),
  policyFiles: z.array(z.string().min(1)).default([]).describe('Policy files (YAML), or folders of them.'),
  location: z
    .record(hostGlob, z.enum(['origin', 'native']))
    .default({})
    .describe("What scripts of a host read as their address: the target's (origin, the default) or the gateway's (native)."),
  front: z
    .array(frontSchema)
    .default([])
    .describe('Front mode: hosts of sites that the gateway stands in front of, each { host, target }; see docs/front-and-script-mode.md.'),
  sites: z
    .array(siteSchema)
    .default([])
    .describe('Script mode: sites that carry the one-line script, each { key, origins }; see docs/front-and-script-mode.md.'),
  providers: z
    .array(providerSchema)
    .default([])
    .describe('Identity providers (OpenID Connect) by which people sign in to the console, one a company; see docs/accounts.md.'),
  turn: turnSchema
    .nullable()
    .default(null)
    .describe('TURN server { urls, secret } for the step up to screen, voice and camera; see docs/step-up.md. Without it there is none.'),
  stepUp: z
    .array(z.enum(steps))
    .default(['screen'])
    .describe('What agents may ask the customer for besides the page: screen, voice, camera.'),
  limits: limitsSchema.prefault({}).describe('Every limit, with its unit.'),
  logLevel: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('Least severity that is logged.'),
});

type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

export type ConfigInput = z.input<typeof configSchema>;

/** The configuration in force: checked, complete and frozen. */
export type Config = DeepReadonly<z.output<typeof configSchema>> & {
  /** `sessionHost`, parsed, with the port filled in. */
  readonly host: SessionHost;
};
