/** The parts of the desk that one provider's ports make up. */
import { signal, type ReadonlySignal } from '@preact/signals-core';
import type { Call, Party } from '../../call/call.ts';
import type { Host } from '../../host/host.ts';
import { FaultError } from '../../mirror/fault.ts';
import type { Provider } from '../../providers/provider.ts';
import { createAdmin, createBlocked } from './admin.ts';
import { createCallerIds } from './caller-ids.ts';
import { createContacts } from './contacts.ts';
import type { Errands } from './errands.ts';
import { createPresence } from './presence.ts';
import { createQueue } from './queue.ts';
import { createTalks } from './talks.ts';
import { createThreeWay } from './three-way.ts';
import { createVisits } from './visits.ts';

export type Parts = ReturnType<typeof partsOf>;

/** What the parts of a desk need. */
interface PartsInput {
  host: Pick<Host, 'local' | 'log'>;
  calls: ReadonlySignal<Call[]>;
  region(): string;
  provider: Provider;
  account: string;
  errands: Errands;
  partyFor(party: Party): Party;
  hangUp(call: string): void;
}

const never: ReadonlySignal<number> = signal(0);
const nobody: ReadonlySignal<ReadonlySet<string>> = signal(new Set<string>());

/** What one provider's ports make up; an absent port leaves its part out. */
export function partsOf(input: PartsInput) {
  const { provider, host } = input;
  const region = () => input.region();
  const log = (line: string) => host.log(line);
  const contacts = provider.contacts && createContacts(provider.contacts, { region, log });
  const names = contacts ? contacts.version : never;
  const shared = { partyFor: (party: Party) => input.partyFor(party), names, region, log };
  const { history } = provider;
  const talks =
    history &&
    createTalks({
      ...shared,
      active: () => history.active(),
      transcripts: provider.transcripts,
      ai: provider.ai,
      calls: input.calls,
    });
  const queue =
    provider.queue &&
    createQueue({
      ...shared,
      port: provider.queue,
      errands: input.errands,
      withAi: talks ? talks.withAi : nobody,
      link: (call, callUuid) => talks?.link(call, callUuid),
    });
  const presence = provider.presence && createPresence(provider.presence);
  const callerIds =
    provider.numbers &&
    createCallerIds({ port: provider.numbers, account: input.account, store: host.local, region, log });
  const control = provider.control;
  /** The switch's id of a call of ours: told when it was placed, else found by its number. */
  const uuidOf = async ({ id, party }: Call): Promise<string> => {
    const known = talks?.uuidOf(id);
    if (known !== undefined) return known;
    if (!control) throw new FaultError('not-offered', { about: 'control' });
    const found = await control.find(party.number);
    talks?.link(id, found);
    return found;
  };
  const threeWay =
    control &&
    createThreeWay({
      port: control.conference,
      calls: input.calls,
      uuidOf,
      partyFor: (party) => input.partyFor(party),
      log,
    });
  return {
    control: control && { port: control, uuidOf },
    threeWay,
    blocked: provider.blocked && createBlocked(provider.blocked, region),
    admin: provider.admin && createAdmin(provider.admin, region),
    contacts,
    talks,
    queue,
    presence,
    callerIds,
    ai: provider.ai,
    visits:
      talks &&
      provider.ai &&
      createVisits({
        port: provider.ai,
        talks,
        errands: input.errands,
        partyFor: (party) => input.partyFor(party),
        hangUp: (call) => input.hangUp(call),
      }),
    stop(): void {
      for (const part of [talks, queue, presence, callerIds, threeWay]) part?.stop();
      provider.stop();
    },
  };
}
