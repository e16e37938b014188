/** The address below a gateway under which one session opens a target's address: by the product's own map. */
import { parseSessionHost, UrlMap } from '../../src/shared/url-map.ts';
import type { Gateway } from './start-gateway.ts';

export function gatewayAddress(gateway: Gateway, sid: string, address: string): string {
  return urlMap(gateway, sid).toGateway(address) ?? fail(address);
}

export function urlMap(gateway: Gateway, sid: string): UrlMap {
  const nested = gateway.controlOrigin.startsWith('http:');
  const template = nested ? 'http://{label}.{sid}.localhost:{port}' : 'https://{label}--{sid}.gw.test:{port}';
  const host = parseSessionHost(template, gateway.port);
  if (!host) throw new Error('the template of the tests is of neither shape');
  // Names of the test sites fit into a label: none needs an alias.
  return new UrlMap(host, sid, { key: '', origin: () => undefined, remember: (id) => fail(id) });
}

function fail(what: string): never {
  throw new Error(`no address below the gateway for ${what}`);
}
