import type { MirrorPort } from '../../lib/mirror/wire.ts';

/**
 * Two ends of a port as the browser makes them: messages are copied and arrive in a later turn, and who disconnects is
 * not told itself. `cut` breaks the port as the end of a context does: both ends are told.
 */
export function portPair(): [MirrorPort, MirrorPort, cut: () => void] {
  const ends = [end(), end()] as const;
  ends[0].other = ends[1];
  ends[1].other = ends[0];
  const cut = () => {
    for (const one of ends) {
      one.open = false;
      for (const listener of one.gone) listener();
    }
  };
  return [ends[0].port, ends[1].port, cut];
}

interface End {
  port: MirrorPort;
  other?: End;
  open: boolean;
  hear: Set<(message: unknown) => void>;
  gone: Set<() => void>;
}

function end(): End {
  const self: End = {
    open: true,
    hear: new Set(),
    gone: new Set(),
    port: {
      postMessage(message) {
        if (!self.open) throw new Error('Attempting to use a disconnected port object');
        const copy: unknown = JSON.parse(JSON.stringify(message));
        queueMicrotask(() => {
          if (self.other?.open) for (const listener of self.other.hear) listener(copy);
        });
      },
      disconnect() {
        if (!self.open) return;
        self.open = false;
        const other = self.other;
        if (!other?.open) return;
        other.open = false;
        queueMicrotask(() => {
          for (const listener of other.gone) listener();
        });
      },
      onMessage: { addListener: (listener) => void self.hear.add(listener) },
      onDisconnect: { addListener: (listener) => void self.gone.add(listener) },
    },
  };
  return self;
}
