// Whether what a text stands in says «telephone»: a column head, a field's label, a class, a field for numbers.
import { countryBeside } from './country.ts';
import { Columns } from './columns.ts';

const PHONE =
  /(?:^|[^a-z])(?:tel|tlf|tfno|fon|gsm|cell|cel|mob|fax|handy|hp)(?:$|[^a-z])|phone|telef|telno|mobil|móvil|movil|celul|mobiel|komórk|ponsel|whatsapp|телефон|моб|тел\.|τηλ|κινητ|هاتف|جوال|موبايل|تلفن|موبایل|همراه|טלפון|נייד|फ़ोन|फोन|मोबाइल|โทร|มือถือ|điện thoại|di động|電話|电话|手机|手機|携帯|전화|휴대/i;
/** Names in code: narrower, because «cell» is a table's there and «hide-mobile» a layout's. */
const PHONE_NAME =
  /(?:^|[^a-z])(?:tel|fax|whatsapp|(?:(?:tele|mobile|cell|work|home|office|business|contact)[-_ ]?)?phones?(?:[-_ ]?(?:no|nr|num|number|value|cell|link))?|mobile[-_ ]?(?:no|nr|num|number)|telefon[a-z]*|telephones?|phonenumbers?)(?:$|[^a-z])/i;
const NOT_A_NAME = /(?:hidden|visible|hide|show|only)-phone|phone-(?:hidden|only|icon)/i;
const NAMED = [
  'class',
  'itemprop',
  'data-field',
  'data-name',
  'data-label',
  'data-th',
  'data-title',
  'name',
  'id',
  'aria-label',
  'autocomplete',
  'col-id',
  'headers',
];
const FIELD = ':scope > :is(input[type="tel" i], input[autocomplete^="tel" i])';
const CELL = /^(?:grid)?cell$/i;
const GRID_CELL = '[role="cell" i],[role="gridcell" i]';
const LEVELS = 3;
const LONGEST_LABEL = 40;

/** Answers for elements of one page; heads of columns are read once until they are forgotten. */
export class Hints {
  #columns = new Columns(isPhone);

  /** Whether the surroundings of this element name it a telephone number. */
  saysPhone(element: Element | null): boolean {
    let level = 0;
    for (let at = element; at && level < LEVELS; at = at.parentElement, level++) {
      if (at instanceof HTMLAnchorElement && /^(?:tel|callto):/i.test(at.getAttribute('href') ?? ''))
        return true;
      const named = at.hasAttributes();
      const cell = at instanceof HTMLTableCellElement || (named && CELL.test(at.getAttribute('role') ?? ''));
      if (cell && this.#columns.of(at)?.phone === true) return true;
      if (named && NAMED.some((name) => isNamed(at, name))) return true;
      if (isPhone(labelBefore(at))) return true;
      if (cell) return false;
      if (/^(?:P|LI|DD|TR|BODY|SECTION|ARTICLE|MAIN)$/.test(at.tagName)) return false;
      if (at.parentElement?.querySelector(FIELD)) return true;
    }
    return false;
  }

  /** What stands over or before a cell or value, ready to be put before it; empty where nothing does. */
  label(element: Element | null): string {
    const cell = element?.closest('td') ?? element?.closest(GRID_CELL);
    const said = (cell && this.#columns.of(cell)?.head) || (element && labelBefore(element)) || '';
    return said && `${said.trim()}: `;
  }

  /** The country that stands beside this element: in its row under «Country», or marked up in its address. */
  country(element: Element | null): string | undefined {
    return element ? countryBeside(element, this.#columns) : undefined;
  }

  /** Columns may have got other heads. */
  forget(): void {
    this.#columns = new Columns(isPhone);
  }
}

function isNamed(element: Element, attribute: string): boolean {
  const value = element.getAttribute(attribute);
  if (value === null || value.length > 120) return false;
  const name = value.replace(/([a-z])([A-Z])/g, '$1 $2');
  return PHONE_NAME.test(name) && !NOT_A_NAME.test(name);
}

function isPhone(label: string | null | undefined): boolean {
  return label !== null && label !== undefined && PHONE.test(label);
}

/** The short text just before: a term, a header of the row, a label. */
function labelBefore(element: Element): string | undefined {
  const before = element.previousElementSibling;
  if (!before || before.childElementCount > 2 || (before.tagName === 'TD' && element.tagName === 'TD'))
    return undefined;
  const text = before.textContent;
  return text.length <= LONGEST_LABEL && !/\d{3}/.test(text) ? text : undefined;
}
