// Texts with telephone numbers as people, programs and lists write them, and the truth about each.
import type { PhoneNumber } from 'libphonenumber-js/max';
import { Dice } from './random.ts';
import { numbersOf, REGIONS } from './regions.ts';

/** A text and exactly what is to be found in it. */
export interface Positive {
  kind: 'core' | 'human' | 'hard' | 'possible';
  region: string;
  text: string;
  numbers: { start: number; end: number; number: string; ext?: string }[];
}

const SENTENCES = [
  'Call $ today',
  'Please ring $.',
  '$',
  '$',
  'Phone: $',
  'Contact us on $, Mon-Fri 9-17',
  'Tel. $',
  'Tel: $',
  'T $',
  'M: $',
  'Mobil: $',
  'Rufen Sie uns an: $ (Mo-Fr 8:00-18:00)',
  'Téléphone : $',
  'Tél. : $ / contact@example.com',
  'Teléfono: $',
  'Llame al $ ahora',
  'Telefone: $',
  'Telefono: $ - orari 9:00-18:00',
  'Bel $ voor meer informatie',
  'Telefon: $',
  'Zadzwoń: $',
  'Телефон: $',
  'тел. $',
  'Тел.: $',
  'Τηλ.: $',
  'هاتف: $',
  'جوال: $',
  'טלפון: $',
  'फ़ोन: $',
  'โทร $',
  'ĐT: $',
  'Telp. $',
  '电话：$',
  '電話: $',
  '전화: $',
  'Puhelin: $',
  'Tlf. $',
  'Ring $ nu',
  'Ann Smith\t$\tann@example.com\tSales',
  'Ann Smith | $ | Berlin',
  'Name: Ann Smith; phone: $; city: Oslo',
  '{"name":"Ann","phone":"$"}',
  'Ann (mobile) $',
  'My number is $ and I am in all day',
  'Reached voicemail at $ on 2024-03-15 10:30',
  '12.03.2024 Called $, no answer',
  'Order 4711 was late, customer asks to call $',
  'Meeting at 14:30, dial in $',
  '<$>',
  '($)',
  '"$"',
  '[$]',
  'tel:$',
  '- $',
  '• $',
  '1) $',
  '$ (home)',
  'Fax $',
  'Main Street 12, 12345 Springfield, phone $',
  'Invoice 2024-118 is open; I rang $ twice.',
  '$, 156 Main St',
  'ID 77, $',
  'since 2019: $',
];

const PAIRS = [
  '$ / $',
  '$, $',
  '$; $',
  '$ or $',
  '$ and $',
  '$\n$',
  '$ | $',
  'Tel. $, Fax $',
  'T: $ M: $',
  '$ oder $',
  '$ - $',
  '$ y $',
  '$, Mobil $',
  'Phones: $, $',
];

const EXTENSIONS = [
  ' ext. $',
  ' ext $',
  ' x$',
  'x$',
  ' extension $',
  ';ext=$',
  ' Ext: $',
  ' доб. $',
  ' Durchwahl $',
  ' poste $',
  ' int. $',
  ' ramal $',
  ' anexo $',
  ' wew. $',
  ' klapka $',
  ' dahili $',
  ' anknytning $',
  ' toestel $',
  ' 分机 $',
  ' 内線 $',
  ' 내선 $',
  ' ต่อ $',
  ' (ext. $)',
  ', ext. $',
  ' #$',
  ' вн. $',
  ' mellék $',
];

const SEPARATORS = ['-', '.', ' ', '\u00a0', '\u2011', '\u202f', '\u2013', ' - '];

type Writer = (number: PhoneNumber, dice: Dice) => string;

function separated(written: string, separator: string): string {
  return written.replace(/(?<=\d)[ -]+(?=\d)/g, separator);
}

const CORE: readonly Writer[] = [
  (n) => n.formatNational(),
  (n) => n.formatInternational(),
  (n) => n.number,
  (n) => n.formatNational(),
  (n) => n.formatInternational(),
  (n) => n.format('RFC3966').replace('tel:', ''),
  (n) => n.formatNational().replace(/\D/g, ''),
];

