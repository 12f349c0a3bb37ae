// Texts in other idioms than both corpora before: exports, chats, logs and timelines of CRMs, more languages, other countries.
import type { PhoneNumber } from 'libphonenumber-js/max';
import type { Negative } from './negatives.ts';
import type { Positive } from './positives.ts';
import { Dice } from './random.ts';
import { numbersOf } from './regions.ts';

const REGIONS =
  'US GB DE FR ES IT IN BR MX JP KW QA BH OM JO LB TN DZ SN CM GH UG TZ ET ZM MU NP MM KH MN KZ UZ GE AM AZ BY MD AL MK BA MT CY EC BO UY PY CR PA GT DO SV HN'.split(
    ' ',
  );

type Writer = (number: PhoneNumber) => string;

const national: Writer = (n) => n.formatNational();
const international: Writer = (n) => n.formatInternational();
const bare = (n: PhoneNumber): string => national(n).replace(/\D/g, '');

const WRITERS: readonly Writer[] = [
  national,
  national,
  international,
  international,
  (n) => n.number,
  bare,
  (n) => international(n).replaceAll(' ', '  '),
  (n) => international(n).replaceAll(' ', '\u2013'),
  (n) => international(n).replaceAll(' ', '\u2012'),
  (n) => international(n).replace('+', '\uff0b'),
  (n) => international(n).replace(/^\+(\d+) /, '+($1) '),
  (n) => international(n).replace(/^\+(\d+) /, '+$1 - '),
  (n) => international(n).replace(/^\+(\d+) /, '00$1 '),
  (n) => international(n).replaceAll(' ', '\u202f'),
  (n) => national(n).replaceAll(/[ -]/g, '.'),
  (n) => national(n).replaceAll(/[ -]/g, '\u2011'),
  (n) => `+${n.countryCallingCode} ${n.nationalNumber.replaceAll(/(\d\d)(?=\d\d)/g, '$1 ')}`,
];

const TEXTS = [
  'Logged call – Connected · 4 min · $',
  'Outbound call to $ by Ann · Today at 14:02',
  'Inbound call from $, 3 minutes, recorded',
  'Ann Smith (Owner) | Mobile $ | Opp: Renewal 2026',
  'Phone\n$\nWork',
  'Ph.no : $',
  'Call from: $ Time: March 3, 2026 14:02',
  'Phone\t$\nCountry\tGermany',
  'TEL;TYPE=CELL:$',
  'TEL;WORK;VOICE:$',
  'item1.TEL:$',
  '17,"Smith, Ann","$","2026-01-01",Active',
  'telephoneNumber: $',
  "phone: '$'",
  '"mobile_phone":"$",',
  '<phone type="home">$</phone>',
  '[03/04/2026, 14:22:11] $: Hallo',
  '03.04.26, 14:22 - $: Hi',
  'SMS to $ delivered (2 parts)',
  '"Ann" <$>',
  'Hotline (24/7): $',
  '24h-Hotline $',
  'Emergency: $ (24h)',
  'Room 214, tel $',
  'c/o Miller, $',
  'Mr. Lee @ $',
  'Reception ........ $',
  '**Phone:** $',
  '| Phone | $ |',
  '[$](tel:x)',
  '`$`',
  '📱$',
  '☎️ $',
  '🏠 $',
  '$ · 10115 Berlin',
  'Berlin 10115 · $',
  'Ann\n$\nann@x.example',
  '→ $',
  'Anruf an: $ (Dauer 00:02:13)',
  'Mo-Fr 08:00–17:00 Uhr $',
  '$ ab 14 Uhr',
  '$ bis 18:00',
  '$ after 5pm',
  "'$",
  'A/B: $, spoke with Ann, will call back on 12/05.',
  'NEW NUMBER $ (old one is dead)',
  'do not call $ before 10am',
  'left vm @ $',
  'Preferred: $ / no SMS',
  'Caller ID $',
  'CLI: $',
  'DID $',
  'Agent 7 → $ (busy)',
  'Q: best number? A: $',
  'Whatsapp/Viber $',
  'iMessage: $',
  'Kontaktperson: Ann, $',
  'Ansprechpartner Ann Smith, $',
  'Notfallkontakt $',
  'Bitte um Rückruf unter $, danke!',
  'Merci de rappeler le $ avant 18h',
  'Contact : Ann, $',
  'Urgence : $',
  'Favor de llamar al $ después de las 15:00',
  'Contacto de emergencia: $',
  'Retornar ligação para $',
  'Falar com Ana no $',
  'Richiamare il $ dopo le 17',
  'Terugbellen: $',
  'Proszę o kontakt pod $',
  'Prosím volejte $',
  'Kérem hívja: $',
  'Sunați la $',
  'Перезвонить на $ после 15:00',
  'Передзвоніть: $',
  'Ακούστε με στο $',
  'Beni $ numarasından arayın',
  'اتصل بنا على $',
  'للتواصل: $',
  'تماس با $',
  'צור קשר: $',
  'संपर्क करें: $',
  'ติดต่อ $',
  'Gọi ngay $',
  'Hubungi kami: $',
  '请拨打 $',
  'お問い合わせ $',
  '문의: $',
  'Simu: $',
  'ስልክ: $',
  'ტელ: $',
  'Հեռ.՝ $',
  'Əlaqə: $',
  'Ұялы телефон: $',
  'Утас: $',
  'ទូរស័ព្ទ៖ $',
  'ဖုန်း: $',
  'Nr. tel.: $',
  'тел./факс $',
  'Truqueu al $',
  'Ffôn: $',
  'Sími: $',
  'Bel ons by $',
  'Tumawag sa $',
];

