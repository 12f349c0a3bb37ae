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
function csv(rows: readonly HistoryRow[]): string {
  const lines = rows.map(record).map((one) => columns.map((name) => cell(one[name])).join(','));
  return `\uFEFF${[columns.join(','), ...lines].join('\r\n')}\r\n`;
}

/** A name may be anybody's: what a spreadsheet would run as a formula is kept a text. Numbers with a plus stay numbers. */
function cell(value: string | number | undefined): string {
  const text = String(value ?? '');
  const safe = /^[=@\t\r]|^[+-](?![\d\s()]*$)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** `now` dates the file's name. */
export function exported(rows: readonly HistoryRow[], format: 'csv' | 'json', now: number): ExportedFile {
  const name = `calls-${new Date(now).toISOString().slice(0, 10)}.${format}`;
  if (format === 'csv') return { name, type: 'text/csv', text: csv(rows) };
  return { name, type: 'application/json', text: `${JSON.stringify(rows.map(record), undefined, 2)}\n` };
}
