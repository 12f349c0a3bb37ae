import { Audio, PeerConnection, type Track } from 'node-datachannel';
import { answerDirection, type AudioSection, type Direction, readAudio, restate } from '../sip/sdp.ts';
import { type Relay, withoutAddresses } from './relay.ts';
import { ReceiverReports } from './receiver-report.ts';
import { parseRtp, type RtpPacket } from './rtp.ts';

/** The description offers nothing we can talk: no audio, or no PCMU. SIP says 488 (RFC 3261 §21.4.26). */
export class NotAcceptable extends Error {}

export interface PeerOptions {
  ssrc: number;
  /** A packet of the stream we hear. */
  onRtp: (packet: RtpPacket) => void;
  /** ICE and DTLS are through (again): packets pass from now on. */
  onOpen: () => void;
  /** The media path is gone for good. */
  onLost: () => void;
  /** A relay in the media path, if the network is to be bad. */
  relay?: Relay | undefined;
}

const OUR_EVENT_TYPE = 126;
/** How often the phone is told how it arrives here. */
const REPORT_MS = 1000;

/**
 * One WebRTC audio stream, PCMU and telephone-event only. Later offers are answered from what was agreed first, with
 * another direction; a new ICE user fragment gets a new connection (which also covers a moved or restarted browser).
 */
export class Peer {
  readonly #options: PeerOptions;
  #connection: PeerConnection;
  #track: Track;
  #local = '';
  #remote: AudioSection | undefined;
  #weArePassive = false;
  #version = 1;
  #direction: Direction = 'sendrecv';
  /** What our last offer asked for; it counts once it is accepted. */
  #offered: Direction = 'sendrecv';

  private constructor(options: PeerOptions, mid: string, eventPayloadType: number | undefined) {
    this.#options = options;
    [this.#connection, this.#track] = this.#connect(mid, eventPayloadType);
  }

  /** Starts a stream by answering an offer. Throws NotAcceptable. */
  static async answering(offer: string, options: PeerOptions): Promise<Peer> {
    const audio = acceptable(offer);
    const peer = new Peer(options, audio.mid, audio.eventPayloadType);
    try {
      await peer.#answerFirst(offer, audio);
    } catch (error) {
      peer.close();
      throw error;
    }
    return peer;
  }

  /** Starts a stream by offering; `accept` takes the answer. */
  static async offering(options: PeerOptions): Promise<Peer> {
    const peer = new Peer(options, '0', OUR_EVENT_TYPE);
    peer.#connection.setLocalDescription('offer');
    peer.#local = await peer.#shown(await gathered(peer.#connection));
    return peer;
  }

  /** Our description as last agreed or offered. */
  get localSdp(): string {
    return this.#local;
  }

  /** Our direction as last agreed. */
  get direction(): Direction {
    return this.#direction;
  }

  /** Payload type for telephone-event as the other side numbers it. */
  get eventPayloadType(): number | undefined {
    return this.#remote?.eventPayloadType;
  }

  /** Takes the answer to our first offer or to `reoffer`. Throws NotAcceptable. */
  accept(answer: string): void {
    const audio = acceptable(answer);
    const first = this.#remote === undefined;
    this.#remote = audio;
    if (first) {
      this.#weArePassive = audio.setup !== 'passive';
      this.#describe(answer, 'answer');
    }
    this.#direction = answerDirection(audio.direction, this.#offered);
  }

  /** A new offer of the same stream with another direction, for a re-INVITE of ours. */
  reoffer(direction: Direction): string {
    this.#offered = direction;
    return restate(this.#local, { direction, setup: 'actpass', version: ++this.#version });
  }

  /**
   * Answers a later offer; `wanted` is what we would like, the offer may take some of it away. Throws NotAcceptable and
   * leaves everything as it was.
   */
  async answerAgain(offer: string, wanted: Direction): Promise<string> {
    const audio = acceptable(offer);
    const before = this.#remote;
    if (before?.iceCredentials !== audio.iceCredentials || before.fingerprint !== audio.fingerprint) {
      await this.#replace(offer, audio);
    }
    this.#remote = audio;
    this.#direction = answerDirection(audio.direction, wanted);
    this.#local = restate(this.#local, {
      direction: this.#direction,
      setup: this.#weArePassive ? 'passive' : 'active',
      version: ++this.#version,
    });
    return this.#local;
  }

