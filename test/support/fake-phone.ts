/** A phone without an engine: signals a test can set and commands it can look at. */
import { batch, signal, type Signal } from '@preact/signals';
import type {
  CommandInput,
  CommandName,
  CommandResult,
  ReadingName,
  Readings,
} from '../../lib/mirror/commands.ts';
import type { Link, Phone } from '../../lib/mirror/phone.ts';
import { emptySlices, sliceNames, type SliceName, type Slices } from '../../lib/mirror/slices.ts';

/** What a command answers, where it should answer something else than the default. */
export type Answers = {
  [C in CommandName]?: (input: CommandInput<C>) => CommandResult<C> | Promise<CommandResult<C>>;
};

export interface FakePhone {
  phone: Phone;
  /** Every command in the order it was sent. */
  sent: { name: string; input: unknown }[];
  /** Changes slices all at once, as the engine does. */
  set(slices: Partial<Slices>): void;
  link: Signal<Link>;
  /** Tells the levels, or another reading, to whoever watches it. */
  read<R extends ReadingName = 'levels'>(reading: Readings[R], name?: R): void;
  /** Which readings are watched now. */
  watched(): ReadingName[];
}

/** Just enough of a formatter for screens: North American numbers in groups, everything else as it is. */
function describe(input: string) {
  const digits = input.replace(/[^\d+]/g, '');
  const us = /^\+?1?(\d{3})(\d{3})(\d{4})$/.exec(digits);
  if (us) {
    return {
      formatted: `+1 ${us[1]} ${us[2]} ${us[3]}`,
      dialable: true,
      number: `+1${us[1]}${us[2]}${us[3]}`,
      region: 'US',
    };
  }
  const abroad = /^\+(44|49)\d{6,}$/.exec(digits);
  if (abroad) {
    const region = abroad[1] === '44' ? 'GB' : 'DE';
    return { formatted: input, dialable: true, number: digits, region };
  }
  return { formatted: input, dialable: digits.length > 2 || /^[a-z]/i.test(input) };
}

/** A fake with every slice empty but those given, live unless said otherwise. */
export function fakePhone(
  slices: Partial<Slices> = {},
  { link: start = 'live', answers = {} }: { link?: Link; answers?: Answers } = {},
): FakePhone {
  const signals = Object.fromEntries(
    sliceNames.map((name) => [name, signal<unknown>(slices[name] ?? emptySlices[name])]),
  ) as Record<SliceName, Signal<unknown>>;
  const link = signal<Link>(start);
  const sent: FakePhone['sent'] = [];
  const watchers = new Map<ReadingName, Set<(reading: never) => void>>();
  const defaults: Answers = {
    describeNumber: ({ input }) => describe(input),
    dial: () => ({ call: 'new' }),
    findNumbers: () => [],
    findCalls: () => [],
    saveAccount: ({ id }) => ({ id: id ?? 'saved' }),
    readTrace: () => ({ trace: [] }),
    readInbox: () => ({ rows: [], total: 0 }),
    readColleagues: () => [],
    copyReport: () => ({ text: 'report' }),
  };
  const replies = { ...defaults, ...answers } as Record<string, ((input: unknown) => unknown) | undefined>;

  const phone = new Proxy(
    {
      ...signals,
      link,
      watch(name: ReadingName, tell: (reading: never) => void) {
        const told = watchers.get(name) ?? new Set();
        watchers.set(name, told.add(tell));
        return () => told.delete(tell);
      },
    },
    {
      get: (target, name) =>
        Reflect.get(target, name) ??
        (async (input: unknown) => {
          sent.push({ name: String(name), input });
          return await replies[String(name)]?.(input);
        }),
    },
  ) as unknown as Phone;

  return {
    phone,
    sent,
    link,
    set(changed) {
      batch(() => {
        for (const name of sliceNames) if (name in changed) signals[name].value = changed[name];
      });
    },
    read(reading, name) {
      for (const tell of watchers.get(name ?? 'levels') ?? []) tell(reading as never);
    },
    watched: () => [...watchers].filter(([, told]) => told.size > 0).map(([name]) => name),
  };
}
