import type { Ringing } from '../callers/line.ts';
import type { SoundEnd } from '../media/sound-end.ts';
import type { Member, SwitchCall, Table } from './call.ts';
import { Conference } from './conference.ts';
import { Refusal } from './refusal.ts';
import { whoAnswers } from './scripted.ts';
import { notNow, type Switch } from './switch.ts';

/** A call of three in one step (§8.1): both legs go into a conference at once, the far end waits, the third is called into it. */
export async function addParticipant(
  exchange: Switch,
  call: SwitchCall,
  who: { number: string | undefined; extension: string | undefined },
): Promise<{ conferenceId: string; participantUuid: string }> {
  const { leg, far } = call;
  if (!leg || !far || !['active', 'held', 'conference'].includes(call.state)) throw notNow();
  const { uuid, tell, changed } = exchange.options;
  const participant: Member = { uuid: uuid(), role: 'participant', state: 'ringing', onHold: false };
  const table: Table = call.table ?? {
    id: uuid(),
    mixer: new Conference(() => exchange.handset()),
    members: [
      { uuid: uuid(), role: 'agent', state: 'active', onHold: false },
      { uuid: uuid(), role: 'caller', state: 'active', onHold: true },
    ],
    dismiss: () => undefined,
    added: undefined,
  };
  const update = (): void => {
    tell(call.facts.tenant, 'conference_update', { conferenceId: table.id, members: table.members });
    changed();
  };
  const answered = (end: SoundEnd): void => {
    if (participant.state !== 'ringing' || call.state === 'ended') return;
    participant.state = 'active';
    table.added = end;
    table.mixer.join(end, false);
    update();
  };
  const gone = (): void => {
    if (table.added !== undefined) table.mixer.leave(table.added);
    table.added = undefined;
    if (participant.state === 'ringing') participant.state = 'failed';
    else table.members = table.members.filter((one) => one !== participant);
    update();
  };
  table.dismiss = await callIn(exchange, call, who, answered, gone);
  table.members = [...table.members.filter(({ role }) => role !== 'participant'), participant];
  if (call.table === undefined) {
    table.mixer.join(leg.media, false);
    table.mixer.join(far.phone.handset, true);
    call.table = table;
    call.state = 'conference';
  } else holdMember(exchange, call, 'caller', true);
  update();
  return { conferenceId: table.id, participantUuid: participant.uuid };
}

/** Calls the third; gives how to take them off the line. */
async function callIn(
  exchange: Switch,
  call: SwitchCall,
  { number, extension }: { number: string | undefined; extension: string | undefined },
  answered: (end: SoundEnd) => void,
  gone: () => void,
): Promise<() => void> {
  if (extension !== undefined) {
    const colleague = call.facts.tenant.extensions.find((one) => one.extension === extension);
    if (!colleague) throw new Refusal(422, 'UNROUTABLE', `Nobody here is ${extension}.`);
    const leg = await exchange.ringExtension(call, colleague);
    void leg.answered.then(() => answered(leg.media));
    void leg.ended.then(gone);
    return () => leg.hangUp(487);
  }
  const persona = whoAnswers(number ?? '');
  if (!persona) throw new Refusal(422, 'UNROUTABLE', 'The number cannot be reached.');
  const phone = exchange.phone(() => {
    phone.close();
    gone();
  });
  const ringing: Ringing = {
    ring: () => undefined,
    early: () => Promise.resolve(true),
    answer: () => {
      answered(phone.handset);
      return Promise.resolve(true);
    },
    refuse: gone,
  };
  void exchange.options.pbx.perform(phone.takeTurn(), ringing, persona, () => undefined);
  return () => phone.close();
}

/** The call with this conference. */
export function withTable(calls: readonly SwitchCall[], id: string): [SwitchCall, Table] {
  for (const call of calls) if (call.table?.id === id) return [call, call.table];
  throw new Refusal(404, 'NOT_FOUND', 'There is no such conference.');
}

/** Lets a member wait with music, or back in. `who`: an id, or the far end by its role. */
export function holdMember(exchange: Switch, call: SwitchCall, who: string, on: boolean): void {
  const { table, leg, far } = call;
  const member = table?.members.find(({ uuid, role }) => uuid === who || role === who);
  if (!table || !member) throw new Refusal(404, 'NOT_FOUND', 'There is no such member.');
  const end =
    member.role === 'agent' ? leg?.media : member.role === 'caller' ? far?.phone.handset : table.added;
  if (!end) throw notNow();
  member.onHold = on;
  table.mixer.wait(end, on);
  exchange.options.tell(call.facts.tenant, 'conference_update', {
    conferenceId: table.id,
    members: table.members,
  });
  exchange.options.changed();
}

export function removeMember(exchange: Switch, call: SwitchCall, uuid: string): void {
  const { table } = call;
  const member = table?.members.find((one) => one.uuid === uuid);
  if (!table || !member) throw new Refusal(404, 'NOT_FOUND', 'There is no such member.');
  if (member.role === 'agent') return exchange.finish(call);
  if (member.role === 'caller') return exchange.farGone(call);
  table.members = table.members.filter((one) => one !== member);
  if (table.added !== undefined) table.mixer.leave(table.added);
  table.added = undefined;
  table.dismiss();
  exchange.options.tell(call.facts.tenant, 'conference_update', {
    conferenceId: table.id,
    members: table.members,
  });
  exchange.options.changed();
}
