// What kind of thing a single word names.
import { CODE_WORDS, LINK_WORDS, NUMBER_WORDS, PLACE_WORDS, WHO_WORDS } from './words/between.ts';
import { EXTENSION_WORDS } from './words/extension.ts';
import { LATIN_ID_WORDS } from './words/id.ts';
import { ID_PARTS, OTHER_ID_WORDS } from './words/id-scripts.ts';
import { PHONE_PARTS, PHONE_WORDS } from './words/phone.ts';
import type { Words } from './words/notation.ts';

/**
 * A telephone; another numbered thing; somebody who may have either; a place or service one calls; «number» and «code»; a word that
 * only links. Nothing known: undefined.
 */
export type Kind = 'phone' | 'id' | 'who' | 'place' | 'number' | 'code' | 'link' | undefined;

/** Letters that Unicode does not take apart into a plain one and a mark. */
const LETTERS: Readonly<Record<string, string>> = {
  ł: 'l',
  Ł: 'L',
  ø: 'o',
  Ø: 'O',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'Th',
  ß: 'ss',
  æ: 'ae',
  Æ: 'Ae',
  œ: 'oe',
  ı: 'i',
  ə: 'e',
  ς: 'σ',
  ی: 'ي',
  ک: 'ك',
  ہ: 'ه',
};
const letters = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');

// eslint-disable-next-line no-control-regex -- that is what ASCII is
const ASCII = /^[\u0000-\u007f]*$/;

/** Short words that are other words without their accent; they keep a mark of it. */
const ACCENTED = /(?<![\p{L}\p{M}])(mã|số|št|č|मो|फो|করে)(?![\p{L}\p{M}])/giu;

/** «بیمه‌نامه» is one word; folding a text turns its joiners into the second of these. */
const JOINERS = /[\u00ad\u200b-\u200d]+/g;

/** The text without accents and ligatures; case stays. */
export function unaccented(text: string): string {
  if (ASCII.test(text)) return text;
  return text
    .normalize('NFC')
    .replace(JOINERS, '')
    .replace(ACCENTED, '$1qq')
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(letters, (letter) => LETTERS[letter] ?? letter);
}

function plain(text: string): string {
  return unaccented(text).toLowerCase().replaceAll('ς', 'σ');
}

function listed(words: Words): string[] {
  return plain(lowered(words).join(' ')).split(/ +/);
}

function lowered(words: Words): string[] {
  return Object.values(words)
    .join(' ')
    .split(/ +/)
    .filter((word) => !CAPITALS.test(word));
}

/** Abbreviations that are common words in small letters. */
const CAPITALS = /^[A-Z]+$/;

function whole(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.map((word) => word.replace(/[_=]/g, '')));
}

function partsPattern(parts: string): RegExp {
  return new RegExp(plain(parts).split(/ +/).join('|'), 'u');
}

const LONG_WORD = 5;

/** Words long enough to be known by their beginning: «Rechnungen», «faktury», «przesyłki». */
function beginnings(words: readonly string[]): ReadonlySet<string> {
  const long = words.filter((word) => word.length >= LONG_WORD && !/[_=]/.test(word));
  // The last letter of a longer word is often the first that changes.
  return new Set(long.map((word) => (word.length < 7 ? word : word.slice(0, -1))));
}

function beginsAs(word: string, starts: ReadonlySet<string>): boolean {
  // A contact is no account («konta»).
  if (word.startsWith('kontakt')) return false;
  for (let end = LONG_WORD; end <= word.length; end++) if (starts.has(word.slice(0, end))) return true;
  return false;
}

const phoneList = listed(PHONE_WORDS);
const idList = [...listed(LATIN_ID_WORDS), ...listed(OTHER_ID_WORDS)];
const betweenLists = [NUMBER_WORDS, CODE_WORDS, LINK_WORDS, PLACE_WORDS, WHO_WORDS].map(listed);

const phoneWords = whole(phoneList);
const idWords = whole(idList);
const idCapitals = new Set(
  Object.values(LATIN_ID_WORDS)
    .join(' ')
    .split(/ +/)
    .filter((word) => CAPITALS.test(word)),
);
const [numberWords, codeWords, linkWords, placeWords, whoWords] = betweenLists.map(whole);
const extensionWords = whole(listed(EXTENSION_WORDS));
const phoneParts = partsPattern(PHONE_PARTS);
const idParts = partsPattern(ID_PARTS);
const phoneBeginnings = beginnings(phoneList);
const idBeginnings = beginnings(idList);

