/**
 * The door to the targets: one exchange (a request of the host's browser and its answer) after the other, in the steps of
 * `steps.ts`; sockets in `websocket.ts`; everything leaves through `connector.ts`.
 */
export { createProxy } from './proxy.ts';
export type { Proxy, ProxyDeps, ProxyStats, GuestAsset } from './proxy.ts';
export { builtFile, pdfFiles, ownFile, siteFiles, workerFiles } from './own-files.ts';
export type { OwnFile, OwnFiles } from './own-files.ts';
export type { SiteCheckJob } from './site-check/check.ts';
export { ENTER_PATH } from './hop.ts';
export type { Front } from './front/front.ts';
export type { SiteHealth } from './front/health.ts';
