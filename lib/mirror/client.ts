/** The view's end: turns slices back into signals and commands into promises, and reconnects by itself. */
import { signal, batch, type Signal } from '@preact/signals-core';
import { FaultError } from './fault.ts';
import type { ReadingName, Readings } from './commands.ts';
import { emptySlices, sliceNames } from './slices.ts';
import type { Link, Phone } from './phone.ts';
import type { FromEngine, MirrorPort } from './wire.ts';

export interface MirrorDoor {
  /** Opens a port to the engine. */
  open(): MirrorPort;
  /** Makes sure the engine runs; false when this view can never reach it again. */
  wake(): Promise<boolean>;
}

/** A command in flight. */
interface Waiting {
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

export interface MirrorClient {
  phone: Phone;
  /** Closes the port and stops reconnecting until `start` is called again. */
  stop(): void;
  start(): void;
}

/** How long a command waits for the engine to come (back) before it fails, in ms. */
const patience = 5000;
/** The longest pause between two attempts to reach the engine, in ms. */
const maxPause = 5000;

/** Connects a view. Slices hold their empty values until the engine's first picture; `link` says which it is. */
export function connectMirror(door: MirrorDoor): MirrorClient {
  const slices = Object.fromEntries(
    sliceNames.map((name) => [name, signal<unknown>(emptySlices[name])]),
  ) as Record<string, Signal<unknown>>;
  const link = signal<Link>('away');
  const waiting = new Map<number, Waiting>();
  const watchers = new Map<ReadingName, Set<(reading: never) => void>>();
  /** What waits for the engine to listen. */
  const held: (() => void)[] = [];
  let port: MirrorPort | undefined;
  let running = false;
  let opening = false;
  let nextId = 1;
  let failures = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;

  function hear(message: FromEngine): void {
    switch (message.say) {
      case 'all':
      case 'some':
        batch(() => {
          for (const [name, value] of Object.entries(message.slices)) {
            const slice = slices[name];
            if (slice) slice.value = value;
          }
          failures = 0;
          link.value = 'live';
        });
        if (message.say === 'all') greet();
        return;
      case 'done':
        waiting.get(message.id)?.resolve(message.result);
        waiting.delete(message.id);
        return;
      case 'failed': {
        const error = new FaultError(message.fault.code, message.fault);
        waiting.get(message.id)?.reject(error);
        waiting.delete(message.id);
        return;
      }
      case 'reading':
        for (const tell of watchers.get(message.name) ?? []) tell(message.value as never);
    }
  }

  async function open(): Promise<void> {
    if (opening || port || !running) return;
    opening = true;
    const reachable = await door.wake();
    opening = false;
    if (!running) return;
    if (!reachable) return again();
    const opened = door.open();
    port = opened;
    opened.onMessage.addListener((message) => {
      if (port === opened) hear(message as FromEngine);
    });
    opened.onDisconnect.addListener(() => {
      if (port === opened) lost();
    });
  }

  /** The engine hears nothing before it has said `all`, so what waited is said now. */
  function greet(): void {
    for (const name of watchers.keys()) port?.postMessage({ say: 'watch', name, on: true });
    for (const say of held.splice(0)) say();
  }

  function lost(): void {
    port = undefined;
    link.value = 'away';
    // A command whose answer never came may or may not have been done: only the operator can tell.
    for (const one of waiting.values()) one.reject(new FaultError('engine-gone'));
    waiting.clear();
    again();
  }

  function again(): void {
    if (!running) return;
    failures += 1;
    clearTimeout(retry);
    retry = setTimeout(() => void open(), failures === 1 ? 0 : Math.min(maxPause, 50 * 2 ** failures));
  }

  async function send(name: string, input: unknown): Promise<unknown> {
    if (link.peek() !== 'live') await live();
    const opened = port;
    if (!opened) throw new FaultError('engine-gone');
    const id = nextId++;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      opened.postMessage({ say: 'do', id, name, input });
    });
  }

  /** Resolves when the engine listens; rejects when it does not come in time. */
  function live(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new FaultError('engine-gone')), patience);
      held.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  function watch<R extends ReadingName>(name: R, tell: (reading: Readings[R]) => void): () => void {
    const told = watchers.get(name) ?? new Set();
    if (told.size === 0 && link.peek() === 'live') port?.postMessage({ say: 'watch', name, on: true });
    told.add(tell);
    watchers.set(name, told);
    return () => {
      told.delete(tell);
      if (told.size > 0) return;
      watchers.delete(name);
      port?.postMessage({ say: 'watch', name, on: false });
    };
  }

  const phone = new Proxy({ ...slices, link, watch } as unknown as Phone, {
    // Commands are a typed map on both ends; the name is all the client needs to know of one.
    get: (target, name) =>
      name in target || typeof name !== 'string' || name === 'then'
        ? Reflect.get(target, name)
        : (input: unknown) => send(name, input),
  });

  return {
    phone,
    start() {
      if (running) return;
      running = true;
      failures = 0;
      void open();
    },
    stop() {
      running = false;
      clearTimeout(retry);
      const opened = port;
      port = undefined;
      link.value = 'away';
      for (const one of waiting.values()) one.reject(new FaultError('engine-gone'));
      waiting.clear();
      opened?.disconnect();
    },
  };
}
