/**
 * What one browser may tell another to reach it: nothing by which it could be found but the relay. A description is copied line
 * by line from an allowlist, its addresses made none; a candidate passes if it is one of the relay, less the address behind it.
 * A modified client gains nothing: what it sends is cleaned here, and what it gets was.
 */
import ipaddr from 'ipaddr.js';
import type { Step } from '../shared/roles.ts';
import { CANDIDATE_MAX, SDP_MAX, type Candidate } from '../shared/step-up.ts';

/** Lines of a description; a browser that knows every codec writes some 150 for one medium. */
const LINES_MAX = 600;
const LINE_MAX = 1000;

const media: Readonly<Record<Step, 'video' | 'audio'>> = { screen: 'video', voice: 'audio', camera: 'video' };
const directions = ['sendonly', 'recvonly', 'sendrecv', 'inactive'] as const;

/** Attributes that say how media are coded and keyed. Those with addresses (candidate, rtcp, remote-candidates …) are none of them. */
const attributes: ReadonlySet<string> = new Set([
  ...['group', 'extmap-allow-mixed', 'msid-semantic', 'mid', 'msid', 'bundle-only', ...directions],
  ...['ice-ufrag', 'ice-pwd', 'ice-options', 'ice-lite', 'fingerprint', 'setup'],
  ...['rtcp-mux', 'rtcp-mux-only', 'rtcp-rsize', 'rtpmap', 'fmtp', 'rtcp-fb', 'extmap', 'ptime', 'maxptime', 'rtcp-xr'],
  ...['ssrc', 'ssrc-group', 'rid', 'simulcast', 'imageattr', 'framerate'],
]);

/** Undefined: it is none, or of something else than this step. */
export function cleanDescription(sdp: string, step: Step, from: 'window' | 'guest'): string | undefined {
  if (sdp.length > SDP_MAX) return undefined;
  const lines = sdp.split(/\r?\n/).filter((line) => line !== '');
  if (lines.length > LINES_MAX || lines[0] !== 'v=0') return undefined;
  const out: string[] = [];
  let medium = 0;
  let direction: string | undefined;
  for (const line of lines) {
    if (line.length > LINE_MAX || !/^[a-z]=[\x20-\x7e]*$/.test(line)) return undefined;
    const value = line.slice(2);
    switch (line[0]) {
      case 'v':
      case 't':
        out.push(line);
        break;
      case 'o': {
        // The name tells which browser it is, to the version; the address may be one of its network.
        const [, id = '', version = ''] = value.split(' ');
        if (!/^\d{1,20}$/.test(id) || !/^\d{1,20}$/.test(version)) return undefined;
        out.push(`o=- ${id} ${version} IN IP4 0.0.0.0`);
        break;
      }
      case 's':
        out.push('s=-');
        break;
      case 'm': {
        const [kind, , profile = '', ...formats] = value.split(' ');
        if (++medium > 1 || kind !== media[step] || !/^UDP\/TLS\/RTP\/SAVPF$/.test(profile)) return undefined;
        if (formats.length === 0 || !formats.every((format) => /^\d{1,3}$/.test(format))) return undefined;
        out.push(`m=${kind} 9 ${profile} ${formats.join(' ')}`, 'c=IN IP4 0.0.0.0', 'a=rtcp:9 IN IP4 0.0.0.0');
        break;
      }
      case 'a': {
        const name = value.split(':', 1)[0] ?? '';
        if (!attributes.has(name)) break;
        if (directions.some((each) => each === name)) {
          // Above the medium it is but the rule that the medium's own goes before.
          if (medium === 0) break;
          if (direction !== undefined) return undefined;
          direction = name;
        }
        out.push(line);
        break;
      }
      default:
        break; // bandwidth, contacts, keys: nobody here needs them
    }
  }
  // A screen goes one way. Silence would mean both ways.
  if (medium !== 1 || direction === undefined) return undefined;
  if (step === 'screen' && direction !== (from === 'window' ? 'sendonly' : 'recvonly')) return undefined;
  return `${out.join('\r\n')}\r\n`;
}

const CANDIDATE =
  /^candidate:([\w+/]{1,32}) ([12]) (udp|tcp) (\d{1,10}) ([\da-f:.]{2,45}) (\d{1,5}) typ relay((?: [\x21-\x7e]+ [\x21-\x7e]+)*)$/i;

/** Undefined: it is none of a relay. Its address must be a number: of a name, the other end would ask a stranger's name server. */
export function cleanCandidate({ candidate, mid }: Candidate): Candidate | undefined {
  if (candidate.length > CANDIDATE_MAX || !/^[\w-]{1,16}$/.test(mid)) return undefined;
  const match = CANDIDATE.exec(candidate);
  if (!match) return undefined;
  const [, foundation = '', component = '', transport = '', priority = '', address = '', port = '', rest = ''] = match;
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address);
  if (!isAddress || Number(port) > 65_535) return undefined;
  const ufrag = / ufrag ([\w+/]{4,256})(?: |$)/.exec(rest)?.[1];
  const clean = `candidate:${foundation} ${component} ${transport.toLowerCase()} ${priority} ${address} ${port} typ relay raddr 0.0.0.0 rport 0`;
  return { candidate: ufrag === undefined ? clean : `${clean} ufrag ${ufrag}`, mid };
}
