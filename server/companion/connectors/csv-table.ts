/** Reads a CSV file as spreadsheets write them: any delimiter, byte order marks, quoted lines, tens of thousands of rows. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { parse as parseNow } from 'csv-parse/sync';

export interface CsvFile {
  file: string;
  /** Tried in turn until the wanted columns are there, unless told. */
  delimiter?: string;
  /** Told by the byte order mark, else utf-8, unless told. */
  encoding?: CsvEncoding;
}

export const CSV_ENCODINGS = ['utf-8', 'utf-16le', 'windows-1252'] as const;
export type CsvEncoding = (typeof CSV_ENCODINGS)[number];

/** Something about the file that its owner can mend. */
export class CsvMistake extends Error {}

const DELIMITERS = [',', ';', '\t', '|'];

/** A line longer than this is a file with a quotation mark too many. */
const MAX_RECORD = 100_000;

const READING = { relax_column_count: true, skip_empty_lines: true, max_record_size: MAX_RECORD };

/** Headings fit whatever their case and the blanks around them. */
const heading = (text: string): string => text.normalize('NFC').trim().toLowerCase();

/**
 * Reads the rows in their order; `row` gets the cells of the wanted columns.
 * Rejects with CsvMistake when the file is none, or lacks one of the columns.
 */
export async function readCsv(
  source: CsvFile,
  columns: readonly string[],
  row: (cells: ReadonlyMap<string, string>) => void,
): Promise<void> {
  try {
    const encoding = source.encoding ?? (await encodingOf(source.file));
    const delimiter = source.delimiter ?? (await delimiterOf(source.file, encoding, columns));
    let places: Map<string, number> | undefined;
    await eachRecord(source.file, encoding, delimiter, (record) => {
      if (places === undefined) {
        places = placesOf(record, columns);
        return;
      }
      const cells = new Map<string, string>();
      for (const [column, place] of places) cells.set(column, record[place]?.trim() ?? '');
      row(cells);
    });
    if (places === undefined)
      throw new CsvMistake('is empty: it needs a first line with the names of the columns');
  } catch (error) {
    throw mistakeOf(error);
  }
}

function mistakeOf(error: unknown): unknown {
  if (error instanceof CsvError) {
    const line = 'lines' in error && typeof error.lines === 'number' ? ` in line ${error.lines}` : '';
    return new CsvMistake(`is not well-formed CSV${line} (${error.code})`);
  }
  if (!(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'ENOENT') return new CsvMistake('does not exist');
  if (error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return new CsvMistake('is not UTF-8: save it as such, or give its "encoding"');
  }
  return new CsvMistake(`cannot be read (${String(error.code)})`);
}

async function eachRecord(
  file: string,
  encoding: CsvEncoding,
  delimiter: string,
  record: (cells: readonly string[]) => void,
): Promise<void> {
  const parser = parse({ delimiter, ...READING });
  await pipeline(Readable.from(textOf(file, encoding)), parser, async (records: AsyncIterable<string[]>) => {
    for await (const cells of records) record(cells);
  });
}

async function* textOf(file: string, encoding: CsvEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const bytes of createReadStream(file)) yield decoder.decode(bytes as Buffer, { stream: true });
  yield decoder.decode();
}

async function encodingOf(file: string): Promise<CsvEncoding> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0xff && buffer[1] === 0xfe ? 'utf-16le' : 'utf-8';
  } finally {
    await handle.close();
  }
}

/** The delimiter by which most of the wanted columns are there; the first one where none are. */
async function delimiterOf(file: string, encoding: CsvEncoding, columns: readonly string[]): Promise<string> {
  const wanted = new Set(columns.map(heading));
  const start = await startOf(file, encoding);
  let best = { delimiter: ',', found: 0 };
  for (const delimiter of DELIMITERS) {
    const found = firstRecord(start, delimiter).filter((cell) => wanted.has(heading(cell))).length;
    if (found > best.found) best = { delimiter, found };
  }
  return best.delimiter;
}

async function startOf(file: string, encoding: CsvEncoding): Promise<string> {
  for await (const text of textOf(file, encoding)) if (text !== '') return text;
  return '';
}

/** Empty where it is no CSV by this delimiter: by another it may be. */
function firstRecord(text: string, delimiter: string): readonly string[] {
  try {
    return parseNow(text, { delimiter, to: 1, ...READING })[0] ?? [];
  } catch (error) {
    if (error instanceof CsvError) return [];
    throw error;
  }
}

function placesOf(record: readonly string[], columns: readonly string[]): Map<string, number> {
  const headings = record.map(heading);
  const missing = columns.filter((column) => !headings.includes(heading(column)));
  if (missing.length > 0) {
    const has = record.map((cell) => `"${cell.trim().slice(0, 40)}"`).slice(0, 20);
    throw new CsvMistake(
      `has no column ${missing.map((name) => `"${name}"`).join(', ')}; it has ${has.join(', ')}`,
    );
  }
  const twice = columns.find((column) => headings.filter((one) => one === heading(column)).length > 1);
  if (twice !== undefined) throw new CsvMistake(`has the column "${twice}" twice`);
  return new Map(columns.map((column) => [column, headings.indexOf(heading(column))]));
}
