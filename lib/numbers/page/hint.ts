// Whether what a text stands in says «telephone»: a column head, a field's label, a class, a link.

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
const LEVELS = 3;
const LONGEST_LABEL = 40;

/** Answers for elements of one page; heads of columns are read once. */
export class Hints {
  #heads = new WeakMap<Element, Map<number, boolean>>();

  /** Whether the surroundings of this element name it a telephone number. */
  saysPhone(element: Element | null): boolean {
    let level = 0;
    for (let at = element; at && level < LEVELS; at = at.parentElement, level++) {
      if (at instanceof HTMLAnchorElement && /^(?:tel|callto):/i.test(at.getAttribute('href') ?? ''))
        return true;
      const cell = at instanceof HTMLTableCellElement ? at : undefined;
      if (cell && this.#inColumn(cell)) return true;
      if (at.hasAttributes() && NAMED.some((name) => isNamed(at, name))) return true;
      if (isPhone(labelBefore(at))) return true;
      if (cell) return false;
      if (/^(?:P|LI|DD|TR|BODY|SECTION|ARTICLE|MAIN)$/.test(at.tagName)) return false;
    }
    return false;
  }

  #inColumn(cell: HTMLTableCellElement): boolean {
    const table = cell.closest('table');
    if (!table) return false;
    const heads = this.#heads.get(table) ?? new Map<number, boolean>();
    this.#heads.set(table, heads);
    const column = cell.cellIndex;
    const known = heads.get(column);
    if (known !== undefined) return known;
    const head = table.rows[0]?.cells[column];
    const verdict = head !== undefined && head !== cell && head.tagName === 'TH' && isPhone(head.textContent);
    heads.set(column, verdict);
    return verdict;
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
