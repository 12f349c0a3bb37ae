// What the head row of a table in a text says of the cells below it: «Invoice no.⇥City», and in the next line «2015550123⇥Springfield».
import { labelBefore, type Label } from './label.ts';

/** What parts the cells of a row, the surest first. */
const SEPARATORS = ['\t', '|', '\u2502', ';'] as const;
/** The line under a head, or around a table. */
const RULE = /^[-+=|: \u2500-\u257f]+$/;
/** Enough digits for a number: such a row holds data. */
const DATA = /\d(?:[^\p{L}\d]*\d){4}/u;
/** Units of UTF-16. Longer rows and heads are prose. */
const LONGEST_ROW = 1000;
const LONGEST_HEAD = 40;

interface Row {
  separator: string;
  /** Where its cells begin. */
  cells: number[];
  end: number;
}

/** Reads a text line by line, so that it takes time in proportion to the text as long as it is asked from its start to its end. */
export class Columns {
  readonly #folded: string;
  readonly #possible: boolean;
  #lineStart = 0;
  #lineEnd = -1;
  #row: Row | undefined;
  /** The first of the rows like this one, and whether it is a head; not known until somebody asks. */
  #first: Row | undefined;
  #isHeaded: boolean | undefined;

  constructor(folded: string) {
    this.#folded = folded;
    this.#possible = folded.includes('\n') && SEPARATORS.some((separator) => folded.includes(separator));
  }

  /** What is said of what begins at `at`: in its cell, else above it, else left of it; outside of tables, before it. Nothing before `from` counts. */
  labelBefore(text: string, from: number, at: number): Label {
    const { row, head } = this.#tableAt(at) ?? {};
    if (!row || !head) return labelBefore(text, from, at);
    const column = row.cells.findLastIndex((start) => start <= at);
    const start = row.cells[0] ?? 0;
    // The first of two cells is often a label itself: «Invoice⇥2015550123».
    const own = labelBefore(
      text,
      Math.max(from, row.cells.length > 2 ? (row.cells[column] ?? 0) : start),
      at,
    );
    return (
      (own === 'count' ? undefined : own) ??
      labelBefore(this.#folded, head.cells[column] ?? 0, endOfCell(head, column)) ??
      labelBefore(text, Math.max(from, start), at)
    );
  }

  /** Whether a border between cells of a table lies between two places. */
  parts(before: number, at: number): boolean {
    return this.#tableAt(at)?.row.cells.some((start) => start > before && start <= at) === true;
  }

  #tableAt(at: number): { row: Row; head: Row } | undefined {
    if (!this.#possible) return undefined;
    if (at < this.#lineStart) {
      this.#lineEnd = -1;
      this.#first = undefined;
    }
    while (this.#lineEnd < at) this.#readLine();
    const row = this.#row;
    const head = this.#first;
    if (!row || !head || row === head) return undefined;
    this.#isHeaded ??= isHead(this.#folded, head);
    return this.#isHeaded ? { row, head } : undefined;
  }

  #readLine(): void {
    this.#lineStart = this.#lineEnd + 1;
    const found = this.#folded.indexOf('\n', this.#lineStart);
    this.#lineEnd = found < 0 ? this.#folded.length : found;
    this.#row = rowOf(this.#folded, this.#lineStart, this.#lineEnd);
    if (this.#row && isAlike(this.#row, this.#first)) return;
    if (this.#first && RULE.test(this.#folded.slice(this.#lineStart, this.#lineEnd))) return;
    this.#first = this.#row;
    this.#isHeaded = undefined;
  }
}

function rowOf(folded: string, start: number, end: number): Row | undefined {
  if (end - start > LONGEST_ROW) return undefined;
  const line = folded.slice(start, end);
  const separator = SEPARATORS.find((one) => line.includes(one));
  if (separator === undefined) return undefined;
  const cells = [start];
  for (let at = line.indexOf(separator); at >= 0; at = line.indexOf(separator, at + 1))
    // In prose a semicolon has a space behind it.
    if (separator !== ';' || line[at + 1] !== ' ') cells.push(start + at + 1);
  return cells.length > 1 ? { separator, cells, end } : undefined;
}

function isAlike(row: Row, first: Row | undefined): boolean {
  return row.separator === first?.separator && row.cells.length === first.cells.length;
}

function endOfCell({ cells, end }: Row, column: number): number {
  return (cells[column + 1] ?? end + 1) - 1;
}

/** Short words in two cells or more: a line of code or prose that ends with a semicolon heads nothing. */
function isHead(folded: string, row: Row): boolean {
  const heads = row.cells.map((start, column) => folded.slice(start, endOfCell(row, column)));
  return (
    heads.every((head) => head.length <= LONGEST_HEAD && !DATA.test(head)) &&
    heads.filter((head) => /\p{L}/u.test(head)).length > 1
  );
}