const LISTS = [
  'D $ | M $',
  't. $  m. $',
  'P: $ F: $',
  '$ (w)\n$ (m)',
  '1) $; 2) $',
  'Home: $ – Mobile: $',
  '$, alt. $',
  '$ bzw. $',
  '$ ou $',
  '"$","$"',
  '$;$',
];

/** About 2,800 texts. */
export function secondPositives(seed = 7001): Positive[] {
  const dice = new Dice(seed);
  return REGIONS.flatMap((region, at) => {
    const numbers = numbersOf(region, 50, seed + at * 11);
    return Array.from({ length: 56 }, (_, round): Positive => {
      const isList = round >= 48;
      const [lead = '', ...rest] = dice.pick(isList ? LISTS : TEXTS).split('$');
      let text = lead;
      const told: Positive['numbers'] = [];
      for (const after of rest) {
        const number = dice.pick(numbers);
        const written = dice.pick(WRITERS)(number);
        told.push({ start: text.length, end: text.length + written.length, number: number.number });
        text += written + after;
      }
      return { kind: isList ? 'hard' : 'human', region, text, numbers: told };
    });
  });
}

type Line = (dice: Dice) => string;

const two = (n: number): string => String(n).padStart(2, '0');
const day = (d: Dice): string => `${d.int(2015, 2031)}-${two(d.int(1, 12))}-${two(d.int(1, 28))}`;

const STRUCTURED: readonly Line[] = [
  (d) => `arn:aws:iam::${d.digits(12)}:role/Admin`,
  (d) => `<${day(d).replaceAll('-', '')}.${d.digits(6)}.${d.digits(4)}@mail.example>`,
  (d) => `00:1B:${d.digits(2)}:${d.digits(2)}:${d.digits(2)}:${d.digits(2)}`,
  (d) =>
    `${d.int(10, 59)}°${two(d.int(0, 59))}′${two(d.int(0, 59))}″N ${d.int(1, 99)}°${two(d.int(0, 59))}′${two(d.int(0, 59))}″E`,
  (d) => `33U ${d.digits(6)} ${d.digits(7)}`,
  (d) => `1.${d.digits(3)},${d.digits(2)} +${d.int(1, 9)},${d.digits(2)} %`,
  (d) => `scan${d.digits(4)}_${day(d).replaceAll('-', '')}.pdf`,
  (d) => `ACME-${d.int(2015, 2031)}-${d.digits(6)}`,
  (d) => `INV/${d.int(2015, 2031)}/${two(d.int(1, 12))}/${d.digits(5)}`,
  (d) => `SO-${d.digits(6)}-${d.int(1, 9)}`,
  (d) => `v10.0.${d.digits(5)}.${d.digits(4)}`,
  (d) => `${d.int(800, 3840)}x${d.int(600, 2160)}@${d.int(24, 144)}`,
  (d) => `H×B×T ${d.digits(4)}×${d.digits(3)}×${d.digits(3)} mm`,
  (d) => `6-${d.int(0, 4)} ${d.int(0, 5)}-6 7-${d.int(5, 6)}`,
  (d) => `${d.int(2, 9)} x ${d.int(1, 9)}.${d.digits(3)},00 = ${d.int(10, 99)}.${d.digits(3)},00`,
  (d) => `2019, 2020, 2021, 2022, ${d.int(2023, 2031)}`,
  (d) => `0.${d.digits(2)} 0.${d.digits(2)} 0.${d.digits(2)} 0.${d.digits(2)}`,
  (d) => `LH ${d.digits(4)} ${two(d.int(0, 23))}:05–${two(d.int(0, 23))}:20`,
  (d) => `S. ${d.int(100, 199)}-${d.int(200, 299)}, ${d.int(300, 399)}-${d.int(400, 499)}`,
  (d) => `@@ -${d.digits(3)},${d.int(1, 9)} +${d.digits(3)},${d.int(1, 9)} @@`,
  (d) => `pid=${d.digits(5)} tid=${d.digits(6)} took ${d.digits(4)} ms`,
  (d) => `127.0.0.1 - - [10/Oct/2026:13:55:36 -0700] "GET /${d.digits(7)} HTTP/1.1" 200 ${d.digits(5)}`,
  (d) => `at main.js:${d.digits(3)}:${d.digits(5)}`,
  (d) => `${d.int(1, 9)},${d.digits(3)},${d.digits(3)} / ${d.int(1, 9)},${d.digits(3)},${d.digits(3)}`,
  (d) => `90210-${d.digits(4)} Beverly Hills, CA`,
  (d) => `FY${d.int(2015, 2030)}/26: ${d.digits(3)}.${d.digits(3)} → ${d.digits(3)}.${d.digits(3)}`,
  (d) => `${day(d)}/${day(d)}`,
  (d) => `${day(d)} ${two(d.int(0, 23))}:${two(d.int(0, 59))}:${two(d.int(0, 59))}.${d.digits(6)}`,
  (d) => `+${d.int(1, 9)}.${d.digits(2)} % (+${d.digits(3)}.${d.digits(3)} USD)`,
  (d) => `±${d.digits(3)}.${d.digits(4)} ±${d.digits(2)}.${d.digits(4)}`,
  (d) => `https://app.crm.example/#/deals/${d.digits(9)}/${d.digits(8)}`,
  (d) => `user${d.digits(8)}@example.com`,
  (d) => `#${d.digits(6)}, #${d.digits(6)}`,
  (d) => `T+${d.int(1, 9)}:${two(d.int(0, 59))}:${two(d.int(0, 59))}.${d.digits(3)}`,
  (d) => `${d.digits(3)}k / ${d.digits(3)}k (${d.int(10, 99)}.${d.digits(1)} %)`,
];

