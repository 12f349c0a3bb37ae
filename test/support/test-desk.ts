/** The desk without an engine around it: calls are a signal the test sets, and legs come when the test says so. */
import 'fake-indexeddb/auto';
import { signal } from '@preact/signals-core';
import { IDBFactory } from 'fake-indexeddb';
import type { Call, Party } from '../../lib/call/call.ts';
import { placed } from '../../lib/call/registry.ts';
import { openDatabase } from '../../lib/engine/database.ts';
import { createDesk } from '../../lib/engine/desk/desk.ts';
import { FaultError } from '../../lib/mirror/fault.ts';
import { formatNumber, parseNumber } from '../../lib/numbers/parse.ts';
import type { Provider } from '../../lib/providers/provider.ts';
import { memoryHost } from './memory-host.ts';

/** Every call with a new database unless one is given. */
export async function testDesk({ fresh = true } = {}) {
  if (fresh) globalThis.indexedDB = new IDBFactory();
  const db = await openDatabase();
  const { host, local, logged } = memoryHost();
  const calls = signal<Call[]>([]);
  const answered: string[] = [];
  const hungUp: string[] = [];
  let ready = true;
  let shares = 0;
  let refuse: FaultError | undefined;

  function readable(party: Party): Party {
    const parsed = parseNumber(party.number, 'US');
    if (!parsed.ok || parsed.kind !== 'phone') return party;
    return { ...party, number: parsed.number, display: formatNumber(parsed.number, 'US') };
  }

  const desk = createDesk({
    db,
    host,
    calls,
    region: () => 'US',
    readable,
    takeMicrophone() {
      if (refuse) return Promise.reject(refuse);
      shares += 1;
      return Promise.resolve({ release: () => void (shares -= 1) });
    },
    answer(call) {
      answered.push(call);
      change(call, { phase: 'live', answeredAt: Date.now() });
      return Promise.resolve();
    },
    mustBeReady() {
      if (!ready) throw new FaultError('line-not-ready');
    },
    hangUp: (call) => void hungUp.push(call),
    rename: (call, party) => change(call, { party }),
  });
  await desk.load();

  function change(id: string, facts: Partial<Call>): void {
    calls.value = calls.value.map((call) => (call.id === id ? { ...call, ...facts } : call));
  }

  /** As the engine does it when a leg comes in: an errand is answered, anything else rings. */
  function comes(number: string, callUuid?: string): Call {
    const errand = desk.errands.claim({ number, callUuid });
    const call: Call = {
      ...placed(crypto.randomUUID(), errand?.party ?? desk.partyFor({ number }), Date.now()),
      direction: errand?.direction ?? 'incoming',
      phase: 'offered',
    };
    calls.value = [...calls.value, call];
    errand?.came(call.id);
    return calls.value.find((one) => one.id === call.id) ?? call;
  }

  return {
    desk,
    db,
    host,
    local,
    logged,
    calls,
    answered,
    hungUp,
    change,
    comes,
    shares: () => shares,
    setReady: (on: boolean) => (ready = on),
    refuseMicrophone: () => (refuse = new FaultError('microphone-refused')),
    enter: (provider: Provider | undefined, account = 'a') => desk.enter(provider, account),
  };
}
