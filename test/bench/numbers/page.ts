// What runs in a bare page when numbers on pages are tested or measured: the page side, with the real finder in a worker.
import type { Answer, Question } from '../../../lib/numbers/page/ask.ts';
import { watchNumbers, type PageNumbers } from '../../../lib/numbers/page/watch.ts';

interface Started {
  numbers: PageNumbers;
  calls: string[];
  copies: string[];
  faults: string[];
  shadow: ShadowRoot;
  stop(): void;
}

declare global {
  interface Window {
    startNumbers(worker: string, region: string): Started;
    ringside: Started;
  }
}

window.startNumbers = (source, region) => {
  const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
  const waiting = new Map<number, (answers: Answer[]) => void>();
  let sent = 0;
  worker.onmessage = ({ data }: MessageEvent<{ id: number; answers: Answer[] }>) => {
    waiting.get(data.id)?.(data.answers);
    waiting.delete(data.id);
  };
  const find = (questions: Question[]): Promise<Answer[]> =>
    new Promise((resolve) => {
      waiting.set(++sent, resolve);
      worker.postMessage({ id: sent, questions, region });
    });
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
    chipRoot: () => shadow,
    actions: {
      call: (number) => calls.push(number),
      copy: (number) => copies.push(number),
      prepare: () => undefined,
    },
    texts: { call: 'Call', callNumber: 'Call $1', copy: 'Copy', copied: 'Copied' },
    signal: abort.signal,
    onFault: (error) => faults.push(String(error)),
  });
  window.ringside = { numbers, calls, copies, faults, shadow, stop: () => abort.abort() };
  return window.ringside;
};
