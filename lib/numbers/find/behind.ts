// What the words behind a number say it is.
import { labelOf, type Label } from './label.ts';
import { isExtensionWord, isNumbered, kindOf, unaccented, wordsBackwards, type Word } from './vocabulary.ts';

/** «0161 430 5694 – Tracking number», «0301234567 (mobile)», «… - invoice» */
const ASIDE =
  /^ {0,2}(?:[([] ?([^()[\]\d\n]{2,40})[)\]]|- ([^()[\]\d\n,;|:]{2,40})(?=$|[\n,;|)\]])|[-([] ?(\p{L}{2,20}))/u;

/** A word follows, next to the number or after a space. */
const SPEAKS = /^['’]? ?-?\p{L}/u;

/**
 * What is said after it: «0301234567 (mobile)», «78225627 (invoice)», «2123480604 numaralı siparişiniz». That is weaker than what is said
 * before: a mere word does not unmake a number that is written in groups, unless it is all that an aside says.
 */
export function labelAfter(folded: string, at: number, grouped: boolean): Label {
  const after = folded.slice(at, at + 48);
  const behind = SPEAKS.test(after) ? labelBehind(after, grouped) : undefined;
  if (behind !== undefined) return behind;
  const [, bracket, dash, word] = ASIDE.exec(after) ?? [];
  const text = unaccented(bracket ?? dash ?? word ?? '');
  const words = [...wordsBackwards(text)];
  if (words.length === 0 || words.some(({ text: one }) => isExtensionWord(one))) return undefined;
  const label = labelOf(text, true);
  if (label !== 'id' && label !== 'numbered') return label === 'count' ? undefined : label;
  if (!grouped || words.some(isNumbered)) return label;
  return word === undefined &&
    words.every(isThing) &&
    !ACTIVITY.test(text) &&
    words.some(({ kind }) => kind === 'id')
    ? 'id'
    : undefined;
}

/** «030 901820 (Bestellung)»: what one telephones for. */
const ACTIVITY =
  /factura[ct]i|fattura?zion|fatura[cm]|fakturi|fakturo[wv]|fakturac|rechnungswes|invoicing|szamlaz|order|bestell|booking|buchung|reserv|rezerv|rezerw|prenot|bokn|booking|deliver|liefer|livrais|entreg|env[ií]o|pedido|encomend|command|ordin|zamow|objedn|rendel|foglal|comen[zd]|narudz|naroc|siparis|tilau|varau|panta|tellim|brone|pasut|uzsak|заказ|зам[оа]в|поръч|наруџ|нарач|брон|доставк|παραγγ|κρατησ|طلب|حجز|سفارش|رزرو|הזמנ|משלוח|pesan|đat|claim|sinistr|schaden|schade|skad|szkod|complain|reklam|reclam|klach|klage|shipping|versand|billing|payment|support|track/iu;

function isThing({ kind }: Word): boolean {
  return kind === 'id' || kind === 'link';
}

const NUMBERED = `(?:numaral[ıi]|no[.'’ ]?lu|nolu|sayılı|kodlu|referanslı|barkodlu|(?:[aeo]s )?\\p{L}*sz[aá]m[uú]|(?:[aeo]s )?sz\\.(?= \\p{L})|\\p{L}*azonosítójú|\\p{L}*kódú|番の|号の?|號的?|号的?|호 |번 )`;
/** Languages that name a thing behind its number: Turkish, Hungarian, Chinese, Japanese, Korean. «… takip numaralı kargo» */
const BEHIND = new RegExp(unaccented(`^['’]? ?-?(\\p{L}{2,16} )?${NUMBERED}(.{0,16})`), 'iu');
const INFLECTED = new RegExp(
  unaccented(
    '^ (?:(?:rendelés|megrendelés|számlá|szerződés|csomag|küldemény|foglalás|hibajegy|ügyszám|sorszám|iktatószám|hivatkozás|bizonylat|nyugtá|kötvény|cikkszám|azonosító|rendelésszám|számlaszám)\\p{L}*|' +
      '(?:sipariş|fatura|kargo|taleb|talep|rezervasyon|referans|takip|sözleşme|poliçe|hesab|hesap|dosya|başvuru|işlem|makbuz|irsaliye|gönderi|kayd|sevkiyat|parti|seri num)\\p{L}+)',
  ),
  'iu',
);
/** «ご注文03…を発送しました»: what is sent, paid or cancelled is no telephone. */
const HANDLED =
  /^ ?(?:を|が|は|の)?(?:発送|出荷|配送|配達|返品|支払|決済|入金|発行|納品|発注|已发货|已出貨|已签收|已付款|已取消|已關閉|已关闭)/u;
/** «At (this) number», as far as the languages of South Asia write it between a number and «call». */
const AT_NUMBER =
  "(?:(?:इस|या|यस|এই|اس|આ|ਇਸ|என்ற|ఈ|ಈ|എന്ന) )?(?:नंबर|नम्बर|क्रमांक|نمبر|নম্বর|নাম্বার|નંબર|ਨੰਬਰ|எண்|நம்பர்|నంబ|నెంబ|ನಂಬರ್|ಸಂಖ್ಯೆ|നമ്പ|අංක)\\p{L}{0,5}(?: (?:पर|वर|पे|پر|પર|['’]?ਤੇ))?";
/** Languages that end with the verb: «… پر کال کریں», «… নম্বরে ফোন করুন», «…로 전화 주세요», «… arayın». */
const VERB = new RegExp(
  unaccented(
    `^ ?(?:に|へ|まで|으로|로|'?[dt][ae]n|'?[yn]?[ae])? ?(?:(?:پر|با|را|पर|वर|मा|પર|ਤੇ|ஐ|కు|కి|করে|${AT_NUMBER}|numaradan|numarasından|번으로) )?(\\p{L}+)`,
  ),
  'iu',
);

function labelBehind(after: string, grouped: boolean): Label {
  const plain = unaccented(after);
  const [, first = '', rest] = BEHIND.exec(plain) ?? [];
  if (rest !== undefined) {
    const kinds = [...wordsBackwards(first), ...wordsBackwards(rest)].map(({ kind }) => kind);
    if (kinds.includes('phone')) return 'phone';
    return !grouped || kinds.includes('id') ? 'id' : undefined;
  }
  if (INFLECTED.test(plain) || HANDLED.test(plain)) return 'id';
  const verb = VERB.exec(plain)?.[1] ?? '';
  return VERB_LAST.test(verb) && kindOf(verb) === 'phone' ? 'phone' : undefined;
}

/** Scripts and words of such languages. */
const VERB_LAST =
  /^(?:\p{Script=Arabic}|\p{Script=Devanagari}|\p{Script=Bengali}|\p{Script=Gujarati}|\p{Script=Gurmukhi}|\p{Script=Tamil}|\p{Script=Telugu}|\p{Script=Kannada}|\p{Script=Malayalam}|\p{Script=Sinhala}|\p{Script=Hangul}|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|aray|ariyor|ara[nr])/u;
