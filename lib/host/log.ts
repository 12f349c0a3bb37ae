/** The phone's log: the last lines, redacted before they are kept, and mirrored so that they outlive a crash of the engine. */
import * as v from 'valibot';
import type { Store } from './host.ts';
import { redact } from './redact.ts';

export type LogLevel = 'info' | 'warn' | 'error';

const savedLines = v.array(
  v.object({
    /** Milliseconds since the epoch. */
    at: v.number(),
    level: v.picklist(['info', 'warn', 'error']),
    text: v.string(),
  }),
);

export type LogLine = v.InferOutput<typeof savedLines>[number];

/** How many lines are kept, and how long one may be. */
const keptLines = 400;
const longest = 1000;

const key = 'log';

/** `shelf` ends with the browser. Begins with what the engine before this one left there. */
export function createLog(shelf: Pick<Store, 'get' | 'set'>, now: () => number = Date.now) {
  let lines: LogLine[] = [];
  let saving: Promise<void> | undefined;
  let stale = false;

  function save(): void {
    stale = true;
    saving ??= write().finally(() => {
      saving = undefined;
    });
  }

  /** One write at a time: whatever came during it goes with the next. */
  async function write(): Promise<void> {
    // What was left there must not be lost under what is new.
    await loaded;
    while (stale) {
      stale = false;
      // Without a place to keep it the log is what it is in memory; there is nowhere else to say so.
      await shelf.set(key, lines).catch(() => undefined);
    }
  }

  function add(text: string, level: LogLevel): void {
    lines = [...lines, { at: now(), level, text: redact(text).slice(0, longest) }].slice(-keptLines);
    save();
  }

  async function load(): Promise<void> {
    const saved = await shelf.get(key).catch(() => undefined);
    if (v.is(savedLines, saved)) lines = [...saved, ...lines].slice(-keptLines);
  }

  const loaded = load();
  // In the report a crash is then seen as a start in the middle of things.
  add('the engine starts', 'info');
  return {
    write: (text: string, level: LogLevel = 'info'): void => add(text, level),
    lines: (): readonly LogLine[] => lines,
  };
}
