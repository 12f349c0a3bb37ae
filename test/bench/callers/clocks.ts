/** Clocks that are put into pages: when something was clicked, and when the first sound came. */

export interface Clocks {
  clickedAt: number;
  heardAt: number;
  /** Cold: candidates of a call in gather when it is answered, as without preparing. */
  cold: boolean;
}

/** Runs in the page: notes every click a person (or the test's mouse) makes there. */
export function noteClicks(): void {
  const clocks = globalThis as unknown as Clocks;
  addEventListener(
    'click',
    (event) => {
      if (event.isTrusted) clocks.clickedAt = performance.timeOrigin + event.timeStamp;
    },
    { capture: true },
  );
}

/** Runs there too: forgets what was heard before. */
export function forgetSound(): void {
  (globalThis as unknown as Clocks).heardAt = 0;
}

/** Runs where the peer connections are made: notes when the first sound of each is played. */
export function noteSound(): void {
  const clocks = globalThis as unknown as Clocks & { RTCPeerConnection: typeof RTCPeerConnection };
  const Native = clocks.RTCPeerConnection;
  clocks.RTCPeerConnection = class extends Native {
    constructor(config?: RTCConfiguration) {
      super(clocks.cold ? { ...config, iceCandidatePoolSize: 0 } : config);
      this.addEventListener('track', ({ receiver }) => {
        const timer = setInterval(() => {
          if (this.signalingState === 'closed') return clearInterval(timer);
          if (receiver.getSynchronizationSources().length === 0) return;
          clocks.heardAt = performance.timeOrigin + performance.now();
          clearInterval(timer);
        }, 4);
      });
    }
  };
}

/** Runs where the microphone is opened: fake ones open at once, real ones do not. */
export function slowMicrophone(ms: number): void {
  const { mediaDevices: media } = navigator;
  const open = media.getUserMedia.bind(media);
  media.getUserMedia = async (constraints) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return open(constraints);
  };
}
