/**
 * Which addresses a target may have. Pure: literal addresses in, a verdict out. Unknown is denied: public is what
 * ipaddr.js calls `unicast`, less the holes that it leaves.
 */
import ipaddr from 'ipaddr.js';

/** Parsed `allowPrivateTargets` and the like. */
export interface PrivateAllowance {
  readonly ranges: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][];
  /** host:port, lower case. */
  readonly places: ReadonlySet<string>;
}

// Unicast by ipaddr.js 2.5, and yet not the open network.
const HOLES: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][] = [
  ipaddr.parseCIDR('::/96'), // IPv4-compatible (RFC 4291, 2.5.5.1): what [::127.0.0.1] becomes
  ipaddr.parseCIDR('100:0:0:1::/64'), // dummy prefix (RFC 9780)
  ipaddr.parseCIDR('168.63.129.16/32'), // a cloud's own wire server
];

/** What is given out of IPv6 so far (RFC 4291, 2.4; IANA). The rest is nobody's, and some networks use it for themselves. */
const GLOBAL: [ipaddr.IPv4 | ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];

/** Names that clouds answer with their metadata service, whatever address they resolve to. */
const METADATA_HOSTS: ReadonlySet<string> = new Set(['metadata.google.internal', 'metadata', 'instance-data']);

/** Ports that the Fetch standard calls bad: no browser would ask a web server there. */
const BAD_PORTS: ReadonlySet<number> = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111, 113, 115, 117,
  119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636,
  989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

export function isPublicAddress(text: string): boolean {
  const address = parse(text);
  if (address === undefined || address.range() !== 'unicast' || inside(address, HOLES)) return false;
  return address.kind() === 'ipv4' || inside(address, [GLOBAL]);
}

export function isMetadataHost(host: string): boolean {
  return METADATA_HOSTS.has(host);
}

export function isBadPort(port: number): boolean {
  return BAD_PORTS.has(port);
}

/** CIDRs, single addresses and host:port, mixed. What is none of these is left out; the config has checked its own. */
export function parseAllowance(entries: Iterable<string>): PrivateAllowance {
  const ranges: [ipaddr.IPv4 | ipaddr.IPv6, number][] = [];
  const places = new Set<string>();
  for (const entry of entries) {
    const text = entry.trim().toLowerCase();
    if (ipaddr.isValidCIDR(text)) ranges.push(ipaddr.parseCIDR(text));
    else if (ipaddr.isValid(text)) ranges.push(ipaddr.parseCIDR(`${text}/${text.includes(':') ? 128 : 32}`));
    else if (/:\d+$/.test(text)) places.add(text);
  }
  return { ranges, places };
}

/** Is the address in one of the allowed ranges? */
export function inAllowedRange(text: string, allowance: PrivateAllowance): boolean {
  const address = parse(text);
  return address !== undefined && inside(address, allowance.ranges);
}

/** Same address, however it is written (`::ffff:127.0.0.1` is 127.0.0.1). */
export function sameAddress(a: string, b: string): boolean {
  const left = parse(a);
  const right = parse(b);
  return left !== undefined && right !== undefined && plain(left).toNormalizedString() === plain(right).toNormalizedString();
}

export function isLoopbackOrUnspecified(text: string): boolean {
  const address = parse(text);
  if (address === undefined) return false;
  const range = plain(address).range();
  return range === 'loopback' || range === 'unspecified';
}

function parse(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  // A zone (fe80::1%eth0) belongs to a link; nothing public has one.
  if (text.includes('%') || !ipaddr.isValid(text)) return undefined;
  return ipaddr.parse(text);
}

function plain(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

function inside(address: ipaddr.IPv4 | ipaddr.IPv6, ranges: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][]): boolean {
  return ranges.some(([base, bits]) => base.kind() === address.kind() && address.match(base, bits));
}
