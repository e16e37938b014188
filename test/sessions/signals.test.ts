/**
 * What passes from one browser to the other. The attacker is a modified client at either end that wants the other's address: by
 * candidates of its own network, by a name that only its own name server knows, by addresses in other lines; or that wants to
 * show or hear more than was given. The descriptions are those that Chromium and Firefox make, shortened to a codec.
 */
import { describe, expect, test } from 'vitest';
import { cleanCandidate, cleanDescription } from '../../src/sessions/signals.ts';

const fingerprint = 'a=fingerprint:sha-256 34:15:64:F1:AE:1F:63:49:AE:5F:94:49:BA:26:60:FC:DA:E2:8B:13:9A:BC:CF:FA:4B:BF:5E:40:2D:4F:97:C7';
const text = (...lines: string[]) => `${lines.join('\r\n')}\r\n`;

const chromium = text(
  'v=0',
  'o=- 9197955210689902883 2 IN IP4 192.168.1.23',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'a=extmap-allow-mixed',
  'a=msid-semantic: WMS f2e3615c',
  'm=video 58210 UDP/TLS/RTP/SAVPF 96 97',
  'c=IN IP4 192.168.1.23',
  'b=AS:2000',
  'a=rtcp:9 IN IP4 192.168.1.23',
  'a=candidate:681005468 1 udp 2122260223 192.168.1.23 58210 typ host generation 0 network-id 1',
  'a=candidate:842163049 1 udp 1686052607 203.0.113.77 58210 typ srflx raddr 192.168.1.23 rport 58210 generation 0',
  'a=ice-ufrag:0/2t',
  'a=ice-pwd:yHjQak3PbKPu/gwI13ER9pai',
  'a=ice-options:trickle',
  fingerprint,
  'a=setup:actpass',
  'a=mid:0',
  'a=extmap:9 urn:ietf:params:rtp-hdrext:sdes:mid',
  'a=sendonly',
  'a=msid:f2e3615c 2c27ac9d',
  'a=rtcp-mux',
  'a=rtcp-rsize',
  'a=rtpmap:96 VP8/90000',
  'a=rtcp-fb:96 nack pli',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  'a=ssrc-group:FID 1602800613 3904195370',
  'a=ssrc:1602800613 cname:zVLU5umzxqLsSBqE',
);

const firefox = text(
  'v=0',
  'o=mozilla...THIS_IS_SDPARTA-99.0 2157682788105869973 0 IN IP4 0.0.0.0',
  's=-',
  't=0 0',
  'a=sendrecv',
  fingerprint,
  'a=group:BUNDLE 0',
  'a=ice-options:trickle',
  'a=msid-semantic:WMS *',
  'm=video 37777 UDP/TLS/RTP/SAVPF 120',
  'c=IN IP4 198.51.100.4',
  'a=candidate:0 1 UDP 2122187007 7242346c-6185-4728-b11c-6277399f62e0.local 60536 typ host',
  'a=candidate:2 1 TCP 2105458943 10.1.2.3 9 typ host tcptype active',
  'a=recvonly',
  'a=end-of-candidates',
  'a=extmap:6/recvonly http://www.webrtc.org/experiments/rtp-hdrext/playout-delay',
  'a=ice-pwd:da1096ff1e175df67d26c8b3bfee01bf',
  'a=ice-ufrag:53829406',
  'a=mid:0',
  'a=rtcp:37777 IN IP4 7242346c-6185-4728-b11c-6277399f62e0.local',
  'a=rtcp-mux',
  'a=rtpmap:120 VP8/90000',
  'a=setup:active',
  'a=ssrc:2700803777 cname:{ce6996ba-da5e-43d2-b099-e24289887c8d}',
);

