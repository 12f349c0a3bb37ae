/** The microphone: open only while somebody holds a share of it, and changed under them without letting go. */
import { createMeter } from './meter.ts';

/** One call's share. It may be silenced without silencing the others. */
export interface MicrophoneShare {
  /** What to send now; another track after the microphone was changed. */
  readonly track: MediaStreamTrack;
  speak(on: boolean): void;
  /** Tells of the new track when the microphone was changed. */
  onTrack(tell: (track: MediaStreamTrack) => void): void;
  release(): void;
}

export interface MicrophoneOptions {
  /** Where levels are measured; none while nobody looks. */
  context(): AudioContext | undefined;
  constraints(): MediaTrackConstraints;
  /** The device in use changed (undefined: closed). */
  onDevice?(id: string | undefined): void;
  /** The open microphone ended by itself: unplugged, or its permission was taken. */
  onLost?(): void;
}

/** Why the microphone could not be opened, in the engine's terms. */
export class MicrophoneError extends Error {
  readonly code: 'microphone-refused' | 'microphone-missing' | 'microphone-busy';
  constructor(cause: unknown) {
    const name = cause instanceof DOMException ? cause.name : '';
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'MicrophoneError';
    this.code =
      name === 'NotAllowedError' || name === 'SecurityError'
        ? 'microphone-refused'
        : name === 'NotFoundError' || name === 'OverconstrainedError'
          ? 'microphone-missing'
          : 'microphone-busy';
  }
}

export type Microphone = ReturnType<typeof createMicrophone>;

export function createMicrophone(options: MicrophoneOptions) {
  let opened: Promise<void> | undefined;
  /** The microphone's own track; shares send clones of it. */
  let source: MediaStreamTrack | undefined;
  let asked = 0;
  const shares = new Map<MicrophoneShare, (source: MediaStreamTrack) => void>();
  const measured = createMeter(() => options.context());
  /** Changes one after another, so that the last one asked for wins. */
  let changing: Promise<void> = Promise.resolve();

  async function ask(): Promise<MediaStreamTrack> {
    const { deviceId, ...constraints } = options.constraints();
    const get = (audio: MediaTrackConstraints) => navigator.mediaDevices.getUserMedia({ audio });
    const stream = await get(deviceId ? { ...constraints, deviceId } : constraints).catch(
      (error: unknown) => {
        // Unplugged between the list and now: any microphone is better than none.
        if (deviceId && error instanceof DOMException && error.name === 'OverconstrainedError')
          return get(constraints);
        throw error;
      },
    );
    const [track] = stream.getAudioTracks();
    if (!track) throw new DOMException('no audio track', 'NotFoundError');
    track.addEventListener('ended', () => options.onLost?.(), { once: true });
    return track;
  }

  function install(track: MediaStreamTrack): void {
    source?.stop();
    source = track;
    options.onDevice?.(track.getSettings().deviceId);
  }

  /** Leaves the new track alone when everybody has gone meanwhile. */
  function open(): Promise<void> {
    const arrive = async () => {
      const track = await ask();
      if (opened === opening) install(track);
      else track.stop();
    };
    const opening = arrive();
    return opening;
  }

  function close(): void {
    opened = undefined;
    if (!source) return;
    source.stop();
    source = undefined;
    measured.close();
    options.onDevice?.(undefined);
  }

  /** The old microphone sounds until the new one is open; if that fails, it stays. */
  async function change(): Promise<void> {
    const before = opened;
    if (!before) return;
    await before.catch(() => undefined); // Whoever asked for it was told.
    if (opened !== before) return;
    const next = await ask();
    if (opened !== before) return next.stop();
    install(next);
    for (const follow of shares.values()) follow(next);
  }

  function shareOf(from: MediaStreamTrack, leave: () => void): MicrophoneShare {
    let track = from.clone();
    let speaking = true;
    const told: ((track: MediaStreamTrack) => void)[] = [];
    const share: MicrophoneShare = {
      get track() {
        return track;
      },
      speak(on) {
        speaking = on;
        track.enabled = on;
      },
      onTrack: (tell) => told.push(tell),
      release() {
        track.stop();
        shares.delete(share);
        leave();
      },
    };
    shares.set(share, (next) => {
      const old = track;
      track = next.clone();
      track.enabled = speaking;
      for (const tell of told) tell(track);
      old.stop();
    });
    return share;
  }

  return {
    /** Opens the microphone if need be. Rejects with a MicrophoneError. */
    async take(): Promise<MicrophoneShare> {
      asked += 1;
      let left = false;
      const leave = () => {
        if (left) return;
        left = true;
        asked -= 1;
        if (asked === 0) close();
      };
      try {
        await (opened ??= open());
        if (!source) throw new DOMException('closed while it opened', 'AbortError');
        return shareOf(source, leave);
      } catch (error) {
        leave();
        throw new MicrophoneError(error);
      }
    },

    /** Opens it anew with the constraints of now, under all who hold a share. Rejects with a MicrophoneError; then the old one stays. */
    reopen(): Promise<void> {
      const work = changing.then(change).catch((error: unknown) => {
        throw new MicrophoneError(error);
      });
      changing = work.catch(() => undefined); // Told to the one who asked.
      return work;
    },

    /** 0 while closed. */
    level: () => measured.level(source),
    isOpen: () => opened !== undefined,

    /** What the browser says about permission, without asking anybody. */
    async permission(): Promise<'granted' | 'prompt' | 'denied'> {
      const status = await navigator.permissions.query({ name: 'microphone' });
      return status.state;
    },
    /** Told whenever the permission changes. */
    onPermission(tell: () => void): void {
      void navigator.permissions
        .query({ name: 'microphone' })
        .then((status) => status.addEventListener('change', tell));
    },
  };
}
