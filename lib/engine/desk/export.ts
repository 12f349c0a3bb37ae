/** Past calls as a file's text. */
import type { ExportedFile, HistoryRow } from '../../mirror/desk.ts';

const columns = [
  'started',
  'direction',
  'number',
  'name',
  'outcome',
  'seconds',
  'disposition',
  'note',
  'call_uuid',
] as const;
type Column = (typeof columns)[number];
type FileRow = Readonly<Record<string, string | number | undefined>>;

function record(row: HistoryRow): Record<Column, string | number | undefined> {
  const talked =
    row.answeredAt !== undefined && row.endedAt !== undefined ? row.endedAt - row.answeredAt : undefined;
  return {
    started: new Date(row.startedAt).toISOString(),
    direction: row.direction,
    number: row.party.number,
    name: row.party.name,
    outcome: row.outcome?.kind,
    seconds: talked === undefined ? undefined : Math.round(talked / 1000),
    disposition: row.disposition,
    note: row.note,
    call_uuid: row.callUuid,
  };
}

/** RFC 4180, with a byte order mark, without which spreadsheets misread accents. */
function csv(columns: readonly string[], rows: readonly FileRow[], phones: readonly string[]): string {
  const lines = rows.map((row) => columns.map((name) => cell(row[name], phones.includes(name))).join(','));
  return `\uFEFF${[columns.join(','), ...lines].join('\r\n')}\r\n`;
}

/** What others wrote may be anything: what a spreadsheet would run as a formula is kept a text. A telephone number stays one. */
function cell(value: string | number | undefined, phone: boolean): string {
  const text = String(value ?? '');
  const formula = /^[=+\-@\t\r]/.test(text) && !(phone && /^\+[\d\s()]*$/.test(text));
  const safe = formula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** `name` and the day of `now` make the file's name; `phones` are the columns that hold telephone numbers. */
export function fileOf(
  name: string,
  columns: readonly string[],
  rows: readonly FileRow[],
  phones: readonly string[],
  format: 'csv' | 'json',
  now: number,
): ExportedFile {
  const file = `${name}-${dayOf(now)}.${format}`;
  if (format === 'csv') return { name: file, type: 'text/csv', text: csv(columns, rows, phones) };
  return { name: file, type: 'application/json', text: `${JSON.stringify(rows, undefined, 2)}\n` };
}

/** The file's name says from which moment on it holds calls (0: all there are), and `now` until when. */
export const exported = (
  rows: readonly HistoryRow[],
  format: 'csv' | 'json',
  from: number,
  now: number,
): ExportedFile =>
  fileOf(
    from === 0 ? 'calls-all-until' : `calls-${dayOf(from)}-to`,
    columns,
    rows.map(record),
    ['number'],
    format,
    now,
  );
