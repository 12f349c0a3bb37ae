// A link whose number its text writes, too: nothing has to be guessed.
import { isNumberLink, numberIn } from '../link.ts';
import type { FoundNumber } from '../find.ts';

const CHAT = /^(?:https?:\/\/(?:wa\.me|api\.whatsapp\.com\/send)[/?]|whatsapp:\/\/send\?)/i;
const LEVELS = 3;
/** As many digits of the text must be the link's last ones. */
const FEWEST_ALIKE = 6;
const WRITTEN = /[+(]*\d[\d\s().\u00a0\u2010-\u2015\u202f/-]*\d/;

/** The number of the link around an element, in E.164, where it is written with its country. */
function linkedNumber(element: Element | null): string | undefined {
  let at = element;
  for (let level = 0; at && level < LEVELS; at = at.parentElement, level++)
    if (at instanceof HTMLAnchorElement) return numberOf(at.getAttribute('href') ?? '');
  return undefined;
}

function numberOf(href: string): string | undefined {
  if (isNumberLink(href)) return international(numberIn(href).split(';')[0] ?? '');
  if (!CHAT.test(href)) return undefined;
  // These have no plus: they are always written with their country.
  const digits = /(?:wa\.me\/|phone=)(?:\+|%2B)?(\d{7,15})/i.exec(href)?.[1];
  return digits && `+${digits}`;
}

function international(written: string): string | undefined {
  const number = written.replace(/[\s().-]/g, '');
  return /^\+[1-9]\d{6,14}$/.test(number) ? number : undefined;
}

/** What a text says, read by the link it stands in. Undefined where there is no such link or the two do not agree. */
export function agreed(element: Element | null, text: string): FoundNumber[] | undefined {
  const number = linkedNumber(element);
  const match = number === undefined ? null : WRITTEN.exec(text);
  if (number === undefined || match === null) return undefined;
  // A bracket that it does not close is not its own.
  const lead = /^[+(]*\([^)]*$/.test(match[0]) ? match[0].lastIndexOf('(') + 1 : 0;
  const written = match[0].slice(lead);
  const start = match.index + lead;
  if (/\d/.test(text.slice(start + written.length))) return undefined;
  const own = written.replace(/\D/g, '').replace(/^0+/, '');
  if (own.length < FEWEST_ALIKE || !number.endsWith(own)) return undefined;
  return [{ start, end: start + written.length, number }];
}
