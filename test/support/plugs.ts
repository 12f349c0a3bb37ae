import type { RunningBrowser } from './chromium.ts';

/** What is put into the engine's page. */
interface Plugs {
  elements: Set<HTMLMediaElement>;
  contexts: AudioContext[];
  intervals: Set<unknown>;
  gone: Set<string>;
  /** Listed, but cannot be opened: another program has them. */
  busy: Set<string>;
  /** What every microphone waits for before it opens. */
  opening?: Promise<void>;
  open?: () => void;
  /** The device that the system's default is, by label. */
  defaultLabel?: string;
}
type WithPlugs = { plugs: Plugs; ears: { pcs: RTCPeerConnection[]; microphones: MediaStreamTrack[] } };

/** What sounds and runs in the engine's page. */
export interface Sounding {
  /** The output of each element that plays something. */
  sinks: string[];
  contexts: number;
  intervals: number;
}

/**
 * Plugs and unplugs Chromium's fake devices. Chromium cannot lose one, so an unplugged device is acted out in the
 * engine's page as a browser does it: it is no longer listed, cannot be opened, its tracks end, and `devicechange` is
 * told. Opening and hearing devices is real. Needs `listenIn` first.
 */
export async function plugsOf(browser: RunningBrowser) {
  await browser.engine.evaluate(() => {
    const plugs: Plugs = {
      elements: new Set(),
      contexts: [],
      intervals: new Set(),
      gone: new Set(),
      busy: new Set(),
    };
    const global = globalThis as unknown as WithPlugs & typeof globalThis;
    Object.assign(global, { plugs });

    const NativeAudio = global.Audio;
    global.Audio = class extends NativeAudio {
      constructor() {
        super();
        plugs.elements.add(this);
      }
      override async setSinkId(id: string): Promise<void> {
        const device = (await list()).find((one) => one.deviceId === id && one.kind === 'audiooutput');
        if (device && plugs.busy.has(device.label)) throw new DOMException('in use', 'AbortError');
        await super.setSinkId(id);
      }
    };
    const NativeContext = global.AudioContext;
    global.AudioContext = class extends NativeContext {
      constructor() {
        super();
        plugs.contexts.push(this);
      }
    };
    const { setInterval: start, clearInterval: end } = global;
    global.setInterval = ((work: () => void, ms: number) => {
      const timer = start(work, ms);
      plugs.intervals.add(timer);
      return timer;
    }) as typeof setInterval;
    global.clearInterval = (timer) => {
      plugs.intervals.delete(timer);
      end(timer as number);
    };

    const media = navigator.mediaDevices;
    const list = media.enumerateDevices.bind(media);
    media.enumerateDevices = async () => {
      const all = (await list()).filter((one) => !plugs.gone.has(one.label));
      if (!plugs.defaultLabel) return all;
      return all.map((one) => {
        const meant = all.find(({ kind, label }) => kind === one.kind && label === plugs.defaultLabel);
        if (one.deviceId !== 'default' || !meant) return one;
        return {
          ...one.toJSON(),
          groupId: meant.groupId,
          label: `Default - ${meant.label}`,
        } as MediaDeviceInfo;
      });
    };
    const open = media.getUserMedia.bind(media);
    media.getUserMedia = async (constraints) => {
      const audio = constraints?.audio;
      const wanted =
        typeof audio === 'object' ? (audio.deviceId as { exact?: string } | undefined)?.exact : undefined;
      const device = (await list()).find((one) => one.deviceId === wanted && one.kind === 'audioinput');
      if (device && plugs.gone.has(device.label)) throw new DOMException('unplugged', 'OverconstrainedError');
      if ((await media.enumerateDevices()).every((one) => one.kind !== 'audioinput'))
        throw new DOMException('unplugged', 'NotFoundError');
      await plugs.opening;
      const role = plugs.defaultLabel ?? (await list()).find((one) => one.deviceId === 'default')?.label;
      if (plugs.busy.has(device?.label ?? role ?? '')) throw new DOMException('in use', 'NotReadableError');
      return open(constraints);
    };
  });

  const change = () =>
    browser.engine.evaluate(() => void navigator.mediaDevices.dispatchEvent(new Event('devicechange')));
  return {
    async unplug(label: string): Promise<void> {
      await browser.engine.evaluate((name: string) => {
        const { plugs, ears } = globalThis as unknown as WithPlugs;
        plugs.gone.add(name);
        for (const track of ears.microphones) {
          if (track.label !== name || track.readyState === 'ended') continue;
          // The device is gone for every copy of its track.
          for (const pc of ears.pcs) for (const sender of pc.getSenders()) sender.track?.stop();
          track.stop();
          track.dispatchEvent(new Event('ended'));
        }
      }, label);
      await change();
    },
    async plug(label: string): Promise<void> {
      await browser.engine.evaluate((name: string) => {
        (globalThis as unknown as WithPlugs).plugs.gone.delete(name);
      }, label);
      await change();
    },
    /** Another program takes a device, or lets it go; the browser tells nobody. */
    occupy: (label: string, on: boolean) =>
      browser.engine.evaluate(
        (name: string, taken: boolean) => {
          const { busy } = (globalThis as unknown as WithPlugs).plugs;
          if (taken) busy.add(name);
          else busy.delete(name);
        },
        label,
        on,
      ),
    /** From now on microphones do not open until `open` is called, as slow ones do. */
    hold: () =>
      browser.engine.evaluate(() => {
        const { plugs } = globalThis as unknown as WithPlugs;
        plugs.opening = new Promise((resolve) => {
          plugs.open = resolve;
        });
      }),
    open: () => browser.engine.evaluate(() => (globalThis as unknown as WithPlugs).plugs.open?.()),
    freeAll: () => browser.engine.evaluate(() => (globalThis as unknown as WithPlugs).plugs.busy.clear()),
    /** The system's default becomes another device. */
    async makeDefault(label: string | undefined): Promise<void> {
      await browser.engine.evaluate((name: string | null) => {
        (globalThis as unknown as WithPlugs).plugs.defaultLabel = name ?? undefined;
      }, label ?? null);
      await change();
    },
    /** What the newest connection sends: the device its track comes from and how it is processed. */
    sends: () =>
      browser.engine.evaluate(() => {
        const { ears } = globalThis as unknown as WithPlugs;
        const pc = ears.pcs.findLast((one) => one.connectionState === 'connected');
        const track = pc?.getSenders()[0]?.track;
        return track ? { ...track.getSettings(), label: track.label, state: track.readyState } : undefined;
      }),
    /** Silences what the newest connection sends, as a headset's own switch does. */
    deaden: (on: boolean) =>
      browser.engine.evaluate((dead: boolean) => {
        const { ears } = globalThis as unknown as WithPlugs;
        const track = ears.pcs.findLast((one) => one.connectionState === 'connected')?.getSenders()[0]?.track;
        if (track) track.enabled = !dead;
      }, on),
    /** What is plugged in, by label. */
    labels: () =>
      browser.engine.evaluate(async () => {
        const all = (await navigator.mediaDevices.enumerateDevices()).filter(
          (one) => one.deviceId !== 'default' && one.deviceId !== 'communications',
        );
        const { gone } = (globalThis as unknown as WithPlugs).plugs;
        return { there: [...new Set(all.map((one) => one.label))], gone: [...gone] };
      }),
    /** Lets go of what is over, so that it can be collected. */
    forget: () =>
      browser.engine.evaluate(() => {
        const { plugs } = globalThis as unknown as WithPlugs;
        plugs.contexts = plugs.contexts.filter((one) => one.state !== 'closed');
        plugs.elements.clear();
      }),
    /** What the loudest element on this output plays: its level within a quarter of a second, and the seconds played so far. */
    heardAt: (sink: string) =>
      browser.engine.evaluate(async (id: string) => {
        const { elements, contexts } = (globalThis as unknown as WithPlugs).plugs;
        const open = contexts.filter((one) => one.state !== 'closed');
        const states = open.map((one) => one.state);
        const clock = Math.max(0, ...open.map((one) => one.currentTime));
        const silence = { level: 0, played: 0, clock, paused: true, contexts: states };
        const playing = [...elements].filter((one) => one.srcObject && one.sinkId === id);
        if (playing.length === 0) return silence;
        // The analysers are ours: opened after what the product runs was counted, and closed again.
        const context = new AudioContext();
        const listened = playing.map((element) => {
          const analyser = context.createAnalyser();
          analyser.fftSize = 8192;
          context.createMediaStreamSource(element.srcObject as MediaStream).connect(analyser);
          return { element, analyser };
        });
        await new Promise((resolve) => setTimeout(resolve, 250));
        const samples = new Float32Array(8192);
        const heard = listened.map(({ element, analyser }) => {
          analyser.getFloatTimeDomainData(samples);
          const { currentTime: played, paused } = element;
          return { level: Math.max(...samples), played, clock, paused, contexts: states };
        });
        await context.close();
        return heard.toSorted((one, other) => other.level - one.level)[0] ?? silence;
      }, sink),
    sounding: () =>
      browser.engine.evaluate((): Sounding => {
        const { elements, contexts, intervals } = (globalThis as unknown as WithPlugs).plugs;
        return {
          sinks: [...elements].filter((one) => one.srcObject).map((one) => one.sinkId),
          contexts: contexts.filter((one) => one.state !== 'closed').length,
          intervals: intervals.size,
        };
      }),
  };
}
