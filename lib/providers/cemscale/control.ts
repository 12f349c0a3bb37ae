/**
 * What the switch does to a call by REST (protocol sheet §5.3, §8). The browser's SIP session and the switch's call have
 * different ids (KNOWN §4); how one is found from the other is ASSUMED (§8.3).
 */
import { FaultError } from '../../mirror/fault.ts';
import type { CallControl, ConferenceMember } from '../provider.ts';
import { isRow, textOf, timeOf, type Row } from '../row.ts';
import type { Cemscale } from './provider.ts';

/** How often the list of calls is read for one, and the pause between, ms. */
const attempts = 5;
const usualPause = 500;

export function controlPort({ client, whoAmI, pace }: Cemscale): CallControl {
  const named = (callUuid: string) => ({ names: { callUuid } });

  /** A user of the CRM is called by name; anything else is a number or an extension as it stands. */
  async function target(to: string): Promise<Row> {
    if (!/[a-z@]/i.test(to)) return /^\d{2,6}$/.test(to) ? { targetExtension: to } : { targetNumber: to };
    const answer = await client.one('ext.byCrm', { names: { crmUserId: to } });
    const row = isRow(answer['extension']) ? answer['extension'] : answer;
    const extension = textOf(row, 'extension');
    if (!extension) throw new FaultError('service-refused', { about: to, said: 'no extension' });
    return { targetExtension: extension };
  }

  return {
    async find(number) {
      const { extension } = await whoAmI();
      for (let attempt = 1; ; attempt++) {
        const { rows } = await client.list('calls.active', 'calls', { query: { extension } });
        const callUuid = matching(rows, number);
        if (callUuid) return callUuid;
        if (attempt === attempts)
          throw new FaultError('no-such-call', { about: number, said: 'CALL_NOT_FOUND' });
        await new Promise((resolve) => setTimeout(resolve, usualPause * pace));
      }
    },
    async hold(callUuid, on) {
      await client.one(on ? 'calls.hold' : 'calls.unhold', named(callUuid));
    },
    async hangUp(callUuid) {
      await client.one('calls.hangup', named(callUuid));
    },
    async transfer(callUuid, to) {
      // `blind` is the one type that is KNOWN (§4).
      await client.one('calls.transfer', {
        ...named(callUuid),
        body: { ...(await target(to)), type: 'blind' },
      });
    },
    conference: {
      async add(callUuid, to) {
        const { targetExtension, targetNumber } = await target(to);
        const body = targetExtension ? { extension: targetExtension } : { number: targetNumber };
        const answer = await client.one('conf.add', { ...named(callUuid), body });
        const [id, person] = [textOf(answer, 'conferenceId'), textOf(answer, 'participantUuid')];
        if (!id || !person) throw new FaultError('service-refused', { said: 'no conference in the answer' });
        return { id, person };
      },
      async members(conferenceId) {
        const { rows } = await client.list('conf.get', 'members', { names: { conferenceId } });
        return rows.flatMap((row) => memberOf(row) ?? []);
      },
      async hold(conferenceId, uuid, on) {
        await client.one(on ? 'conf.hold' : 'conf.unhold', { names: { conferenceId, uuid } });
      },
      async remove(conferenceId, uuid) {
        await client.one('conf.remove', { names: { conferenceId, uuid } });
      },
      async end(conferenceId) {
        await client.one('conf.end', { names: { conferenceId } });
      },
    },
  };
}

const lastDigits = (number: string) => number.replaceAll(/\D/g, '').slice(-10);

/** The newest call whose other side has these last ten digits. */
export function matching(rows: readonly Row[], number: string): string | undefined {
  const wanted = lastDigits(number);
  if (wanted === '') return undefined;
  return rows
    .filter((row) =>
      [textOf(row, 'fromNumber'), textOf(row, 'toNumber')].some(
        (one) => one !== undefined && lastDigits(one) === wanted,
      ),
    )
    .filter((row) => textOf(row, 'state') !== 'ended')
    .toSorted((a, b) => (timeOf(b, 'startedAt') ?? 0) - (timeOf(a, 'startedAt') ?? 0))
    .map((row) => textOf(row, 'callUuid', 'uuid'))
    .find(Boolean);
}

/** Roles are ASSUMED: `agent` is whoever added the third. */
function memberOf(row: Row): ConferenceMember | undefined {
  const id = textOf(row, 'uuid', 'id');
  if (!id) return undefined;
  const state = textOf(row, 'state') ?? 'active';
  return {
    id,
    ours: /^(agent|operator|moderator)$/.test(textOf(row, 'role') ?? ''),
    here: !/^(ringing|dialing|calling|early|ended|left|failed)$/.test(state),
    over: /^(ended|left|failed)$/.test(state),
    held: row['onHold'] === true,
  };
}
