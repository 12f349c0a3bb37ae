/** An operator's desk that hears of the sandbox over its channel, made anew for every test. */
import { afterEach, beforeEach } from 'vitest';
import { startSandbox, type Sandbox } from '../../server/sandbox/sandbox.ts';
import { until } from './facts.ts';
import { operatorOne, sippetAt, type TestSippet } from './sippet.ts';
import { testDesk } from './test-desk.ts';

/** Registers what makes and ends it, for the file that calls this. */
export function realtimeDesk() {
  let sandbox: Sandbox;
  let sippet: TestSippet;
  let desk: Awaited<ReturnType<typeof testDesk>>;

  beforeEach(async () => {
    sandbox = await startSandbox();
  });
  afterEach(async () => {
    desk?.enter(undefined);
    sippet?.provider.stop();
    await sandbox.stop();
  });

  const queue = () => desk.desk.slices.queue.value;
  /** What the server has, as the desk should have it. */
  const truth = () =>
    sandbox.sippet.store.queueEntries
      .filter((entry) => entry.status === 'waiting')
      .map((entry) => entry.id)
      .toSorted();
  const shown = () =>
    queue()
      .entries.filter((entry) => entry.status === 'waiting')
      .map((entry) => entry.id)
      .toSorted();

  return {
    get sandbox() {
      return sandbox;
    },
    get sippet() {
      return sippet;
    },
    get desk() {
      return desk;
    },
    /** Enters the service without waiting for its channel. */
    async enter(options: Parameters<typeof sippetAt>[1] = {}): Promise<void> {
      sippet = sippetAt(sandbox, options);
      desk = await testDesk();
      desk.enter(sippet.provider);
    },
    async open(options: Parameters<typeof sippetAt>[1] = {}): Promise<void> {
      await this.enter(options);
      await sippet.live();
    },
    /** A token that nobody can renew. */
    pasted: () => ({
      tokens: { first: sandbox.sippet.mint('operator', operatorOne), keep: () => Promise.resolve() },
    }),
    states: () => sippet.events.flatMap((event) => (event.type === 'sign-in' ? [event.state] : [])),
    queue,
    truth,
    right: (message = 'the queue is not what the server has') =>
      until(() => queue().state === 'ready' && shown().join() === truth().join(), {
        message: () =>
          `${message}: ${shown().length} shown, ${truth().length} there; ${sippet.logged.join('\n')}`,
      }),
    reads: (action: string) => sippet.asked.filter((one) => one.action === action).length,
  };
}
