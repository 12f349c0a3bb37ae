/** A value in storage with a version and a schema. What an older or broken version left is migrated or set aside, never lost. */
import * as v from 'valibot';
import type { Store } from '../host/host.ts';

const envelope = v.object({ version: v.number(), value: v.unknown() });

export interface StoredOptions<S extends v.GenericSchema> {
  store: Store;
  key: string;
  version: number;
  schema: S;
  fallback: v.InferOutput<S>;
  /** Turns an older version's value into the next one's; missing steps set the value aside. */
  migrations?: Record<number, (value: unknown) => unknown>;
  log(line: string): void;
}

export function stored<S extends v.GenericSchema>(options: StoredOptions<S>) {
  const { store, key, version } = options;
  return {
    async load(): Promise<v.InferOutput<S>> {
      const raw = await store.get(key);
      if (raw === undefined) return options.fallback;
      const read = v.safeParse(envelope, raw);
      let value = read.success ? read.output.value : undefined;
      for (let from = read.success ? read.output.version : version; from < version; from++) {
        value = options.migrations?.[from]?.(value);
      }
      const parsed = v.safeParse(options.schema, value);
      if (parsed.success) return parsed.output;
      options.log(`${key} could not be read and was set aside as ${key}:unreadable`);
      await store.set(`${key}:unreadable`, raw);
      return options.fallback;
    },
    save: (value: v.InferOutput<S>) => store.set(key, { version, value }),
  };
}
