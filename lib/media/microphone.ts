/** The microphone: open only while somebody holds a share of it. */
import { meter, type Meter } from './meter.ts';

/** One call's share. Its track may be silenced without silencing the others. */
export interface MicrophoneShare {
  track: MediaStreamTrack;
  release(): void;
}

export interface MicrophoneOptions {
  context(): AudioContext;
  constraints(): MediaTrackConstraints;
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
  let opened: Promise<MediaStream> | undefined;
  let shares = 0;
  let measured: Meter | undefined;

  function close(): void {
    const closing = opened;
    opened = undefined;
    measured?.close();
    measured = undefined;
    void closing?.then(
      (stream) => stream.getTracks().forEach((track) => track.stop()),
      () => undefined, // It never opened; whoever asked was told.
    );
  }

  return {
    /** Opens the microphone if need be. Rejects with a MicrophoneError. */
    async take(): Promise<MicrophoneShare> {
      shares += 1;
      let released = false;
      const release = () => {
        if (released) return;
        released = true;
        shares -= 1;
        if (shares === 0) close();
      };
      try {
        opened ??= navigator.mediaDevices.getUserMedia({ audio: options.constraints() });
        const stream = await opened;
        const [source] = stream.getAudioTracks();
        if (!source) throw new DOMException('no audio track', 'NotFoundError');
        const track = source.clone();
        return {
          track,
          release() {
            track.stop();
            release();
          },
        };
      } catch (error) {
        release();
        throw new MicrophoneError(error);
      }
    },

    /** 0 while closed. */
    async level(): Promise<number> {
      const [track] = (await opened)?.getAudioTracks() ?? [];
      if (!track) return 0;
      measured ??= meter(options.context(), track);
      return measured.level();
    },

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
