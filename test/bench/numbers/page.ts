// What runs in a bare page when numbers on pages are tested or measured: the page side, with the real finder in a worker.
import type { Asked, Found } from '../../../lib/numbers/wire.ts';
import { createChip } from '../../../lib/numbers/page/chip.ts';
import { watchNumbers, type PageNumbers } from '../../../lib/numbers/page/watch.ts';

interface Started {
  numbers: PageNumbers;
  calls: string[];
  copies: string[];
  fills: string[];
  /** Every number that the finder has answered. */
  answered: Set<string>;
  refused: Set<string>;
  faults: string[];
  shadow: ShadowRoot;
  stop(): void;
}

declare global {
  interface Window {
    startNumbers(worker: string, region: string): Started;
    numbersBench: Started;
  }
}

window.startNumbers = (source, region) => {
  const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
  const waiting = new Map<number, (found: Found[]) => void>();
  const answered = new Set<string>();
  let sent = 0;
  worker.onmessage = ({ data }: MessageEvent<string>) => {
    const { id, found }: { id: number; found: Found[] } = JSON.parse(data);
    for (const [, , , number] of found) answered.add(number);
    waiting.get(id)?.(found);
    waiting.delete(id);
  };
  const find = (asked: Asked): Promise<Found[]> =>
    new Promise((resolve) => {
      waiting.set(++sent, resolve);
      worker.postMessage(JSON.stringify({ id: sent, asked, region }));
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
  const numbers = watchNumbers({
    root: document,
    find,
    bringChip: (step, signal) =>
      Promise.resolve(
        createChip(
          () => shadow,
          {
            call: (number) => calls.push(number),
            copy: (number) => copies.push(number),
            fill: (number) => fills.push(number),
            contact: () => Promise.resolve(),
            hasContacts: () => true,
            said: String,
            not: (written) => refused.add(written),
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
          step,
          signal,
        ),
      ),
    signal: abort.signal,
    onFault: (error) => faults.push(String(error)),
  });
  window.numbersBench = {
    numbers,
    calls,
    copies,
    fills,
    answered,
    refused,
    faults,
    shadow,
    stop: () => abort.abort(),
  };
  return window.numbersBench;
};