const HUMAN: readonly Writer[] = [
  (n, dice) => separated(n.formatNational(), dice.pick(SEPARATORS)),
  (n, dice) => separated(n.formatInternational(), dice.pick(SEPARATORS)),
  (n) => n.formatInternational().replace('+', '00'),
  (n) => n.formatInternational().replace(/^\+(\d+)/, '(+$1)'),
  (n) => n.formatNational().replace(/^(\d+)[ -]/, '($1) '),
  (n) => n.formatNational().replace(/^(\d+)[ -]/, '$1/'),
  (n) => n.formatNational().replace(/^(\d+)[ -]/, '$1 / '),
  (n) => trunkInBrackets(n),
  (n) => n.formatInternational().replace('+', '+ '),
  (n, dice) => regrouped(n.formatNational(), dice),
];

const HARD: readonly Writer[] = [
  (n) => fullWidth(n.formatInternational()),
  (n) => arabic(n.formatInternational()),
  (n) => arabic(n.formatNational()),
  (n) => `\u202a${n.formatInternational()}\u202c`,
  (n) => n.formatNational().replaceAll(' ', '\u2009'),
  (n) => n.formatInternational().replaceAll(' ', '\u2007'),
];

function trunkInBrackets(n: PhoneNumber): string {
  const national = n.formatNational();
  if (!national.startsWith('0') || n.country === 'IT') return n.formatInternational();
  return `+${n.countryCallingCode} (0)${national.slice(1)}`;
}

function regrouped(national: string, dice: Dice): string {
  const digits = national.replace(/\D/g, '');
  const head = dice.int(2, 4);
  const tail = digits.slice(head).match(/\d{2,3}(?!\d$)|\d+/g) ?? [];
  return [digits.slice(0, head), ...tail].join(' ');
}

function fullWidth(text: string): string {
  return text
    .replace(/[+\d]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))
    .replaceAll(' ', '\u3000');
}

function arabic(text: string): string {
  return text.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)));
}

/** Puts the written numbers where the template has `$`. */
function filled(
  template: string,
  parts: readonly { written: string; number: string; ext?: string }[],
): Pick<Positive, 'text' | 'numbers'> {
  const pieces = template.split('$');
  let text = pieces[0] ?? '';
  const numbers: Positive['numbers'] = [];
  for (const [at, { written, number, ext }] of parts.entries()) {
    // Marks of direction and brackets around the whole are not the number's own.
    const lead = written.startsWith('\u202a') ? 1 : 0;
    const tail = written.endsWith('\u202c') ? 1 : 0;
    const start = text.length + lead;
    text += written;
    numbers.push({ start, end: text.length - tail, number, ...(ext !== undefined && { ext }) });
    text += pieces[at + 1] ?? '';
  }
  return { text, numbers };
}

/** About 5,500 texts from all regions. */
export function positives(seed = 20261120): Positive[] {
  const dice = new Dice(seed);
  const all: Positive[] = [];
  for (const [at, region] of REGIONS.entries()) {
    const numbers = numbersOf(region, 90, seed + at);
    const one = (): PhoneNumber => dice.pick(numbers);
    const add = (kind: Positive['kind'], template: string, writers: readonly Writer[], tail = ''): void => {
      const parts = Array.from({ length: template.split('$').length - 1 }, () => {
        const number = one();
        const ext = tail === '' ? undefined : dice.digits(dice.int(2, 4));
        const written = dice.pick(writers)(number, dice) + tail.replace('$', ext ?? '');
        return { written, number: number.number, ...(ext !== undefined && { ext }) };
      });
      all.push({ kind, region, ...filled(template, parts) });
    };
    for (let round = 0; round < 30; round++) add('core', dice.pick(SENTENCES), CORE);
    for (let round = 0; round < 25; round++) add('human', dice.pick(SENTENCES), HUMAN);
    for (let round = 0; round < 10; round++) add('hard', dice.pick(SENTENCES), HARD);
    for (let round = 0; round < 8; round++) add('hard', dice.pick(PAIRS), CORE.slice(0, 4));
    for (let round = 0; round < 8; round++)
      add('hard', dice.pick(['$', 'Call $ today', 'Tel. $']), CORE.slice(0, 2), dice.pick(EXTENSIONS));
  }
  return all;
}
