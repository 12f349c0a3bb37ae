// What runs in a bare page when numbers on pages are tested or measured: the page side, with the real finder in a worker.
import type { Asked, Found } from '../../../lib/numbers/wire.ts';
import { asker } from '../../../lib/numbers/page/ask.ts';
import { createChip } from '../../../lib/numbers/page/chip.ts';
import { walks } from '../../../lib/numbers/page/listed.ts';
import { watchNumbers, type PageNumbers } from '../../../lib/numbers/page/watch.ts';

interface Started {
  numbers: PageNumbers;
  calls: string[];
  copies: string[];
  fills: string[];
  refused: Set<string>;
  faults: string[];
  shadow: ShadowRoot;
  stop(): void;
}

declare global {
  interface Window {
    /** Starts the finder's thread beforehand. */
    startFinder(worker: string): void;
    startNumbers(worker: string, region: string): Started;
    numbersBench: Started;
  }
}

/** The finder is there before the page is, as the engine is; one for all starts. */
let finder: Worker | undefined;
let sent = 0;
const waiting = new Map<number, (found: Found[]) => void>();

window.startFinder = (source) => {
  finder = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
  finder.onmessage = ({ data }: MessageEvent<string>) => {
    const { id, found }: { id: number; found: Found[] } = JSON.parse(data);
    waiting.get(id)?.(found);
    waiting.delete(id);
  };
};

window.startNumbers = (source, region) => {
  if (!finder) window.startFinder(source);
  const find = (asked: Asked): Promise<Found[]> =>
    new Promise((resolve) => {
      waiting.set(++sent, resolve);
      finder?.postMessage(JSON.stringify({ id: sent, asked, region }));
    });
  const fills: string[] = [];
  const refused = new Set<string>();
  const calls: string[] = [];
  const copies: string[] = [];
  const faults: string[] = [];
  const host = document.createElement('ringside-overlay');
  document.documentElement.append(host);
  const shadow = host.attachShadow({ mode: 'closed' });
  const abort = new AbortController();
  const walk = async (by: 1 | -1): Promise<void> => {
    if (!(await numbers.step(by, 'here'))) await numbers.step(by, 'end');
  };
  const numbers = watchNumbers({
    root: document,
    find,
    bringHand: (signal) =>
      Promise.resolve({
        asker,
        walks,
        chip: createChip(
          () => shadow,
          {
            call: (number) => calls.push(number),
            copy: (number) => copies.push(number),
            fill: (number) => fills.push(number),
            contact: () => Promise.resolve(),
            hasContacts: () => true,
            said: String,
            not: (written) => refused.add(written),
            back: () => undefined,
            country: () => undefined,
            prepare: () => undefined,
            known: () => Promise.resolve({ name: 'Ana Martínez', region }),
            isDark: () => false,
          },
          {
            call: 'Call',
            callNumber: 'Call $1',
            copy: 'Copy',
            copied: 'Copied',
            fill: 'To the dial field',
            contact: 'Create contact',
            contactName: 'Name',
            contactSaved: 'Saved',
            not: 'Not a number',
            country: 'Number of $1',
          },
          (by) => void walk(by),
          signal,
        ),
      }),
    signal: abort.signal,
    onFault: (error) => faults.push(String(error)),
  });
  window.numbersBench = {
    numbers,
    calls,
    copies,
    fills,
    refused,
    faults,
    shadow,
    stop: () => abort.abort(),
  };
  return window.numbersBench;
};
