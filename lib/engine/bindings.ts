/**
 * The contact that each account is registered with, kept from one engine to the next: its registration then replaces the one that
 * an engine before it could not take back.
 */
import * as v from 'valibot';
import type { Store } from '../host/host.ts';
import type { LineContact } from '../sip/line.ts';
import { stored } from './stored.ts';

const token = v.pipe(v.string(), v.regex(/^[a-z\d]{8,16}$/));
const file = v.object({
  /** This installation (RFC 5626 §4.1). */
  instance: v.pipe(v.string(), v.uuid()),
  /** By address of record, the last used one last. */
  contacts: v.array(v.object({ of: v.string(), name: token, host: token })),
});

/** Services may give another user each time. */
const most = 20;

export function createBindings(deps: { store: Store; log: (line: string) => void }) {
  const none: v.InferOutput<typeof file> = { instance: crypto.randomUUID(), contacts: [] };
  const saved = stored({
    store: deps.store,
    key: 'bindings',
    version: 1,
    schema: file,
    fallback: none,
    log: deps.log,
  });
  let { instance, contacts } = none;
  const inUse = new Set<string>();

  return {
    async load(): Promise<void> {
      ({ instance, contacts } = await saved.load());
    },
    /**
     * The contact for a line of `of` (`user@domain`), until it is released. While another line of the same account has it, a
     * new one: the old line will take its own back.
     */
    take(of: string): LineContact {
      const known = contacts.find((one) => one.of === of && !inUse.has(one.name));
      const mine = known ?? { of, name: random(), host: random() };
      contacts = [...contacts.filter((one) => one.of !== of), mine].slice(-most);
      inUse.add(mine.name);
      saved
        .save({ instance, contacts })
        .catch((error: unknown) => deps.log(`contact not kept: ${String(error)}`));
      return {
        name: mine.name,
        // Nobody can be reached by it (RFC 7118 §5).
        host: `${mine.host}.invalid`,
        instance,
        release: () => void inUse.delete(mine.name),
      };
    },
  };
}

const random = () => crypto.randomUUID().replaceAll('-', '').slice(0, 12);