  /** Sends one whole RTP packet; false while there is no path. */
  send(packet: Buffer): boolean {
    try {
      return this.#track.isOpen() && this.#track.sendMessageBinary(packet);
    } catch {
      // The library closes on a thread of its own, also between the question and the sending.
      return false;
    }
  }

  get open(): boolean {
    return this.#track.isOpen();
  }

  close(): void {
    release(this.#connection);
    this.#options.relay?.close();
  }

  /** Their description; behind a relay their addresses are not to be used. */
  #describe(sdp: string, type: 'offer' | 'answer'): void {
    describeRemote(this.#connection, this.#options.relay ? withoutAddresses(sdp) : sdp, type);
  }

  /** Our description as the other side may see it. */
  async #shown(sdp: string): Promise<string> {
    return this.#options.relay ? this.#options.relay.stand(sdp) : sdp;
  }

  #connect(mid: string, eventPayloadType: number | undefined): [PeerConnection, Track] {
    const connection = new PeerConnection('sandbox', {
      iceServers: [],
      disableAutoNegotiation: true,
      forceMediaTransport: true,
    });
    const audio = new Audio(mid, 'SendRecv');
    audio.addAudioCodec(0, 'PCMU/8000');
    if (eventPayloadType !== undefined) audio.addAudioCodec(eventPayloadType, 'telephone-event/8000');
    audio.addSSRC(this.#options.ssrc, 'sandbox', 'sandbox', 'audio');
    const track = connection.addTrack(audio);
    // A connection that has been replaced may still report its end; only the current one counts.
    const current = (): boolean => this.#connection === connection;
    const reports = new ReceiverReports(this.#options.ssrc);
    track.onMessage((bytes) => {
      const packet = parseRtp(bytes);
      if (packet === undefined) return reports.rtcp(bytes, performance.now());
      reports.heard(packet, performance.now());
      if (current()) this.#options.onRtp(packet);
    });
    const reporting = setInterval(() => {
      if (track.isClosed()) return clearInterval(reporting);
      const report = track.isOpen() ? reports.report(performance.now()) : undefined;
      if (report) track.sendMessageBinary(report);
    }, REPORT_MS);
    track.onOpen(() => {
      if (current()) this.#options.onOpen();
    });
    connection.onStateChange((state) => {
      if ((state === 'failed' || state === 'closed') && current()) this.#options.onLost();
    });
    return [connection, track];
  }

  /** Moves to a new connection; the old one goes only when the offer has proven good. */
  async #replace(offer: string, audio: AudioSection): Promise<void> {
    const [connection, track] = [this.#connection, this.#track];
    [this.#connection, this.#track] = this.#connect(audio.mid, audio.eventPayloadType);
    try {
      await this.#answerFirst(offer, audio);
    } catch (error) {
      release(this.#connection);
      [this.#connection, this.#track] = [connection, track];
      throw error;
    }
    release(connection);
  }

  async #answerFirst(offer: string, audio: AudioSection): Promise<void> {
    this.#describe(offer, 'offer');
    this.#connection.setLocalDescription('answer');
    const local = await this.#shown(await gathered(this.#connection));
    this.#remote = audio;
    this.#weArePassive = audio.setup === 'active';
    this.#direction = answerDirection(audio.direction, 'sendrecv');
    this.#local = restate(local, { direction: this.#direction, version: this.#version });
  }
}

function release(connection: PeerConnection): void {
  connection.onStateChange(() => undefined);
  connection.close();
}

/** What the media library cannot read or use is not acceptable; it says so by throwing plain errors. */
function describeRemote(connection: PeerConnection, sdp: string, type: 'offer' | 'answer'): void {
  try {
    connection.setRemoteDescription(sdp, type);
  } catch (cause) {
    throw new NotAcceptable('the media library refuses the description', { cause });
  }
}

function acceptable(sdp: string): AudioSection {
  const audio = readAudio(sdp);
  if (audio === undefined) throw new NotAcceptable('no audio');
  if (!audio.pcmu) throw new NotAcceptable('no PCMU');
  return audio;
}

/** Waits until all candidates are in the description (there are no servers to ask, so this takes milliseconds). */
function gathered(connection: PeerConnection): Promise<string> {
  return new Promise((resolve, reject) => {
    const done = (state: string): void => {
      if (state !== 'complete') return;
      const sdp = connection.localDescription()?.sdp;
      if (sdp === undefined) reject(new Error('no local description after gathering'));
      else resolve(sdp);
    };
    connection.onGatheringStateChange(done);
    done(connection.gatheringState());
  });
}
