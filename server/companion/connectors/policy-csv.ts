/** Looks policies up in a CSV file that a company exports from where it keeps them. */
import { stat } from 'node:fs/promises';
import { ConnectorFault, type PolicyAnswer, type PolicyBook } from './connector.ts';
import { type CsvFile, CsvMistake, readCsv } from './csv-table.ts';
import { type DateOrder, fits, type Identity, plainPolicyNumber } from './identity.ts';
import { oneLine } from '../receiver/clean.ts';

export interface PolicyColumns extends Identity {
  policyNumber: string;
  status: string;
}

export interface PolicyCsvOptions extends CsvFile {
  /** The headings of the columns. */
  columns: PolicyColumns;
  /** What is said besides the status, with headings in braces: `{Amount due} is due on {Due date}.` */
  details?: string;
  /** How dates of birth are written that do not begin with the year. */
  dates?: DateOrder;
  region: string;
  /** Told when a changed file cannot be read and the old rows go on being used; the console unless told. */
  warn?: (line: string) => void;
}

/** How long the old rows are used before a changed file that could not be read is tried again. */
const PATIENCE_MS = 10_000;

type Row = PolicyAnswer & Identity;

interface Table {
  /** Which state of the file this is. */
  version: string;
  rows: ReadonlyMap<string, readonly Row[]>;
  readAt: Date;
}

/** Reads the file when it is first asked and again whenever it has changed. Where several rows fit, the last counts. */
export function policyCsv(options: PolicyCsvOptions): PolicyBook {
  const { dates = 'mdy', region, warn = (line) => console.warn(line) } = options;
  let table: Table | undefined;
  let failed = { version: '', why: '', at: 0 };
  let loading: Promise<void> | undefined;

  async function load(version: string): Promise<void> {
    try {
      table = { version, rows: await readRows(options), readAt: new Date() };
    } catch (error) {
      if (!(error instanceof CsvMistake)) throw error;
      const isNews = failed.version !== version;
      failed = { version, why: error.message, at: Date.now() };
      if (table !== undefined && isNews) {
        warn(
          `The policies of ${options.file} as of ${table.readAt.toISOString()} are still used: it ${error.message}.`,
        );
      }
    }
  }

  /** The newest rows that can be read; one load at a time. */
  async function current(): Promise<Table> {
    for (let turn = 0; turn < 3; turn += 1) {
      await loading;
      const version = await versionOf(options.file);
      if (version === table?.version) break;
      if (table !== undefined && version === failed.version && Date.now() - failed.at < PATIENCE_MS) break;
      loading ??= load(version).finally(() => (loading = undefined));
      await loading;
      if (table === undefined) break;
    }
    if (table !== undefined) return table;
    throw new ConnectorFault('again', `The policy file ${failed.why}.`);
  }

  return {
    async find(question) {
      const { rows } = await current();
      const candidates = rows.get(plainPolicyNumber(question.policyNumber)) ?? [];
      const row = candidates.findLast((candidate) => fits(question, candidate, { dates, region }));
      if (row === undefined) return undefined;
      const { policyNumber, status, details } = row;
      return { policyNumber, status, ...(details !== undefined && { details }) };
    },
  };
}

/** Rejects with CsvMistake when the file cannot be read or lacks a column; else tells how many rows have a number. */
export async function checkPolicyCsv(options: PolicyCsvOptions): Promise<number> {
  const rows = await readRows(options);
  return [...rows.values()].reduce((sum, some) => sum + some.length, 0);
}

async function versionOf(file: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(file);
    return `${mtimeMs} ${size} ${ino}`;
  } catch (error) {
    // Reading it will say why.
    return `not there: ${error instanceof Error ? error.message : ''}`;
  }
}

const PLACE = /\{([^{}]+)\}/g;

async function readRows(options: PolicyCsvOptions): Promise<Map<string, Row[]>> {
  const { columns, details = '' } = options;
  const named = [...details.matchAll(PLACE)].map(([, column = '']) => column);
  const wanted = [...new Set([...Object.values(columns).filter((column) => column !== undefined), ...named])];
  const rows = new Map<string, Row[]>();
  await readCsv(options, wanted, (cells) => {
    const cell = (column: string | undefined): string => cells.get(column ?? '') ?? '';
    const key = plainPolicyNumber(cell(columns.policyNumber));
    const status = oneLine(cell(columns.status), 100);
    if (key === '' || status === '') return;
    const row: Row = { policyNumber: oneLine(cell(columns.policyNumber), 100), status };
    for (const name of ['phone', 'lastName', 'dateOfBirth'] as const) {
      if (cell(columns[name]) !== '') row[name] = cell(columns[name]);
    }
    // A sentence with a gap in it is not said.
    if (details !== '' && named.every((column) => cell(column) !== '')) {
      row.details = oneLine(
        details.replace(PLACE, (_, column: string) => cell(column)),
        400,
      );
    }
    const others = rows.get(key);
    if (others === undefined) rows.set(key, [row]);
    else others.push(row);
  });
  return rows;
}
