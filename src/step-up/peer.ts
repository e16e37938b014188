/** One call: one medium, one peer connection, by the relay and by no other way. */
import type { Step } from '../shared/roles.ts';
import type { Relay, Signal } from '../shared/step-up.ts';

export interface PeerDeps {
  readonly step: Step;
  readonly relay: Relay;
  readonly send: (signal: Signal) => void;
  /** What comes from the other side. */
  readonly media: (stream: MediaStream) => void;
  readonly state: (state: 'up' | 'failed') => void;
}

export class Peer {
  readonly #deps: PeerDeps;
  readonly #connection: RTCPeerConnection;
  // One after the other: a candidate must not overtake the description that it belongs to.
  #turn: Promise<void> = Promise.resolve();

  constructor(deps: PeerDeps) {
    this.#deps = deps;
    const { urls, username, credential } = deps.relay;
    const connection = new RTCPeerConnection({
      iceServers: [{ urls: [...urls], username, credential }],
      iceTransportPolicy: 'relay',
      bundlePolicy: 'max-bundle',
      rtcpMuxPolicy: 'require',
    });
    this.#connection = connection;
    connection.onicecandidate = ({ candidate }) => {
      if (candidate?.candidate) deps.send({ candidate: { candidate: candidate.candidate, mid: candidate.sdpMid ?? '0' } });
    };
    connection.ontrack = ({ track }) => deps.media(new MediaStream([track]));
    connection.onconnectionstatechange = () => {
      if (connection.connectionState === 'connected') deps.state('up');
      else if (connection.connectionState === 'failed') deps.state('failed');
    };
  }

  /** The customer's window begins. */
  offer(track: MediaStreamTrack): void {
    const { step } = this.#deps;
    this.#then(async () => {
      this.#connection.addTransceiver(track, { direction: step === 'screen' ? 'sendonly' : 'sendrecv' });
      await this.#connection.setLocalDescription();
      this.#say();
    });
  }

  /** What the other side says. `own`: the track to answer an offer with; a screen is answered with none. */
  heard(signal: Signal, own?: MediaStreamTrack): void {
    this.#then(async () => {
      const connection = this.#connection;
      if ('candidate' in signal) {
        const { candidate, mid } = signal.candidate;
        await connection.addIceCandidate({ candidate, sdpMid: mid });
        return;
      }
      if (connection.signalingState === 'have-local-offer') {
        await connection.setRemoteDescription({ type: 'answer', sdp: signal.sdp });
        return;
      }
      await connection.setRemoteDescription({ type: 'offer', sdp: signal.sdp });
      const [transceiver] = connection.getTransceivers();
      if (own && transceiver) {
        transceiver.direction = 'sendrecv';
        await transceiver.sender.replaceTrack(own);
      }
      await connection.setLocalDescription();
      this.#say();
    });
  }

  close(): void {
    this.#connection.onconnectionstatechange = null;
    this.#connection.close();
  }

  #say(): void {
    const sdp = this.#connection.localDescription?.sdp;
    if (sdp !== undefined) this.#deps.send({ sdp });
  }

  #then(step: () => Promise<void>): void {
    this.#turn = this.#turn.then(step).catch(() => {
      // Closed meanwhile, there is nothing left to tell; else it is tried again, and then given up before the person's eyes.
      if (this.#connection.signalingState !== 'closed') this.#deps.state('failed');
    });
  }
}
