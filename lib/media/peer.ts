/** One peer connection with one audio section. */
import type { Connection } from './connection.ts';
import type { MicrophoneShare } from './microphone.ts';

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

export interface PeerOptions {
  connection: Connection;
  /** Our microphone; asked for with the first offer or answer that is sent. */
  microphone: () => Promise<MicrophoneShare>;
  /** Whether an offer goes out while the microphone still opens; what is said follows without another word to the far end. */
  speaksLater?(): boolean;
  /** Far-end audio has a track. Called once. */
  onAudio(track: MediaStreamTrack): void;
  /** The media path is in doubt (`wavering`), broke (`lost`), or works (again). */
  onPath(state: 'wavering' | 'lost' | 'back'): void;
}

export type Peer = ReturnType<typeof createPeer>;

/** Nothing is sent and no microphone is opened by making one. */
export function createPeer(options: PeerOptions) {
  const { pc, gathering, offering } = options.connection;
  let direction: Direction = 'sendrecv';
  let remoteDirection: Direction = 'sendrecv';
  let sending: MicrophoneShare | undefined;
  let speaking = true;
  /** What goes out while there is a way; kept from the sender while there is none. */
  let voice: MediaStreamTrack | undefined;
  let hasPath = true;
  /** Their offer that we have taken and not answered yet. */
  let open: { sdp: string; taken: Promise<void>; agreed?: Promise<void> } | undefined;

  pc.addEventListener('track', ({ track }) => options.onAudio(track), { once: true });
  pc.addEventListener('connectionstatechange', () => {
    followPath();
    if (pc.connectionState === 'connected') options.onPath('back');
    if (pc.connectionState === 'disconnected') options.onPath('wavering');
    if (pc.connectionState === 'failed') options.onPath('lost');
  });

  /**
   * Without a path the browser keeps what is said and sends all of it in one burst once there is a path again: the far
   * end would hear half a minute of old words at once, and rtpengine stops listening at such a burst.
   */
  function followPath(): void {
    const has = pc.connectionState !== 'disconnected' && pc.connectionState !== 'failed';
    if (has === hasPath) return;
    hasPath = has;
    void send();
  }

  async function send(): Promise<void> {
    if (pc.signalingState !== 'closed') await audio()?.sender.replaceTrack(hasPath ? (voice ?? null) : null);
  }

  const audio = () => pc.getTransceivers().find((one) => one.receiver.track.kind === 'audio');

  /** The one audio section, as we want it now. */
  function aim(): RTCRtpTransceiver {
    const transceiver = audio() ?? pc.addTransceiver('audio', { direction });
    if (transceiver.direction !== 'stopped') transceiver.direction = direction;
    return transceiver;
  }

  let attaching: Promise<void> | undefined;
  function attach(): Promise<void> {
    aim();
    return (attaching ??= speakInto());
  }

  async function speakInto(): Promise<void> {
    sending = await options.microphone();
    sending.speak(speaking);
    voice = sending.track;
    sending.onTrack((track) => {
      voice = track;
      void send();
    });
    await send();
  }

  function agree(): Promise<void> {
    const work = async () => {
      await open?.taken;
      aim();
      await pc.setLocalDescription(await pc.createAnswer());
    };
    if (!open) return Promise.reject(new Error('there is no offer to answer'));
    return (open.agreed ??= work());
  }

  async function described(): Promise<string> {
    await gathering.done();
    const sdp = pc.localDescription?.sdp;
    if (!sdp) throw new Error('the peer connection closed while it gathered candidates');
    return sdp;
  }

  return {
    pc,
    /** What we ask for in the next offer or answer. */
    direct(next: Direction) {
      direction = next;
    },
    /** What the far end last offered or answered, seen from its side. */
    remoteDirection: () => remoteDirection,

    async offer(iceRestart = false): Promise<string> {
      await offering;
      const attached = attach();
      // Whoever opens the microphone meanwhile is told when that fails.
      if (options.speaksLater?.()) attached.catch(() => undefined);
      else await attached;
      // A connection made for a call out comes with its first offer open.
      if (pc.signalingState === 'have-local-offer' && !iceRestart) return described();
      if (iceRestart) gathering.begin();
      await pc.setLocalDescription(await pc.createOffer({ iceRestart }));
      return described();
    },
    /** Our answer stands from now on, and the path is looked for, though it is not said yet; once for each offer. */
    agree,
    async answer(): Promise<string> {
      await agree();
      await attach();
      open = undefined;
      return described();
    },
    /**
     * Takes their SDP: an offer when we have none open, otherwise an answer; `early` is a 18x answer that may be followed
     * by another. An offer that is taken already is not taken twice.
     */
    async take(sdp: string, early = false): Promise<void> {
      if (open?.sdp === sdp) return open.taken;
      const ours = pc.signalingState === 'have-local-offer' || pc.signalingState === 'have-remote-pranswer';
      const taken = pc.setRemoteDescription({ type: ours ? (early ? 'pranswer' : 'answer') : 'offer', sdp });
      if (!ours) open = { sdp, taken };
      try {
        await taken;
      } catch (error) {
        if (!ours) open = undefined;
        throw error;
      }
      remoteDirection = directionIn(sdp);
    },
    /** Drops an offer of ours that was refused, or theirs that we cannot take. */
    async rollback(): Promise<void> {
      open = undefined;
      if (pc.signalingState === 'have-local-offer') await pc.setLocalDescription({ type: 'rollback' });
      else if (pc.signalingState === 'have-remote-offer') await pc.setRemoteDescription({ type: 'rollback' });
    },
    connected: () => pc.connectionState === 'connected',
    /** Packets of theirs that came so far. */
    async packets(): Promise<number> {
      let received = 0;
      for (const [, report] of (await pc.getStats()) as unknown as Iterable<
        [string, Record<string, unknown>]
      >)
        if (report['type'] === 'inbound-rtp') received += Number(report['packetsReceived'] ?? 0);
      return received;
    },
    expectsAnswer: () => open !== undefined,
    /** Whether what we say is sent at all; used for mute and hold, at once and without a message. */
    speak(on: boolean) {
      speaking = on;
      sending?.speak(on);
    },
    /** False when this connection cannot send RFC 4733 events now. */
    sendDigits(tones: string): boolean {
      const sender = audio()?.sender.dtmf;
      if (!sender?.canInsertDTMF) return false;
      // 100 ms tone and 70 ms gap are what every gateway accepts (RFC 4733 §2.5, Chromium's own defaults).
      sender.insertDTMF(sender.toneBuffer + tones, 100, 70);
      return true;
    },
    close() {
      pc.close();
    },
  };
}

/** The direction of the first audio section, from its sender's side; `sendrecv` unless said otherwise (RFC 3264 §6.1). */
export function directionIn(sdp: string): Direction {
  const [session = '', ...media] = sdp.split(/^(?=m=)/m);
  const section = media.find((one) => one.startsWith('m=audio')) ?? '';
  const said = /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m;
  const found = (said.exec(section) ?? said.exec(session))?.[1] as Direction | undefined;
  // RFC 2543 peers hold by a null address.
  if (!found && /^c=IN IP4 0\.0\.0\.0\s*$/m.test(section || session)) return 'sendonly';
  return found ?? 'sendrecv';
}
