/** The other side of a WebSocket, played with raw SIP text. Stands in for the global WebSocket and RTCPeerConnection. */
import { vi } from 'vitest';
import { parseSip, type SipText } from './sip-text.ts';

/** A socket the product opened. */
export class FakeSocket {
  static all: FakeSocket[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  binaryType = '';
  closed = false;
  readonly sent: SipText[] = [];
  readonly url: string;
  readonly protocol: string;
  constructor(url: string, protocol: string) {
    this.url = url;
    this.protocol = protocol;
    FakeSocket.all.push(this);
  }
  send(text: string): void {
    this.sent.push(parseSip(text));
  }
  close(): void {
    this.closed = true;
  }
  /** The server's moves. */
  opens(): void {
    this.onopen?.();
  }
  drops(code = 1006): void {
    this.closed = true;
    this.onclose?.({ code, reason: '' });
  }
  says(text: string): void {
    this.onmessage?.({ data: text });
  }

  /** Waits for the next request or response whose first line begins so, after `seen` of them. */
  async hears(start: string, nth = 1): Promise<SipText> {
    return vi.waitFor(
      () => {
        const found = this.sent.filter((one) => one.first.startsWith(start))[nth - 1];
        if (!found) throw new Error(`no ${start} among: ${this.sent.map((one) => one.first).join(' | ')}`);
        return found;
      },
      { timeout: 2000, interval: 5 },
    );
  }

  /** Answers a request. */
  answers(request: SipText, status: string, { headers = [] as string[], body = '', tag = 'far' } = {}): void {
    const copied = ['Via', 'From', 'Call-ID', 'CSeq'].map((name) => `${name}: ${request.header(name)}`);
    const to = request.header('To') ?? '';
    this.says(
      [
        `SIP/2.0 ${status}`,
        ...copied,
        `To: ${to.includes(';tag=') || status.startsWith('100') ? to : `${to};tag=${tag}`}`,
        ...headers,
        ...(body ? ['Content-Type: application/sdp'] : []),
        `Content-Length: ${body.length}`,
        '',
        body,
      ].join('\r\n'),
    );
  }
}

/** A peer connection that agrees to everything and keeps what it was told. */
export class FakePeerConnection extends EventTarget {
  static all: FakePeerConnection[] = [];
  signalingState = 'stable';
  iceGatheringState = 'complete';
  connectionState = 'new';
  localDescription: { type: string; sdp: string } | null = null;
  remoteDescription: { type: string; sdp: string } | null = null;
  config: RTCConfiguration;
  transceivers: {
    direction: string;
    receiver: { track: { kind: string } };
    sender: { replaceTrack(track: unknown): Promise<void>; dtmf: unknown };
  }[] = [];
  digits = '';
  /** The track that is sent now; null for none. */
  outgoing: unknown = null;
  constructor(config: RTCConfiguration) {
    super();
    this.config = config;
    FakePeerConnection.all.push(this);
  }
  addTransceiver(kind: string, { direction }: { direction: string }) {
    const dtmf = {
      canInsertDTMF: true,
      toneBuffer: '',
      insertDTMF: (tones: string) => {
        this.digits += tones;
      },
    };
    const made = {
      direction,
      receiver: { track: { kind } },
      sender: { replaceTrack: (track: unknown) => ((this.outgoing = track), Promise.resolve()), dtmf },
    };
    this.transceivers.push(made);
    return made;
  }
  getTransceivers() {
    return this.transceivers;
  }
  /** The options of each offer made. */
  offers: RTCOfferOptions[] = [];
  createOffer(options: RTCOfferOptions = {}) {
    this.offers.push(options);
    return Promise.resolve({ type: 'offer', sdp: sdp(this.transceivers[0]?.direction) });
  }
  createAnswer() {
    return Promise.resolve({ type: 'answer', sdp: sdp(this.transceivers[0]?.direction) });
  }
  setLocalDescription(description: { type: string; sdp: string }) {
    if (this.signalingState === 'closed')
      return Promise.reject(new DOMException('the connection is closed', 'InvalidStateError'));
    if (description.type === 'rollback') this.signalingState = 'stable';
    else {
      this.signalingState = description.type === 'offer' ? 'have-local-offer' : 'stable';
      this.localDescription = description;
      // Whatever it gathers is there in the next turn.
      queueMicrotask(() => this.dispatchEvent(new Event('icegatheringstatechange')));
    }
    return Promise.resolve();
  }
  setRemoteDescription(description: { type: string; sdp: string }) {
    if (!description.sdp.startsWith('v=0'))
      return Promise.reject(new Error('Failed to parse SessionDescription'));
    if (description.type === 'offer' && this.transceivers.length === 0)
      this.addTransceiver('audio', { direction: 'recvonly' });
    this.signalingState =
      description.type === 'offer'
        ? 'have-remote-offer'
        : description.type === 'pranswer'
          ? 'have-remote-pranswer'
          : 'stable';
    this.remoteDescription = description;
    return Promise.resolve();
  }
  /** Packets of theirs so far. */
  packets = 0;
  getStats() {
    return Promise.resolve(new Map([['in', { type: 'inbound-rtp', packetsReceived: this.packets }]]));
  }
  /** The path changes, as the browser tells it. */
  becomes(state: 'connected' | 'disconnected' | 'failed') {
    this.connectionState = state;
    this.dispatchEvent(new Event('connectionstatechange'));
  }
  close() {
    this.signalingState = 'closed';
    this.connectionState = 'closed';
  }
}

/** A minimal audio session. */
export const sdp = (direction = 'sendrecv') =>
  [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 0',
    'c=IN IP4 0.0.0.1',
    `a=${direction}`,
    '',
  ].join('\r\n');

/** Puts the fakes in place; call in beforeEach, undo with vi.unstubAllGlobals(). */
export function stubBrowser(): void {
  FakeSocket.all = [];
  FakePeerConnection.all = [];
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('RTCPeerConnection', FakePeerConnection);
  vi.stubGlobal('Audio', function Audio() {});
}

/** The newest socket, once there are this many. */
export const socket = (count = 1): Promise<FakeSocket> =>
  vi.waitFor(
    () => {
      const last = FakeSocket.all[count - 1];
      if (!last) throw new Error(`${FakeSocket.all.length} sockets so far`);
      return last;
    },
    { timeout: 3000, interval: 5 },
  );
