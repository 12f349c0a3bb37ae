/** Thousands of people, found as somebody types. Pure. */
import type { ContactRow } from '../../providers/provider.ts';

interface Indexed {
  row: ContactRow;
  /** Name without case and accents; by this they are sorted. */
  key: string;
  /** Everything that can be searched. */
  text: string;
  digits: string;
}

/** Without case and accents: `José` is found by `jose`. */
export const folded = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

export class ContactIndex {
  readonly #byId = new Map<string, Indexed>();
  readonly #byNumber = new Map<string, ContactRow>();
  #sorted: Indexed[] | undefined;

  get size(): number {
    return this.#byId.size;
  }

  put(row: ContactRow): void {
    this.remove(row.id);
    const key = folded(row.name);
    this.#byId.set(row.id, {
      row,
      key,
      text: `${key} ${folded(row.email ?? '')}`,
      digits: (row.number ?? '').replaceAll(/\D/g, ''),
    });
    if (row.number) this.#byNumber.set(row.number, row);
    this.#sorted = undefined;
  }

  remove(id: string): void {
    const before = this.#byId.get(id);
    if (!before) return;
    this.#byId.delete(id);
    const { number } = before.row;
    if (number && this.#byNumber.get(number)?.id === id) this.#byNumber.delete(number);
    this.#sorted = undefined;
  }

  /** Keeps only these, after a whole read. */
  keep(ids: ReadonlySet<string>): void {
    for (const id of this.#byId.keys()) if (!ids.has(id)) this.remove(id);
  }

  get(id: string): ContactRow | undefined {
    return this.#byId.get(id)?.row;
  }

  /** `number` is E.164. */
  byNumber(number: string): ContactRow | undefined {
    return this.#byNumber.get(number);
  }

  /** Every word must be there; who begins with the first one comes first, then by name. Digits find numbers. */
  search(query: string, offset: number, limit: number): { rows: ContactRow[]; total: number } {
    const words = folded(query).split(/\s+/).filter(Boolean);
    // The zero that is dialled at home stands in no international number.
    const digits = /^[\d\s()+./-]+$/.test(query) ? query.replaceAll(/\D/g, '').replace(/^0+/, '') : '';
    const [first = ''] = words;
    const begins: Indexed[] = [];
    const holds: Indexed[] = [];
    for (const one of this.#all()) {
      const byDigits = digits !== '' && one.digits.includes(digits);
      if (!byDigits && !words.every((word) => one.text.includes(word))) continue;
      (one.key.startsWith(first) || one.key.includes(` ${first}`) ? begins : holds).push(one);
    }
    const found = [...begins, ...holds];
    return { rows: found.slice(offset, offset + limit).map((one) => one.row), total: found.length };
  }

  #all(): Indexed[] {
    this.#sorted ??= [...this.#byId.values()].toSorted((a, b) =>
      a.key < b.key ? -1 : a.key > b.key ? 1 : 0,
    );
    return this.#sorted;
  }
}
