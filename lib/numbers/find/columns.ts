// What the head row of a table in a text says of the cells below it: «Invoice no.⇥City», and in the next line «2015550123⇥Springfield».
import { labelBefore, type Label } from './label.ts';

/** What parts the cells of a row, the surest first; in prose a semicolon has a space behind it. */
const SEPARATORS = [/\t/g, /[|\u2502]/g, /;(?! )/g];
/** The line under a head, or around a table. */
const RULE = /^[-+=|: \u2500-\u257f]+$/;
/** Enough digits for a number: such a row holds data. */
const DATA = /\d(?:[^\p{L}\d\t|;]*\d){4}/u;
/** Units of UTF-16. Longer rows and heads are prose. */
const LONGEST_ROW = 1000;
const LONGEST_HEAD = 40;

interface Row {
  separator: RegExp;
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
  /** The first row of the table that the line belongs to. */
  #head: Row | undefined;
  #row: Row | undefined;

  constructor(folded: string) {
    this.#folded = folded;
    this.#possible = folded.includes('\n') && /[\t|\u2502;]/.test(folded);
  }

  /** What is said of what begins at `at`: in its cell, else above it, else left of it; outside of tables, before it. Nothing before `from` counts. */
  labelBefore(text: string, from: number, at: number): Label {
    const { row, head } = this.#tableAt(at);
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
      labelBefore(this.#folded, head.cells[column] ?? 0, (head.cells[column + 1] ?? head.end + 1) - 1) ??
      labelBefore(text, Math.max(from, start), at)
    );
  }

  /** Whether a border between cells of a table lies between two places. */
  parts(before: number, at: number): boolean {
    const { row, head } = this.#tableAt(at);
    return (
      row !== undefined && head !== undefined && row.cells.some((start) => start > before && start <= at)
    );
  }

  #tableAt(at: number): { row?: Row | undefined; head?: Row | undefined } {
    if (!this.#possible) return {};
    if (at < this.#lineStart) {
      this.#lineEnd = -1;
      this.#head = undefined;
    }
    while (this.#lineEnd < at) this.#readLine();
    return this.#row === this.#head ? {} : { row: this.#row, head: this.#head };
  }

  #readLine(): void {
    const start = this.#lineEnd + 1;
    const found = this.#folded.indexOf('\n', start);
    const end = found < 0 ? this.#folded.length : found;
    this.#lineStart = start;
    this.#lineEnd = end;
    const line = end - start > LONGEST_ROW ? '' : this.#folded.slice(start, end);
    this.#row = undefined;
    if (RULE.test(line)) return;
    this.#row = rowOf(line, start);
    const same =
      this.#row?.separator === this.#head?.separator && this.#row?.cells.length === this.#head?.cells.length;
    if (!same) this.#head = this.#row && isHead(line, this.#row) ? this.#row : undefined;
  }
}

function rowOf(line: string, start: number): Row | undefined {
  for (const separator of SEPARATORS) {
    const cells = [start, ...Array.from(line.matchAll(separator), ({ index }) => start + index + 1)];
    if (cells.length > 1) return { separator, cells, end: start + line.length };
  }
  return undefined;
}

/** Short words in two cells or more: a line of code or prose that ends with a semicolon heads nothing. */
function isHead(line: string, { separator }: Row): boolean {
  const heads = line.split(separator);
  return (
    !DATA.test(line) &&
    heads.every((head) => head.length <= LONGEST_HEAD) &&
    heads.filter((head) => /\p{L}/u.test(head)).length > 1
  );
}
