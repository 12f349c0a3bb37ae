import type { Page } from 'playwright-core';
import type { Browser } from 'wxt/browser';
import type {
  CommandInput,
  CommandName,
  CommandResult,
  ReadingName,
  Readings,
} from '../../lib/mirror/commands.ts';
import type { Call } from '../../lib/call/call.ts';
import type { SliceName, Slices } from '../../lib/mirror/slices.ts';
import { portName } from '../../lib/mirror/port-name.ts';
import type { RunningBrowser } from './chromium.ts';
import { until } from './facts.ts';

/** A view without a face: speaks the mirror's own messages from one of our pages, so that tests say what they mean. */
export interface TestPhone {
  page: Page;
  do<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandResult<N>>;
  slice<S extends SliceName>(name: S): Promise<Slices[S]>;
  /** Waits until the slice is as wanted and returns it. */
  until<S extends SliceName>(
    name: S,
    wanted: (value: Slices[S]) => boolean,
    message: string,
    timeout?: number,
  ): Promise<Slices[S]>;
  /** Starts or stops watching a reading; what it says is had by `reading`. */
  watch(name: ReadingName, on: boolean): Promise<void>;
  /** The last reading since it is watched. */
  reading<R extends ReadingName>(name: R): Promise<Readings[R] | undefined>;
  /** Waits for a call as wanted and returns it. */
  call(wanted: (call: Call) => boolean, message: string, timeout?: number): Promise<Call>;
}

/** The page's own global, where the function below runs. */
declare const chrome: typeof Browser;

/** What the page keeps for us. */
interface Kept {
  slices: Record<string, unknown>;
  readings: Record<string, unknown>;
  watch(name: string, on: boolean): void;
  run(name: string, input: unknown): Promise<unknown>;
}

/** Opens an extension page and connects a view in it; it reconnects by itself as real views do. */
export async function openPhone(browser: RunningBrowser): Promise<TestPhone> {
  const page = await browser.open('manifest.json');
  await page.evaluate((name) => {
    const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
    let port: Browser.runtime.Port;
    let id = 0;
    const kept: Kept = {
      slices: {},
      readings: {},
      watch(reading, on) {
        delete kept.readings[reading];
        port.postMessage({ say: 'watch', name: reading, on });
      },
      run: (command, input) =>
        new Promise((resolve, reject) => {
          id += 1;
          waiting.set(id, { resolve, reject });
          port.postMessage({ say: 'do', id, name: command, input });
        }),
    };
    const connect = async () => {
      await chrome.runtime.sendMessage({ ask: 'wake' });
      port = chrome.runtime.connect({ name });
      port.onDisconnect.addListener(() => {
        kept.slices = {};
        for (const one of waiting.values()) one.reject(new Error('engine-gone'));
        waiting.clear();
        void connect();
      });
      port.onMessage.addListener((message) => {
        if (message.say === 'all') kept.slices = message.slices;
        else if (message.say === 'some') Object.assign(kept.slices, message.slices);
        else if (message.say === 'reading') kept.readings[message.name] = message.value;
        else if (message.say === 'done') waiting.get(message.id)?.resolve(message.result);
        else if (message.say === 'failed')
          waiting.get(message.id)?.reject(new Error(JSON.stringify(message.fault)));
      });
    };
    Object.assign(globalThis, { kept });
    return connect();
  }, portName);

  const read = (name: string) =>
    page.evaluate((slice) => (globalThis as unknown as { kept: Kept }).kept.slices[slice], name);
  const phone: TestPhone = {
    page,
    do: (name, input) =>
      page.evaluate(
        ([command, value]) => (globalThis as unknown as { kept: Kept }).kept.run(command as string, value),
        [name, input] as const,
      ) as Promise<never>,
    slice: (name) => read(name) as Promise<never>,
    until: (name, wanted, message, timeout = 15_000) =>
      until(
        async () => {
          const value = (await read(name)) as never;
          return value !== undefined && wanted(value) ? value : undefined;
        },
        { message, timeout },
      ),
    watch: (name, on) =>
      page.evaluate(
        ([reading, watched]) => (globalThis as unknown as { kept: Kept }).kept.watch(reading, watched),
        [name, on] as const,
      ),
    reading: (name) =>
      page.evaluate(
        (reading) => (globalThis as unknown as { kept: Kept }).kept.readings[reading],
        name,
      ) as Promise<never>,
    async call(wanted, message, timeout) {
      const calls = await phone.until('calls', (all) => all.some(wanted), message, timeout);
      return calls.find(wanted) as Call;
    },
  };
  await phone.until('settings', (settings) => settings !== undefined, 'the engine says nothing');
  return phone;
}
