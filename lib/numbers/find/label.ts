// What the words around a number say it is.
import {
  isExtensionWord,
  isLeadingPlace,
  isNumbered,
  unaccented,
  wordsBackwards,
  type Word,
} from './vocabulary.ts';

/**
 * A telephone; some other numbered thing that we know (`id`) or do not know but that is named by its number (`numbered`: «Xyz no.»);
 * somebody who may have either; «no.» with nothing to say of what; silence.
 */
export type Label = 'phone' | 'id' | 'numbered' | 'who' | 'count' | undefined;

const REACH = 64;
/** How many words that say nothing to us may stand between «phone» and its number («Mobile Peter private: …»). */
const MOST_UNKNOWN = 2;

/** «No. 782256278» counts something; «my number 782256278» need not. */
const SHORT_NUMBER_WORD = 3;

/** taxId, invoiceNumber */
const CAMEL = /(?<!\p{L})\p{Ll}{2,20}(?=\p{Lu})/gu;

/** What parts one field of a record from the next. */
const FIELD_BORDER = /[,;|!?\n\t\u3002(){}[\]<>"]| - |:\s|\. /;

/** Pages say the same before each of their numbers. */
const labels = new Map<string, Label>();
const MOST_LABELS = 4000;

/** The label that ends before `at`; nothing before `from` counts. */
export function labelBefore(folded: string, from: number, at: number): Label {
  const start = Math.max(from, at - REACH);
  const before = folded.slice(start, at);
  // Nothing but signs: the usual case in lists.
  if (!/[\p{L}#\u2116\u3012\p{So}]/u.test(before)) return undefined;
  const complete = start === from;
  // Joined, so that it does not hold on to the text it is cut from.
  const key = `${complete ? '^' : ' '}${before}`;
  const known = labels.get(key);
  if (known !== undefined || labels.has(key)) return known;
  if (labels.size > MOST_LABELS) labels.clear();
  const label = labelOf(unaccented(before).replace(CAMEL, '$& '), complete);
  labels.set(key, label);
  return label;
}

/** Reads a label from its end: `text` is unaccented; `complete` says that nothing of its field is missing at its beginning. */
function labelOf(text: string, complete: boolean): Label {
  const field = new Field();
  let unknown = 0;
  let counted = false;
  let numbered = false;
  let who = false;
  let place = false;
  /** «Ticket de soporte»: what was a place so far only says more about the thing before it. */
  let complement = false;
  let next = false;
  for (const word of wordsBackwards(text)) {
    const { kind, gap } = word;
    // The gap next to the number may hold a colon, a line break, «1:»; between words a stop ends the thought.
    if (next && /[,;|!?\n\t\u3002]|[.:)] /.test(gap) && unknown > 0) {
      field.close();
      break;
    }
    if (!next && /\n\s*\n|\d[^\p{L}]*[,;|]|[^\s\p{P}\p{S}\d]/u.test(gap)) return undefined;
    field.add(word, next);
    next = true;
    if (kind === 'phone')
      return (numbered || ADJECTIVE.test(word.text)) && field.isOpen && isHeadOf(text, word) ? 'id' : 'phone';
    if (kind === 'id' || kind === 'code') {
      if (kind === 'code') numbered = true;
      if (place && !complement) return who ? 'who' : undefined;
      if (who) return numbered ? 'id' : 'who';
      if (unknown === 0) return field.isOpen && !numbered ? whoseThing(text, word) : 'id';
      if (kind === 'id') return field.isOpen && numbered ? 'numbered' : undefined;
    }
    complement = kind === 'link' && place && GENITIVE.test(word.text);
    if (kind === 'place') {
      if (who && !numbered) return undefined;
      place = true;
    }
    if (kind === 'who') who ||= unknown === 0;
    if (kind === 'number') {
      counted ||= unknown === 0 && word.text.length <= SHORT_NUMBER_WORD;
      numbered = true;
    }
    // «Customer no.» and «numéro client» alike; «téléphone client» was not reached yet.
    if (who && numbered && field.isOpen && !place) return 'id';
    if (kind === undefined && ++unknown > MOST_UNKNOWN) break;
    if (kind === undefined && /['\u2019]s$/.test(word.text)) place = true;
  }
  if (who) return 'who';
  if (!place && field.names(complete && unknown <= MOST_UNKNOWN)) return 'numbered';
  return counted && !place ? 'count' : undefined;
}

const PREPOSITION = /^(?:for|pour|para|per|fur|za|dla|pro|pre|pentru|για|для|за)$/iu;

const GENITIVE = /^(?:de|del|di|do|du|des|da|d)$/iu;

/** «Телефон за поръчки», «تلفن سفارش», «Servicio de facturación»: a telephone or a place, and what it is for. */
function whoseThing(text: string, id: Word): Label {
  let linked = false;
  let gap = '';
  for (const word of wordsBackwards(text.slice(0, text.lastIndexOf(id.text)))) {
    gap = word.gap;
    if (FIELD_BORDER.test(gap)) break;
    if (word.kind === 'phone') return linked || /^\p{Script=Arabic}/u.test(word.text) ? 'phone' : 'id';
    if (word.kind === 'place') return linked || isLeadingPlace(word) ? undefined : 'id';
    if (word.kind !== 'link' && !PREPOSITION.test(word.text)) break;
    linked ||= word.kind === 'link' ? !CONJUNCTION.test(word.text) : true;
  }
  return 'id';
}

const CONJUNCTION = /^(?:and|or|und|oder|et|ou|y|o|e|en|of|i|a|и|или|та|och|og|ve|veya|si|es)$/iu;

/** «Facture téléphone n°»: in languages that put the head first, the telephone is what the invoice is for. */
/** «Contratto telefonico» */
const ADJECTIVE = /^(?:telefonic[oa]s?|telefoniczn|telefonick|телефонн)/iu;
const HEAD =
  /(?:^|[\n\t|;,:] ?)(?:fact|fatt|fatu|contrat|abonn|boll|recibo|fakt|umow|smlouv|zmluv|rachun|racun|ugovor|pogodb|счет|догов|контракт|рахун|смет|угов|рачун|фактур|τιμολ|λογαρ|συμβ|فاتور|عقد|חשבו|חוזה)\p{L}* (?:de |di |do |du |del |за |za |o |od |na |на )?$/iu;

function isHeadOf(text: string, phone: Word): boolean {
  const head = text.slice(0, text.lastIndexOf(phone.text));
  return HEAD.test(head);
}

/** The words of the field that the number stands in, as far as its name by a number goes: «Pogodba št.», «Broj kupca», «key =». */
class Field {
  isOpen = true;
  #words: Word[] = [];

  add(word: Word, isInner: boolean): void {
    // «Αρ. σύμβασης», «St.-Nr.»: a short word's stop abbreviates it.
    const gap = word.text.length <= 4 ? word.gap.replace('. ', '.') : word.gap;
    if (isInner && FIELD_BORDER.test(gap)) this.isOpen = false;
    if (this.isOpen) this.#words.push(word);
  }

  close(): void {
    this.isOpen = false;
  }

  /** Whether «number» or «code» leads or ends a name that says nothing else to us. `complete`: all words up to the text's start were seen. */
  names(complete: boolean): boolean {
    const words = this.#words;
    const [last] = words;
    if (!last) return false;
    const unknown = words.filter(({ kind }) => kind === undefined);
    if (unknown.length === 0) return false;
    if (last.kind === undefined && /^\s*(?:=\s*["']?|["']\s*:\s*["']?)$/.test(last.gap)) return true;
    if (this.isOpen && !complete) return false;
    const meaning = words.filter(({ kind }) => kind !== 'link');
    if (isCounter(meaning[0])) return true;
    // «Number of Peter» is Peter's telephone.
    return isCounter(meaning.at(-1)) && !unknown.every(({ text }) => /^\p{Lu}/u.test(text));
  }
}

function isCounter(word: Word | undefined): boolean {
  return word?.kind === 'number' || word?.kind === 'code';
}

/**
 * What is said after it: «0301234567 (mobile)», «78225627 (invoice)», «2123480604 numaralı siparişiniz». That is weaker than what is said
 * before: a mere word does not unmake a number that is written in groups.
 */
export function labelAfter(folded: string, at: number, grouped: boolean): Label {
  const after = folded.slice(at, at + 48);
  const behind = labelBehind(after, grouped);
  if (behind !== undefined) return behind;
  const aside = /^ {0,2}(?:[([] ?([^()[\]\d\n]{2,40})[)\]]|[-([] ?(\p{L}{2,20}))/u.exec(after);
  const text = unaccented(aside?.[1] ?? aside?.[2] ?? '');
  const words = [...wordsBackwards(text)];
  if (words.length === 0 || words.some((word) => isExtensionWord(word.text))) return undefined;
  const label = labelOf(text, true);
  if (label !== 'id' && label !== 'numbered') return label === 'count' ? undefined : label;
  return grouped && !words.some(isNumbered) ? undefined : label;
}

/** Languages that name a thing behind its number: Turkish, Hungarian, Chinese, Japanese, Korean. */
const BEHIND = new RegExp(
  unaccented(
    "^['\u2019]? ?-?(?:numaral[ıi]|nolu|no['\u2019 ]?lu|sayılı|(?:[aeo]s )?sz[aá]mú|(?:[aeo]s )?sz\\.(?= \\p{L})|番の|号|號|호 |번 )(.{0,16})",
  ),
  'iu',
);
const INFLECTED = new RegExp(
  unaccented(
    '^ (?:rendelés|megrendelés|számlá|szerződés|csomag|küldemény|foglalás|hibajegy|sipariş|faturan|kargon|talebin|rezervasyonun)\\p{L}+',
  ),
  'iu',
);

function labelBehind(after: string, grouped: boolean): Label {
  const plain = unaccented(after);
  const rest = BEHIND.exec(plain)?.[1];
  if (rest === undefined) return INFLECTED.test(plain) ? 'id' : undefined;
  const kinds = [...wordsBackwards(rest)].map(({ kind }) => kind);
  if (kinds.includes('phone')) return 'phone';
  return !grouped || kinds.includes('id') ? 'id' : undefined;
}
