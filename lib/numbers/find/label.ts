// What the words around a number say it is.
import {
  isLeadingPlace,
  isNumbered,
  isPreposition,
  kindOf,
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

/** «Port. 01 23…» is a mobile, «port 8080» is none. */
const PORTABLE = /(?<!\p{L})port\.(?=[ :]{0,3}$)/iu;

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
  const label = labelOf(unaccented(before).replace(CAMEL, '$& ').replace(PORTABLE, 'portable'), complete);
  labels.set(key, label);
  return label;
}

/** Reads a label from its end: `text` is unaccented; `complete` says that nothing of its field is missing at its beginning. */
export function labelOf(text: string, complete: boolean): Label {
  const field = new Field();
  let unknown = 0;
  let counted = false;
  let numbered = false;
  let who = false;
  let place = false;
  /** «Ticket de soporte»: what was a place so far only says more about the thing before it. */
  let complement = false;
  let next = false;
  /** Words that say nothing to us are small ones behind a thing: adjectives, or whose it is. */
  let small = true;
  for (const word of wordsBackwards(text)) {
    const { kind, gap } = word;
    // The gap next to the number may hold a colon, a line break, «1:»; between words a stop ends the thought.
    if (next && /[,;|!?\n\t\u3002]|[.:)] /.test(unabbreviated(word)) && unknown > 0) {
      field.close();
      break;
    }
    if (!next && /\n\s*\n|\d[^\p{L}]*[,;|]|[^\s\p{P}\p{S}\d]/u.test(gap)) return undefined;
    field.add(word, next);
    next = true;
    if (kind === 'phone') {
      if (isPartOf(text, word)) return 'id';
      const head = field.isOpen ? headOf(text, word) : undefined;
      return (numbered && head !== undefined ? 'id' : head) ?? 'phone';
    }
    if (kind === 'id' || kind === 'code') {
      if (kind === 'code') numbered = true;
      if (place && !complement && !leads(word)) return who ? 'who' : undefined;
      if (who) return numbered || isNumbered(word) ? 'id' : 'who';
      if (unknown === 0) return field.isOpen && !numbered ? whoseThing(text, word) : 'id';
      if (kind === 'id') return field.isOpen && (numbered || (small && field.isLed)) ? 'numbered' : undefined;
    }
    complement = kind === 'link' && place && GENITIVE.test(word.text);
    if (kind === 'place') {
      if (who && !numbered) return undefined;
      place = true;
    }
    if (kind === 'who') who ||= unknown === 0;
    // «Sipariş için 0212…»
    if (kind === 'link' && POSTPOSITION.test(word.text)) who ||= unknown === 0;
    if (kind === 'number') {
      // «My number», «mon numéro c'est le …»: a person's is a telephone's as well as not.
      if (field.isOpen && isOwned(text, word)) return undefined;
      counted ||= field.isOpen && unknown === 0 && word.text.length <= SHORT_NUMBER_WORD;
      numbered = true;
    }
    // «Customer no.» and «numéro client» alike; «téléphone client» was not reached yet.
    if (who && numbered && field.isOpen && !place) return 'id';
    if (kind === undefined && !isCountry(word) && ++unknown > MOST_UNKNOWN) break;
    if (kind === undefined) small &&= /^\p{Ll}/u.test(word.text);
    if (kind === undefined && /['\u2019]s$/.test(word.text)) place = true;
  }
  if (who) return 'who';
  if (!place && field.names(complete && unknown <= MOST_UNKNOWN)) return 'numbered';
  return counted && !place ? 'count' : undefined;
}

/** «Tel. fixo», «αρ. σύμβασης»: a short word's stop abbreviates it and ends nothing. */
function unabbreviated({ text, gap }: Word): string {
  return text.length <= 4 ? gap.replace('. ', '.') : gap;
}

/** «CVR DK 50 24…» */
function isCountry({ text, gap }: Word): boolean {
  return /^[A-Z]{2}$/.test(text) && /^[ :-]{1,2}$/.test(gap);
}

/** Arabic, Persian and Hebrew name the thing first and then what it is of: «כרטיס שירות» is a card. */
function leads({ text, kind, gap }: Word): boolean {
  return kind === 'id' && gap === ' ' && /^(?:\p{Script=Hebrew}|\p{Script=Arabic})/u.test(text);
}

const OWNERS =
  'my our mein meine meiner unsere mon notre ma mi nuestro meu nosso minha il mio mijn ons onze moj nasz mit mitt min vores vart oma mano mans мой мои наш мій моят нашия нашият το benim saya kami';
const owners = new Set(OWNERS.split(' '));
/** «benim numaram», «رقمي» and the like hold their owner themselves. */
const OWNED = /^(?:numaram|رقمي|رقمنا|شمارهام|nomorku|numeromme|numeroni|szamom|szamunk)/u;

/** Whether a number is somebody's own: «my (new, German) number». */
function isOwned(text: string, number: Word): boolean {
  if (OWNED.test(number.text.toLowerCase())) return true;
  const [first, second] = text
    .slice(0, number.start)
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(-2)
    .toReversed();
  if (first === undefined) return false;
  const owned = (word: string) => owners.has(word.toLowerCase());
  return (
    owned(first) ||
    (second !== undefined && owned(second) && (/^\p{Lu}/u.test(first) || kindOf(first) === 'link'))
  );
}

const PREPOSITION = /^(?:for|pour|para|per|fur|za|dla|pro|pre|pentru|για|для|за)$/iu;

/** «For», behind what it is for. */
const POSTPOSITION = /^(?:icin|हेतु|लिए|لئے|لیے|জন্য)$/iu;

const GENITIVE = /^(?:de|del|di|do|du|des|da|d)$/iu;

/** «Телефон за поръчки», «تلفن سفارش», «Servicio de facturación»: a telephone or a place, and what it is for. */
function whoseThing(text: string, id: Word): Label {
  let linked = false;
  let gap = '';
  for (const word of wordsBackwards(text.slice(0, id.start))) {
    gap = word.gap;
    if (FIELD_BORDER.test(gap)) break;
    if (word.kind === 'phone') return linked || /^\p{Script=Arabic}/u.test(word.text) ? 'phone' : 'id';
    if (word.kind === 'place' && !isPreposition(word))
      return linked || isLeadingPlace(word) ? undefined : 'id';
    if (word.kind !== 'link' && word.kind !== 'place' && !PREPOSITION.test(word.text)) break;
    linked ||= word.kind === 'link' ? !CONJUNCTION.test(word.text) : PREPOSITION.test(word.text);
  }
  return 'id';
}

/** What joins two things, or stands before one, and does not put one to the use of the other. */
const CONJUNCTION =
  /^(?:and|or|und|oder|et|ou|y|o|e|en|of|i|a|и|или|та|och|og|ve|veya|si|es|the|la|le|les|l|un|une|el|los|las|il|lo|gli|os|as|um|uma|den|det|et|en|az|ο|η|το|τον|την|my|mon|ma|notre|votre|your|our|su|tu)$/iu;

/** «Contratto telefonico» */
const ADJECTIVE = /^(?:telefonic[oa]s?|telephoniqu|telefoniczn|telefonick|телефонн)/iu;
/** «N.º de serie del celular», «серийный номер телефона»: one of the things that a telephone has. */
const PART =
  /(?:^|[^\p{L}])(?:seri\p{L}*|s\/n|imei|mod\p{L}{2,6}|mark[aei]|marque|gara?nti\p{L}*|warranty|сери\p{L}*|модел\p{L}*|гаранти\p{L}*|имеи)(?: (?:n[or.]{0,2}|nummer|number|numer|broj|cislo|номер|numero))? ?(?:de |del |du |des |da |do |di |of |of the |of my |za |van |van de |für |των |του )?$/iu;

function isPartOf(text: string, phone: Word): boolean {
  return PART.test(text.slice(0, phone.start));
}

/** «Facture téléphone n°», «Счёт за телефон»: in languages that put the head first, the telephone is what the invoice is for. */
const HEAD =
  /(?<!\p{L})(?:fact|fatt|fatu|contrat|abonn|boll|conta(?= )|recibo|fakt|umow|smlouv|zmluv|rachun|racun|ugovor|pogodb|saskait|rekin|arve|bill(?= )|bil(?= )|tagihan|faktur|kontrak|hoa don|hop đong|hop dong|счет|договор|контракт|рахун|сметка|угов|рачун|фактур|квитанц|τιμολ|λογαρ|συμβ|فاتور|قبض|قبوض|صورتحساب|عقد|חשבו|חוזה|बिल|বিল|بل(?= ))\p{L}* (?<link>de |di |do |du |del |della |for |my |за |za |o |od |na |на |pour |per |para |uz |už |par |eest |untuk |cho |για )?$/iu;

const FULL_WORD = /^(?:.{5,}|\p{Script=Arabic}{4,})$/u;

/** Whether a thing leads what speaks of a telephone: for sure, or in the order of words alone. */
function headOf(text: string, phone: Word): 'id' | 'numbered' | undefined {
  const match = HEAD.exec(text.slice(0, phone.start));
  if (!match) return undefined;
  if (match.groups?.['link'] !== undefined || ADJECTIVE.test(phone.text)) return 'id';
  return FULL_WORD.test(phone.text) && /^[ :]{1,3}$/.test(phone.gap) ? 'numbered' : undefined;
}

/** The words of the field that the number stands in, as far as its name by a number goes: «Pogodba št.», «Broj kupca», «key =». */
class Field {
  isOpen = true;
  #words: Word[] = [];

  add(word: Word, isInner: boolean): void {
    if (isInner && FIELD_BORDER.test(unabbreviated(word))) this.isOpen = false;
    if (this.isOpen) this.#words.push(word);
  }

  close(): void {
    this.isOpen = false;
  }

  /** Whether a colon leads from the field to its value. */
  get isLed(): boolean {
    return /^ ?:/.test(this.#words[0]?.gap ?? '');
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
    return (
      isCounter(meaning.at(-1)) &&
      !isDenial(meaning.at(-1)) &&
      !unknown.every(({ text }) => /^\p{Lu}/u.test(text))
    );
  }
}

/** «No contesta en el …», «No answer at …» */
function isDenial(word: Word | undefined): boolean {
  return word?.text.toLowerCase() === 'no' && word.gap === ' ';
}

function isCounter(word: Word | undefined): boolean {
  return word?.kind === 'number' || word?.kind === 'code';
}
