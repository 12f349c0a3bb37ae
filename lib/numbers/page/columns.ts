// What the heads of a table's columns say of the cells below: tables of HTML, and grids made of roles.

const COUNTRY =
  /^(?:country|country code|land|staat|pays|país|pais|paese|nazione|kraj|země|zeme|krajina|ország|țara|tara|maa|riik|valstybė|valsts|ülke|страна|країна|държава|χώρα|الدولة|البلد|מדינה|ארץ|देश|ประเทศ|quốc gia|negara|国家|國家|国|국가)$/i;
const GRID = '[role="grid" i],[role="treegrid" i],[role="table" i]';
const HEAD = '[role="columnheader" i]';
const ROW = '[role="row" i]';
const MOST_HEADS = 200;
const LONGEST_HEAD = 60;

/** What a column holds. */
interface Column {
  head: string;
  phone: boolean;
  country: boolean;
}

interface Table {
  columns: Map<number, Column>;
  /** The column with countries, if there is one. */
  country: number | undefined;
}

/** Reads heads once per table. */
export class Columns {
  readonly #isPhone: (head: string) => boolean;
  readonly #tables = new WeakMap<Element, Table>();

  constructor(isPhone: (head: string) => boolean) {
    this.#isPhone = isPhone;
  }

  /** The column a cell is in. */
  of(cell: Element): Column | undefined {
    return cell instanceof HTMLTableCellElement
      ? this.#tableOf(cell)?.columns.get(cell.cellIndex)
      : this.#gridOf(cell)?.columns.get(columnOf(cell));
  }

  /** What stands under «Country» in a cell's row. */
  countryIn(cell: Element): string | undefined {
    if (cell instanceof HTMLTableCellElement) {
      const at = this.#tableOf(cell)?.country;
      const row = cell.parentElement;
      return at === undefined || !(row instanceof HTMLTableRowElement)
        ? undefined
        : row.cells[at]?.textContent;
    }
    const at = this.#gridOf(cell)?.country;
    const cells = at === undefined ? [] : [...(cell.closest(ROW)?.children ?? [])];
    return cells.find((other) => columnOf(other) === at)?.textContent;
  }

  #tableOf(cell: HTMLTableCellElement): Table | undefined {
    const table = cell.closest('table');
    if (!table) return undefined;
    const known = this.#tables.get(table);
    if (known) return known;
    const heads = [...(table.rows[0]?.cells ?? [])].slice(0, MOST_HEADS);
    // The first row may be data: it speaks only where it is made of heads.
    return this.#keep(
      table,
      heads.filter((head) => head.tagName === 'TH').map((head) => [head.cellIndex, head]),
    );
  }

  #gridOf(cell: Element): Table | undefined {
    const grid = cell.closest(GRID);
    if (!grid) return undefined;
    const known = this.#tables.get(grid);
    if (known) return known;
    const heads = [...grid.querySelectorAll(HEAD)].slice(0, MOST_HEADS);
    return this.#keep(
      grid,
      heads.map((head) => [columnOf(head), head]),
    );
  }

  #keep(table: Element, heads: readonly (readonly [number, Element])[]): Table {
    const made: Table = { columns: new Map(), country: undefined };
    for (const [at, head] of heads) {
      const text = head.textContent.trim().slice(0, LONGEST_HEAD);
      const column = { head: text, phone: this.#isPhone(text), country: COUNTRY.test(text) };
      made.columns.set(at, column);
      if (column.country) made.country ??= at;
    }
    // A grid that is still being filled has no heads yet: it is asked again.
    if (heads.length > 0) this.#tables.set(table, made);
    return made;
  }
}

function columnOf(cell: Element): number {
  const told = Number(cell.getAttribute('aria-colindex'));
  if (told > 0) return told;
  return [...(cell.parentElement?.children ?? [])].indexOf(cell) + 1;
}
