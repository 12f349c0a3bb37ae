import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { RunningBrowser } from './chromium.ts';
import { until } from './facts.ts';

/** What the network between the engine and the far end does; every packet both ways. */
export interface Weather {
  /** 0..1 of packets lost by chance. */
  loss?: number;
  /** Each packet is held back this long, ms. */
  delay?: number;
  /** Packets come in bunches this far apart, ms: that is what jitter is on a queue, which keeps their order. */
  bunches?: number;
}

/** What is put into the engine's page. */
interface Route {
  /** host:port of the far end, once it is known. */
  far?: string;
}

/**
 * A relay in the media path of every call from now on: each side is told the relay's address instead of the other's. The
 * packets are real and arrive as the network would deliver them.
 */
export async function makeWeather(browser: RunningBrowser) {
  const [toEngine, toFar] = await Promise.all([opened(), opened()]);
  const held = new Set<NodeJS.Timeout>();
  let now: Weather = {};
  let engine: { address: string; port: number } | undefined;
  let far: { address: string; port: number } | undefined;

  toEngine.on('message', (packet, from) => {
    engine = from;
    pass(packet, toFar, far);
  });
  toFar.on('message', (packet) => pass(packet, toEngine, engine));

  function pass(packet: Buffer, by: Socket, to: { address: string; port: number } | undefined): void {
    if (!to || Math.random() < (now.loss ?? 0)) return;
    const time = performance.now();
    const bunch = now.bunches ? now.bunches - (time % now.bunches) : 0;
    const wait = (now.delay ?? 0) + bunch;
    if (wait === 0) by.send(packet, to.port, to.address);
    else {
      const timer = setTimeout(() => {
        held.delete(timer);
        by.send(packet, to.port, to.address);
      }, wait);
      held.add(timer);
    }
  }

  await browser.engine.evaluate(
    (seenByEngine: number, seenByFar: number) => {
      const route: Route = {};
      Object.assign(globalThis, { route });
      /** Keeps one UDP candidate and gives it another port. */
      const through = (sdp: string, port: number) => {
        let kept = false;
        return sdp
          .split('\r\n')
          .filter((line) => {
            if (!line.startsWith('a=candidate:')) return true;
            const usable = !kept && / udp /i.test(line) && /127\.0\.0\.1|\d+\.\d+\.\d+\.\d+/.test(line);
            kept ||= usable;
            return usable;
          })
          .map((line) =>
            line.replace(
              /^(a=candidate:(?:\S+ ){4})(\S+) (\d+)/,
              (_all, head: string, host: string, old: string) => {
                if (port === seenByEngine) route.far = `${host}:${old}`;
                return `${head}127.0.0.1 ${port}`;
              },
            ),
          )
          .join('\r\n');
      };
      // `listenIn` put a class of its own in front of the browser's.
      const { prototype } = RTCPeerConnection;
      const native = Object.getPrototypeOf(prototype) as RTCPeerConnection;
      // oxlint-disable-next-line typescript/unbound-method -- called with its own connection below
      const take: (description: RTCSessionDescriptionInit) => Promise<void> = native.setRemoteDescription;
      prototype.setRemoteDescription = function setRemoteDescription(
        this: RTCPeerConnection,
        { type, sdp = '' }: RTCSessionDescriptionInit,
      ) {
        return take.call(this, { type, sdp: through(sdp, seenByEngine) });
      };
      const local = Object.getOwnPropertyDescriptor(native, 'localDescription');
      Object.defineProperty(prototype, 'localDescription', {
        get(this: RTCPeerConnection) {
          const given = local?.get?.call(this) as RTCSessionDescription | null;
          return given && { type: given.type, sdp: through(given.sdp, seenByFar) };
        },
      });
    },
    toEngine.address().port,
    toFar.address().port,
  );

  return {
    /** Lets the next call's packets through to where it is. */
    async begin(): Promise<void> {
      const address = await until(
        () => browser.engine.evaluate(() => (globalThis as unknown as { route: Route }).route.far),
        { message: 'no call has said where its far end is' },
      );
      const [host = '', port = ''] = address.split(':');
      far = { address: host, port: Number(port) };
    },
    set(weather: Weather) {
      now = weather;
    },
    stop() {
      for (const timer of held) clearTimeout(timer);
      toEngine.close();
      toFar.close();
    },
  };
}

async function opened(): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}