describe('[U3] a description', () => {
  test('of Chromium keeps how it is coded and keyed, and loses every address', () => {
    const clean = cleanDescription(chromium, 'screen', 'window') ?? '';
    expect(clean).not.toMatch(/192\.168|203\.0\.113|candidate|58210|b=/);
    for (const kept of ['a=ice-ufrag:0/2t', fingerprint, 'a=sendonly', 'a=rtpmap:96 VP8/90000', 'a=ssrc:1602800613 cname:zVLU5umzxqLsSBqE'])
      expect(clean).toContain(`${kept}\r\n`);
    expect(clean).toContain('o=- 9197955210689902883 2 IN IP4 0.0.0.0\r\n');
    expect(clean).toContain('m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\nc=IN IP4 0.0.0.0\r\na=rtcp:9 IN IP4 0.0.0.0\r\n');
    // Cleaning what is clean changes nothing.
    expect(cleanDescription(clean, 'screen', 'window')).toBe(clean);
  });

  test('of Firefox loses also the browser’s name and its names of the local network', () => {
    const clean = cleanDescription(firefox, 'screen', 'guest') ?? '';
    expect(clean).not.toMatch(/mozilla|SDPARTA|\.local|198\.51|10\.1\.2|candidate/);
    expect(clean).toContain('a=recvonly\r\n');
  });

  test('says one way for a screen: the customer’s', () => {
    for (const [direction, from] of [
      ['sendrecv', 'guest'],
      ['sendonly', 'guest'],
      ['sendrecv', 'window'],
      ['recvonly', 'window'],
    ] as const)
      expect(cleanDescription(chromium.replace('a=sendonly', `a=${direction}`), 'screen', from), `${direction} of ${from}`).toBeUndefined();
    // Left out, it would mean both ways.
    expect(cleanDescription(chromium.replace('a=sendonly\r\n', ''), 'screen', 'window')).toBeUndefined();
    expect(cleanDescription(chromium.replace('a=sendonly', 'a=sendonly\r\na=sendrecv'), 'screen', 'window')).toBeUndefined();
    expect(cleanDescription(chromium.replace('a=sendonly', 'a=sendrecv'), 'camera', 'guest')).toBeDefined();
  });

  test.each([
    ['another medium than was given', chromium, 'voice'],
    ['two media', chromium + text('m=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=sendonly'), 'screen'],
    [
      'a data channel',
      chromium.replace(/m=video \d+ UDP\/TLS\/RTP\/SAVPF 96 97/, 'm=application 9 UDP/DTLS/SCTP webrtc-datachannel'),
      'screen',
    ],
    ['media in the clear', chromium.replace('UDP/TLS/RTP/SAVPF', 'RTP/AVP'), 'screen'],
    ['no medium', text('v=0', 'o=- 1 1 IN IP4 0.0.0.0', 's=-', 't=0 0'), 'screen'],
    ['lines that are none', chromium.replace('a=mid:0', 'mid 0'), 'screen'],
    ['signs that are none', chromium.replace('a=mid:0', 'a=mid:\u0000'), 'screen'],
    ['an origin with words', chromium.replace('9197955210689902883', 'at.home.example'), 'screen'],
    ['lines without end', chromium + 'a=rtcp-mux\r\n'.repeat(600), 'screen'],
    ['a long line', chromium.replace('a=mid:0', `a=msid:${'m'.repeat(1001)}`), 'screen'],
    ['nothing', '', 'screen'],
  ] as const)('with %s is none', (_, sdp, step) => {
    expect(cleanDescription(sdp, step, 'window')).toBeUndefined();
  });
});

describe('[U3] a candidate', () => {
  const of = (candidate: string) => cleanCandidate({ candidate, mid: '0' })?.candidate;

  test('of the relay passes, less the address behind it', () => {
    expect(
      of(
        'candidate:681005468 1 udp 58597375 198.51.100.1 34879 typ relay raddr 203.0.113.77 rport 51000 generation 0 ufrag kVgV network-id 1',
      ),
    ).toBe('candidate:681005468 1 udp 58597375 198.51.100.1 34879 typ relay raddr 0.0.0.0 rport 0 ufrag kVgV');
    expect(of('candidate:3 1 UDP 92216831 2001:db8::7 50001 typ relay raddr 2001:db8::99 rport 1')).toBe(
      'candidate:3 1 udp 92216831 2001:db8::7 50001 typ relay raddr 0.0.0.0 rport 0',
    );
  });

  test.each([
    'candidate:0 1 udp 2122187007 192.168.1.23 60536 typ host',
    'candidate:0 1 udp 2122187007 7242346c-6185-4728-b11c-6277399f62e0.local 60536 typ host',
    'candidate:1 1 udp 1686052607 203.0.113.77 58210 typ srflx raddr 192.168.1.23 rport 58210',
    'candidate:1 1 udp 1686052607 203.0.113.77 58210 typ prflx raddr 192.168.1.23 rport 58210',
    // The other end would ask for this name, and a stranger's name server would learn who asks.
    'candidate:1 1 udp 58597375 tell-me.attacker.example 34879 typ relay raddr 0.0.0.0 rport 0',
    'candidate:1 1 udp 58597375 198.51.100.1 99999 typ relay',
    'candidate:1 1 udp 58597375 198.51.100.1 34879 typ host typ relay',
    'candidate:1 1 udp 58597375 198.51.100.1 34879 typ relay\r\na=candidate:0 1 udp 2122187007 192.168.1.23 60536 typ host',
    'a=candidate:1 1 udp 58597375 198.51.100.1 34879 typ relay',
    '',
  ])('%j does not', (candidate) => {
    expect(of(candidate)).toBeUndefined();
  });

  test('names one of its own media', () => {
    const candidate = 'candidate:1 1 udp 58597375 198.51.100.1 34879 typ relay';
    expect(cleanCandidate({ candidate, mid: '0' })).toBeDefined();
    for (const mid of ['', '0 1', 'm'.repeat(17), '\r\n']) expect(cleanCandidate({ candidate, mid })).toBeUndefined();
  });
});