const LABELS = [
  'Meeting ID: $',
  'Ad account $',
  'Campaign ID $',
  'Object ID: $',
  'Portal ID $',
  'Lead-ID: $',
  'Case-Nr. $',
  'Chassis no. $',
  'VIN $',
  'IMEI: $',
  'Sort code/account $',
  'Folio: $',
  'Matrikelnummer $',
  'Betriebsnummer $',
  'Gläubiger-ID $',
  'Zählernummer: $',
  'Angebotsnr. $',
  'Projekt-Nr. $',
  'USt-IdNr. $',
  'N° TVA $',
  'N° de commande $',
  'N° de série : $',
  'Devis n° $',
  'Code client : $',
  'N° adhérent $',
  'Núm. de guía $',
  'Nº de serie $',
  'Cédula $',
  'DNI $',
  'RUC $',
  'NIT $',
  'Folio fiscal $',
  'Nº de contrato $',
  'Protocolo $',
  'Inscrição estadual $',
  'Pedido nº $',
  'Código do cliente $',
  'Partita IVA $',
  'Codice prodotto $',
  'Matricola $',
  'Codice cliente: $',
  'BTW-nr. $',
  'Dossiernr. $',
  'KvK-nummer $',
  'Offertenr. $',
  'Nr umowy $',
  'Nr sprawy $',
  'Nr konta $',
  'REGON $',
  'Číslo smlouvy $',
  'Variabilní symbol $',
  'VS: $',
  'Iktatószám $',
  'Rendelés azonosító: $',
  'Nr. contract $',
  'Nr. factură $',
  'CUI $',
  'Договор № $',
  '№ заказа $',
  'Артикул $',
  'Лицевой счёт $',
  'ЄДРПОУ $',
  'Замовлення № $',
  'Αρ. παραγγελίας $',
  'ΑΦΜ $',
  'Sözleşme no $',
  'Abone no: $',
  'Takip no: $',
  'Ordrenummer: $',
  'Kundenummer: $',
  'Tilausnumero: $',
  'Y-tunnus $',
  'رقم العقد $',
  'رقم الطلب: $',
  'رقم الهوية: $',
  'رقم الحساب $',
  'شماره سفارش $',
  'کد ملی $',
  'תעודת זהות $',
  'מספר הזמנה $',
  'खाता संख्या $',
  'ग्राहक आईडी $',
  'Mã đơn hàng $',
  'Mã số thuế $',
  'No. pesanan $',
  'No. rekening $',
  'เลขที่บัญชี $',
  'เลขที่ใบสั่งซื้อ $',
  '订单编号：$',
  '客户编号 $',
  '合同号：$',
  '会員番号 $',
  '伝票番号：$',
  '고객 번호 $',
  '송장번호: $',
  'Nr. fature $',
  'фактура бр. $',
  'Шот № $',
];

/** About 2,700 lines. */
export function secondNegatives(seed = 7003): Negative[] {
  const dice = new Dice(seed);
  const numbers = new Map(REGIONS.map((region, at) => [region, numbersOf(region, 30, seed + at * 13)]));
  return [
    ...STRUCTURED.flatMap((line) =>
      Array.from({ length: 40 }, (): Negative => ({
        kind: 'structured',
        region: dice.pick(REGIONS),
        text: line(dice),
      })),
    ),
    ...LABELS.flatMap((label) =>
      Array.from({ length: 14 }, (): Negative => {
        const region = dice.pick(REGIONS);
        const { nationalNumber } = dice.pick(numbers.get(region) ?? []);
        return { kind: 'labelled', region, text: label.replace('$', nationalNumber) };
      }),
    ),
  ];
}
