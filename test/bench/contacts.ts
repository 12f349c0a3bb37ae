/** Contacts found as one types: the index beside a plain look through all of them. */
import { ContactIndex, folded } from '../../lib/engine/desk/contact-index.ts';
import { figure, keep, ratio, shown } from './figures.ts';

const people = 5000;
const typed = ['l', 'li', 'lin', 'lind 4', 'lind 42', '5550', '55501', 'zzz', ''];

export function benchContacts(rounds: number): Promise<void> {
  const rows = Array.from({ length: people }, (_, at) => ({
    id: String(at),
    name: `Person ${(at * 7919) % people} Lindqvist`,
    number: `+1786555${String(at).padStart(4, '0')}`,
    email: `p${at}@example.com`,
  }));
  const index = new ContactIndex();
  for (const row of rows) index.put(row);
  const plainly = (query: string) =>
    rows
      .filter(({ name, email, number }) => folded(`${name} ${email} ${number}`).includes(folded(query)))
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .slice(0, 50);
  const timed = (search: (query: string) => unknown) =>
    figure(
      Array.from({ length: rounds }, () => typed)
        .flat()
        .map((query) => {
          const began = performance.now();
          search(query);
          return performance.now() - began;
        }),
    );
  const ours = timed((query) => index.search(query, 0, 50));
  const plain = timed(plainly);
  console.table({
    'each key, ms': {
      n: ours.n,
      index: shown(ours, 2),
      plainly: shown(plain, 2),
      'index beside it': ratio(plain, ours),
      'index at most': ours.max.toFixed(1),
    },
  });
  keep('contacts', { ours, plain });
  return Promise.resolve();
}
