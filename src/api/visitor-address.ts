/**
 * Who counts as one visitor for limits: an IPv4 address, or an IPv6 network of 64 bits, which is what one line has at the least
 * (RFC 6177; RFC 4291, 2.5.1) and whose addresses its owner changes at will. `req.ip` is the first hop that `trustProxies` does not name.
 */
import type { Request } from 'express';
import ipaddr from 'ipaddr.js';

/** What a proxy in front wrote there that is no address: one visitor for each text, of so many characters. */
const TEXT_MAX = 64;

export function visitorAddress(req: Pick<Request, 'ip'>): string {
  // Some proxies write the port as well, which is another with every connection.
  const text = (req.ip ?? '')
    .trim()
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/^\[([^\]]*)\](?::\d+)?$/, '$1');
  if (!ipaddr.isValid(text)) return text.slice(0, TEXT_MAX);
  // IPv4 within IPv6 is IPv4.
  const address = ipaddr.process(text);
  if (address instanceof ipaddr.IPv4) return address.toString();
  return `${address.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}
