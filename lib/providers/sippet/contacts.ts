/** The address book (protocol sheet §3: Contact). */
import { FaultError } from '../../mirror/fault.ts';
import type { ContactFields, ContactRow, Provider } from '../provider.ts';
import type { Sippet } from './provider.ts';
import type { Row } from '../row.ts';
import { contactFields, contactRow } from './shapes.ts';

export function contactsPort({ read }: Sippet): NonNullable<Provider['contacts']> {
  return {
    all: (page) =>
      read.each({ action: 'list_contacts', fields: contactFields, sort: 'fullName' }, 100, (rows) =>
        page(rows.flatMap((row) => contactRow(row) ?? [])),
      ),
    async byNumber(number) {
      const [row] = await read.all({
        action: 'list_contacts',
        fields: contactFields,
        filter: { phoneE164: { eq: number } },
      });
      return row && contactRow(row);
    },
    create: async (fields) =>
      written(
        await read.written({ action: 'create_contact', input: inputOf(fields), fields: contactFields }),
        fields,
      ),
    update: async (id, fields) =>
      written(
        await read.written({
          action: 'update_contact',
          identity: id,
          input: inputOf(fields),
          fields: contactFields,
        }),
        { ...fields, id },
      ),
  };
}

/** An empty text empties the field. */
function inputOf({ name, number, email, notes }: ContactFields): Row {
  const input = { fullName: name, phoneE164: number, email, notes };
  return Object.fromEntries(
    Object.entries(input)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, value === '' ? null : value]),
  );
}

/** What the service kept; a service that answers no fields kept what it was given. */
function written(row: Row, sent: ContactFields & { id?: string }): ContactRow {
  const kept = contactRow({ ...(sent.id && { id: sent.id }), ...row });
  if (!kept) throw new FaultError('service-refused', { said: 'the contact was not found' });
  return row['fullName'] === undefined ? { ...kept, ...sent, name: sent.name ?? kept.name } : kept;
}
