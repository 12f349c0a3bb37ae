/** The address book in memory: searched at every key, and asked for the name of whoever calls. */
import { signal } from '@preact/signals-core';
import type { Contact, ContactPage } from '../../mirror/desk.ts';
import { FaultError, type Fault } from '../../mirror/fault.ts';
import { formatNumber, parseNumber } from '../../numbers/parse.ts';
import type { ContactFields, ContactRow, Provider } from '../../providers/provider.ts';
import { ContactIndex } from './contact-index.ts';
import { faultOf } from './fault-of.ts';

type Port = NonNullable<Provider['contacts']>;

export interface ContactsDeps {
  region(): string;
  log(line: string): void;
}

/** Not read anew more often than this, in ms. */
const restful = 60_000;

export function createContacts(port: Port, deps: ContactsDeps) {
  const index = new ContactIndex();
  /** Changes when names may have changed, so that lists follow. */
  const version = signal(0);
  let state: ContactPage['state'] = 'loading';
  let fault: Fault | undefined;
  let reading: Promise<void> | undefined;
  let readAt = 0;
  /** Who was written while the book is being read: its pages may be older than that. */
  const written = new Set<string>();
  /** Numbers asked for one by one while the book was not whole, and whether somebody has them. */
  const asked = new Map<string, Promise<ContactRow | undefined>>();

  /** Numbers as the service wrote them, in one form. */
  function put(row: ContactRow): ContactRow {
    const parsed = row.number === undefined ? undefined : parseNumber(row.number, deps.region());
    const tidy = parsed?.ok && parsed.kind === 'phone' ? { ...row, number: parsed.number } : row;
    index.put(tidy);
    return tidy;
  }

  async function readAll(): Promise<void> {
    const seen = new Set<string>();
    written.clear();
    try {
      await port.all((rows) => {
        for (const row of rows) seen.add(written.has(row.id) ? row.id : put(row).id);
        version.value++;
      });
      index.keep(seen.union(written));
      state = 'ready';
      fault = undefined;
      readAt = Date.now();
    } catch (error) {
      state = 'failed';
      fault = faultOf(error);
      deps.log(`contacts: ${fault.code} ${fault.said ?? ''}`);
    }
    version.value++;
  }

  /** What the service has just said of one of them. */
  function wrote(row: ContactRow): Contact {
    written.add(row.id);
    const tidy = put(row);
    version.value++;
    return shown(tidy);
  }

  /** Where a number is written, it must be one; empty empties the field. */
  function checked(fields: ContactFields): ContactFields {
    if (!fields.number) return fields;
    const parsed = parseNumber(fields.number, deps.region());
    if (!parsed.ok || parsed.kind !== 'phone') throw new FaultError('not-a-number', { about: fields.number });
    return { ...fields, number: parsed.number };
  }

  function shown(row: ContactRow): Contact {
    return { ...row, display: row.number && formatNumber(row.number, deps.region()) };
  }

  return {
    version,
    /** Reads the whole book; several at once are one. */
    refresh(force = false): Promise<void> {
      if (!force && Date.now() - readAt < restful) return Promise.resolve();
      reading ??= readAll().finally(() => {
        reading = undefined;
      });
      return reading;
    },
    /** Whose number it is, as far as the book is known. `number` is E.164. */
    find: (number: string): ContactRow | undefined => index.byNumber(number),
    /** As `find`, but asks the service while the book is not whole. */
    async lookUp(number: string): Promise<ContactRow | undefined> {
      const known = index.byNumber(number);
      if (known || state === 'ready') return known;
      const request = asked.get(number) ?? port.byNumber(number);
      asked.set(number, request);
      try {
        const row = await request;
        return row && wrote(row);
      } catch (error) {
        asked.delete(number);
        throw error;
      }
    },
    search(query: string, offset: number, limit: number): ContactPage {
      const { rows, total } = index.search(query, offset, limit);
      return { contacts: rows.map(shown), total, known: index.size, state, fault };
    },
    async create(fields: ContactFields): Promise<Contact> {
      return wrote(await port.create(checked(fields)));
    },
    async update(id: string, fields: ContactFields): Promise<Contact> {
      return wrote(await port.update(id, checked(fields)));
    },
  };
}
