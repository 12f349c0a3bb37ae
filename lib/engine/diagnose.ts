/** Runs the checks one after another and publishes how far it is. */
import { signal } from '@preact/signals-core';
import type { Check, CheckName, DiagnosisSlice } from '../mirror/diagnosis.ts';

/** What a check found. */
export type Finding = Omit<Check, 'name' | 'state'> & { state: 'ok' | 'slow' | 'blocked' | 'skipped' };

export interface Task {
  name: CheckName;
  about?: string;
  run(): Promise<Finding>;
}

/** `tasks` is asked at each start, because accounts and devices change. */
export function createDiagnosis(tasks: () => Task[], log: (line: string) => void) {
  const slice = signal<DiagnosisSlice>({ running: false, checks: [] });
  let running: Promise<void> | undefined;

  function put(index: number, part: Partial<Check>): void {
    const { checks } = slice.peek();
    slice.value = {
      ...slice.peek(),
      checks: checks.map((check, at) => (at === index ? { ...check, ...part } : check)),
    };
  }

  async function run(): Promise<void> {
    const all = tasks();
    slice.value = {
      running: true,
      startedAt: Date.now(),
      checks: all.map(({ name, about }) => ({ name, about, state: 'waiting' })),
    };
    for (const [index, task] of all.entries()) {
      put(index, { state: 'running' });
      const finding = await task.run().catch((error: unknown): Finding => {
        log(`check ${task.name}: ${String(error)}`);
        return { state: 'blocked', cause: 'unexpected', said: String(error), advice: 'try-again' };
      });
      put(index, { ...finding, about: finding.about ?? task.about });
    }
    slice.value = { ...slice.peek(), running: false, endedAt: Date.now() };
  }

  return {
    slice,
    /** Resolves at the end; a second start joins the first. */
    start(): Promise<void> {
      running ??= run().finally(() => {
        running = undefined;
      });
      return running;
    },
  };
}