const phrases = new Set(
  [...phoneList, ...idList, ...betweenLists.flat()]
    .filter((word) => word.includes('_'))
    .map((word) => word.replaceAll('_', ' ')),
);
const MOST_WORDS = 3;
/** What may stand between the words of a phrase: «Điện thoại», «P.O. Box», «ח״פ». */
const WITHIN = /^[ ./\-"\u05f4\u2019]{1,2}$/;

/** A word (or phrase) and what it names. */
export interface Word {
  text: string;
  kind: Kind;
  /** Where it begins. */
  start: number;
  /** What stands between it and the word or number after it. */
  gap: string;
}

const WORD =
  /\p{L}+(?:['\u05f3\u2019]\p{L}+)?|[#\u2116\u3012\u260e\u260f\u2706\u{1f4de}\u{1f4f1}\u{1f4f2}\u{1f57f}\u{1f57e}\u{1f4e0}]/gu;

/** The words of an unaccented text, the last first. */
export function* wordsBackwards(text: string): Generator<Word> {
  const matches = [...text.matchAll(WORD)];
  let after = text.length;
  for (let at = matches.length - 1; at >= 0; at--) {
    const last = matches[at];
    if (!last) return;
    const end = last.index + last[0].length;
    let [word] = last;
    let joined = last[0].toLowerCase();
    let start = last.index;
    let { index } = last;
    let taken = 0;
    // The longest phrase wins: «phiếu hỗ trợ» is a thing, «hỗ trợ» alone a place.
    for (let back = 1; back < MOST_WORDS && at >= back; back++) {
      const earlier = matches[at - back];
      if (!earlier || !WITHIN.test(text.slice(earlier.index + earlier[0].length, start))) break;
      start = earlier.index;
      joined = `${earlier[0].toLowerCase()} ${joined}`;
      if (!phrases.has(joined)) continue;
      word = joined.replaceAll(' ', '');
      index = start;
      taken = back;
    }
    at -= taken;
    yield { text: word, kind: kindOf(word), start: index, gap: text.slice(end, after) };
    after = index;
  }
}

/** «Kundennummer», «rendelésszám», «製造番号»: whatever is numbered here, it is not a telephone unless the word says so. */
const NUMBERED = new RegExp(
  plain(
    '^(.{2,}?)(?:nummer|nummeret|numret|numre|numrene|numren|nummern|numrar|numerot|szamok|numbrid|number|numbri|numeris|numerio|numurs|numura|numer|numero|numri|szam|szama|szamot|nr|nro|kod|kode|koden|kodja|kood|koodi|kodas|tunnus|azonosito|kennung)$',
  ) + plain('|^(.+?)(?:番号|ナンバー|コード|号|号码|編号|號|號碼|编号|編號|代码|代碼|번호|코드|单|單)$'),
  'u',
);
const THAI_NUMBERED = new RegExp(plain('^(?:หมายเลข|เลข|รหัส)(.+)$'), 'u');
/** «Bestellservice», «Auftragsannahme»: what such a compound names has a telephone. */
const PLACE_TAIL = new RegExp(
  plain(
    '.{3}(?:service|dienst|annahme|abteilung|zentrale|buro|stelle|center|centrum|tjeneste|tjanst|palvelu|desk|office|verkauf|vermittlung|auskunft|betreuung|beratung|leitung|team|hilfe|schalter|wesen|verwaltung|laden|geschaft|butik|butikk|butiken|butikken|winkel|kauppa|linie|linien|linje|linja|verkoop|lijn|balie|senter|vagt|vakt|neuvonta|myynti|こちら|専用)$|.(?:窓口|センター|受付|係|担当|部|部門|部门|課|室|店|组|組|处|處|师傅|師傅|经理|經理|服务|服務|客服|中心|문의|센터|팀|실|부|부서|처|창구|데스크|담당|담당자)$',
  ),
  'u',
);
/** «Serviceauftrag», «Leieavtale» */
const ID_TAIL =
  /.{3}(?:rechnung|auftrag|vertrag|bestellung|beleg|vorgang|police|ticket|konto|faktura|fakturan|regning|rakning|rekening|factuur|contract|kontrakt|avtal|avtale|ordre|order|abonnement|lasku|tilaus|sopimus|szamla|rendeles)$/u;
/** «Telefonrechnung», «Handyvertrag»: the later part of a compound decides. */
const PHONE_HEAD =
  /^(?:telefoni?|telefona?|simtal|sima?|telefoon|telephone|phone|mobilfunk|mobil|handy|puhelin|smartphone)(.{4,})$/u;
/** «ご予約は», «本社へ» */
const PARTICLE = /(?:は|まで|へ|の)$/u;
/** Articles and prepositions that are written with the word in Arabic and Hebrew. */
const PROCLITIC = /^(?:وال|بال|لل|ال|[وبلفك]|[הובלשמ])(?=\p{L}{3})/u;

/** Whose it is, written with the word: «فاتورتكم» is «فاتورة» + «كم». */
const ENCLITIC = /(?<=\p{Script=Arabic}{3})(ت)?(?:كما|كم|نا|هما|هم|ها|تان|ك|ه|ي)$/u;

const kinds = new Map<string, Kind>();
const MOST_KINDS = 8000;

/** The kind of a word, in any case, without accents. */
export function kindOf(written: string): Kind {
  const known = kinds.get(written);
  if (known !== undefined || kinds.has(written)) return known;
  if (kinds.size > MOST_KINDS) kinds.clear();
  const kind = idCapitals.has(written) ? 'id' : readKind(written.toLowerCase().replaceAll('ς', 'σ'));
  kinds.set(written, kind);
  return kind;
}

function listedKind(word: string): Kind {
  if (phoneWords.has(word)) return 'phone';
  if (numberWords?.has(word)) return 'number';
  if (codeWords?.has(word)) return 'code';
  if (linkWords?.has(word)) return 'link';
  if (placeWords?.has(word)) return 'place';
  if (whoWords?.has(word)) return 'who';
  return idWords.has(word) ? 'id' : undefined;
}

function readKind(word: string): Kind {
  const kind =
    listedKind(word) ??
    listedKind(word.replace(PARTICLE, '')) ??
    listedKind(word.replace(PROCLITIC, '')) ??
    listedKind(word.replace(PROCLITIC, '').replace(ENCLITIC, (_, tied) => (tied === undefined ? '' : 'ة')));
  if (kind !== undefined) return kind;
  const rest = PHONE_HEAD.exec(word)?.[1];
  if (rest !== undefined && (listedKind(rest) === 'id' || beginsAs(rest, idBeginnings))) return 'id';
  const part = phoneParts.exec(word);
  // «电话账单号»: the same in scripts without spaces.
  if (part && !ASCII.test(word) && idParts.test(word.slice(part.index + part[0].length))) return 'id';
  if (part || beginsAs(word, phoneBeginnings)) return 'phone';
  const [, latin, other] = NUMBERED.exec(word) ?? [];
  const numbered = latin ?? other ?? THAI_NUMBERED.exec(word)?.[1];
  if (numbered !== undefined) {
    const of = idWords.has(numbered)
      ? 'id'
      : (listedKind(numbered) ?? listedKind(numbered.replace(/s$/, '')));
    return of === 'place' || of === 'link' ? 'place' : 'id';
  }
  if (ID_TAIL.test(word)) return 'id';
  if (PLACE_TAIL.test(word)) return 'place';
  return idParts.test(word) || beginsAs(word, idBeginnings) ? 'id' : undefined;
}

const modifiers = whole(
  ['en', 'de', 'nl', 'nordic'].flatMap((language) => plain(PLACE_WORDS[language] ?? '').split(' ')),
);

/** Whether a place's name stands before what it deals with («Отдел заказов»), and not behind («order desk») or in front of a thing («support ticket»). */
export function isLeadingPlace({ text, kind }: Word): boolean {
  return kind === 'place' && !modifiers.has(text.toLowerCase());
}

const prepositions = whole(plain(PLACE_WORDS['prepositions'] ?? '').split(' '));

/** Whether a word leads to a place and is none: «at», «på». */
export function isPreposition({ text, kind }: Word): boolean {
  return kind === 'place' && prepositions.has(text.toLowerCase());
}

const SELF_NUMBERED =
  /^(?:ids?|refs?|referen[czs]\p{L}{1,3}|reference|referencia|riferimento|rif|matricule|референс|αναφορ\p{L}+)$/iu;

/** Whether a word says itself that it names a number: «Kontraktsnr», «ID». */
export function isNumbered({ text, kind }: Word): boolean {
  return (
    kind === 'number' ||
    kind === 'code' ||
    (kind === 'id' && (SELF_NUMBERED.test(text) || NUMBERED.test(text.toLowerCase())))
  );
}

/** Whether the word that touches the number is itself a telephone label: «Tel030…», «F-030…» is not. */
export function isPhoneWord(word: string): boolean {
  return kindOf(unaccented(word)) === 'phone';
}

/** Whether the word is one of those that lead an extension. */
export function isExtensionWord(word: string): boolean {
  return extensionWords.has(word.toLowerCase());
}
