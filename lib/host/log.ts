/** The phone's log: the last lines, in memory only, redacted before they are kept. */
import { redact } from './redact.ts';

export type LogLevel = 'info' | 'warn' | 'error';

export interface LogLine {
  /** Milliseconds since the epoch. */
  at: number;
  level: LogLevel;
  text: string;
}

/** How many lines are kept, and how long one may be. */
const keptLines = 400;
const longest = 1000;

export function createLog(now: () => number = Date.now) {
  const lines: LogLine[] = [];
  return {
    write: (text: string, level: LogLevel = 'info'): void => {
      lines.push({ at: now(), level, text: redact(text).slice(0, longest) });
      if (lines.length > keptLines) lines.shift();
    },
    lines: (): readonly LogLine[] => lines,
  };
}
