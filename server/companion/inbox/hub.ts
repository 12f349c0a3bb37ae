import type { Changes } from '../store/items.ts';
import type { Store } from '../store/store.ts';

/** The most changes one event carries. */
export const AT_ONCE = 200;
/** How long after a failed look the next one comes. */
const AGAIN_MS = 1000;

/** Somebody who is told of changes. */
export interface Listener {
  /** The revision up to which it has everything. */
  rev: number;
  /** Takes what changed after `from`; `words` are the same for all who were there. */
  take(words: Uint8Array, from: number, changes: Changes): void;
}

interface Room {
  epoch: string;
  listeners: Set<Listener>;
  rev: number;
  looking: boolean;
  again: boolean;
}

export interface Hub {
  /** Adds one that has everything up to its `rev`; false if there is something newer, which it must read first. */
  join(tenant: string, epoch: string, listener: Listener): boolean;
  leave(tenant: string, listener: Listener): void;
  stop(): void;
}

/**
 * Tells listeners what changed, tenant by tenant: however many listen, a change is read once and put into words once
 * (`wordsOf`).
 */
export function createHub(
  store: Store,
  wordsOf: (changes: Changes, epoch: string) => Uint8Array,
  failed: (error: unknown) => void,
): Hub {
  const rooms = new Map<string, Room>();

  async function look(tenant: string, room: Room): Promise<void> {
    room.again = true;
    if (room.looking) return;
    room.looking = true;
    try {
      while (room.again && rooms.get(tenant) === room) {
        room.again = false;
        const from = room.rev;
        const changes = await store.readChanges(tenant, from, AT_ONCE);
        if (changes.rev === from) continue;
        room.rev = changes.rev;
        room.again ||= changes.more;
        const words = wordsOf(changes, room.epoch);
        for (const listener of room.listeners) listener.take(words, from, changes);
      }
    } catch (error) {
      failed(error);
      setTimeout(() => void look(tenant, room), AGAIN_MS).unref();
    } finally {
      room.looking = false;
    }
  }

  const stopListening = store.listen((tenant) => {
    for (const [name, room] of rooms) if (tenant === undefined || tenant === name) void look(name, room);
  });

  return {
    join(tenant, epoch, listener) {
      let room = rooms.get(tenant);
      if (room === undefined) {
        room = { epoch, listeners: new Set(), rev: listener.rev, looking: false, again: false };
        rooms.set(tenant, room);
      }
      if (room.rev > listener.rev) return false;
      room.listeners.add(listener);
      // What was committed after the listener has read.
      void look(tenant, room);
      return true;
    },
    leave(tenant, listener) {
      const room = rooms.get(tenant);
      room?.listeners.delete(listener);
      if (room?.listeners.size === 0) rooms.delete(tenant);
    },
    stop() {
      stopListening();
      rooms.clear();
    },
  };
}
