/** The desk over a service that is played by the test: it has everything, and a test replaces the ports it is about. */
import { deskHandlers } from '../../lib/engine/desk/handlers.ts';
import { FaultError } from '../../lib/mirror/fault.ts';
import type {
  ActiveCall,
  CallNote,
  Provider,
  ProviderEvent,
  QueueRow,
} from '../../lib/providers/provider.ts';
import { until } from './facts.ts';
import { testDesk } from './test-desk.ts';

/** Our own pages. */
export const own = { role: 'own' } as const;
/** Who waits. */
export const caller = '+17865550101';

/** A caller in the queue. */
export const entry = (facts: Partial<QueueRow> = {}): QueueRow => ({
  id: 'e1',
  callUuid: 'u1',
  number: caller,
  name: 'Their name',
  queue: 'Support',
  position: 1,
  enteredAt: Date.now() - 5000,
  status: 'waiting',
  mine: false,
  ...facts,
});

/** The desk, signed in at it. */
export async function playedService(ports: Partial<Provider> = {}) {
  let tell: (event: ProviderEvent) => void = () => undefined;
  const rows: QueueRow[] = [entry()];
  const accepts: string[] = [];
  const notes: CallNote[] = [];
  const active: ActiveCall[] = [];
  const provider: Provider = {
    start: (listener) => (tell = listener),
    signInAgain: () => Promise.resolve(),
    stop: () => undefined,
    signOut: () => Promise.resolve(),
    queue: {
      list: () => Promise.resolve([...rows]),
      accept: (id) => Promise.resolve(void accepts.push(id)),
    },
    contacts: {
      all: (page) => Promise.resolve(page([{ id: 'c1', name: 'Ana Contact', number: caller }])),
      byNumber: () => Promise.resolve(undefined),
      create: (fields) => Promise.resolve({ id: 'new', name: fields.name ?? '', ...fields }),
      update: (id, fields) => Promise.resolve({ id, name: 'Ana Contact', ...fields }),
    },
    history: {
      list: () => Promise.resolve({ rows: [] }),
      one: () => Promise.resolve(undefined),
      active: () => Promise.resolve([...active]),
    },
    presence: {
      choices: [
        { value: 'available', kind: 'available' },
        { value: 'busy', kind: 'busy' },
      ],
      list: () => Promise.resolve([{ id: 'me', name: 'One', status: 'available', mine: true }]),
      set: () => Promise.resolve(),
    },
    transcripts: { read: () => Promise.resolve([]) },
    ai: {
      barge: () => Promise.resolve(),
      resume: () => Promise.resolve(),
      codec: () => Promise.resolve('OPUS'),
      notes: () => Promise.resolve([]),
    },
    numbers: {
      list: () => Promise.resolve([{ id: 'n1', number: '+17865550180', label: 'Support' }]),
      call: () => Promise.resolve({ callUuid: 'out' }),
    },
    notes: {
      deliver: (note) => {
        notes.push(note);
        return Promise.resolve('delivered');
      },
    },
    ...ports,
  };
  const world = await testDesk();
  world.enter(provider);
  tell({ type: 'sign-in', state: 'signed-in' });
  tell({ type: 'link', state: 'live' });
  const { slices } = world.desk;
  await until(() => !provider.queue || slices.queue.value.state !== 'loading', { message: 'no queue' });
  return {
    ...world,
    slices,
    run: deskHandlers(world.desk),
    provider,
    rows,
    accepts,
    notes,
    active,
    tell: (event: ProviderEvent) => tell(event),
  };
}

/** The code of the fault this ends with; undefined when it does not. */
export const codeOf = async (work: () => unknown): Promise<string | undefined> => {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error instanceof FaultError ? error.fault.code : String(error);
  }
};
