/** Numbers that may be shown to those we call, and calling with one (protocol sheet §3: PhoneNumber, `start_outbound_call`). */
import type { Provider } from '../provider.ts';
import type { Sippet } from './provider.ts';
import { textOf } from '../row.ts';
import { ownNumber } from './shapes.ts';

export function numbersPort({ read, me }: Sippet): NonNullable<Provider['numbers']> {
  return {
    async list() {
      const rows = await read.all({ action: 'list_phone_numbers', fields: ['id', 'phoneE164', 'label'] }, 0);
      return rows.flatMap((row) => ownNumber(row) ?? []);
    },
    async call(to, from) {
      const input = { toNumber: to, fromNumber: from };
      const map = await read.mapWith('start_outbound_call', [
        ...(me.sipUsername ? [{ ...input, sipUsername: me.sipUsername }] : []),
        input,
      ]);
      return { callUuid: textOf(map, 'callUuid', 'id') };
    },
  };
}
