// Texts of other makes than those the finder was built on: other templates, other labels, other shapes. Never tuned to.
import type { PhoneNumber } from 'libphonenumber-js/max';
import type { Negative } from './negatives.ts';
import type { Positive } from './positives.ts';
import { Dice } from './random.ts';
import { numbersOf, REGIONS } from './regions.ts';

/** How a person or a program writes one number; `$` in a template stands for it. */
type Writer = (number: PhoneNumber, dice: Dice) => string;

const national = (n: PhoneNumber): string => n.formatNational();
const digits = (n: PhoneNumber): string => national(n).replace(/\D/g, '');

const WRITERS: readonly Writer[] = [
  national,
  national,
  (n) => n.formatInternational(),
  (n) => n.number,
  digits,
  (n) => n.formatInternational().replaceAll(' ', '.'),
  (n) => n.formatInternational().replaceAll(' ', '-'),
  (n) => `+${n.countryCallingCode}-${n.nationalNumber}`,
  (n) => `(+${n.countryCallingCode}) ${n.nationalNumber}`,
  (n) => `00 ${n.countryCallingCode} ${n.nationalNumber}`,
  (n) => `+${n.countryCallingCode}/${n.nationalNumber}`,
  (n) => national(n).replaceAll(/[ -]/g, '\u2009'),
  (n) =>
    n
      .formatInternational()
      .replace(' ', '\u00a0(')
      .replace(/\((\d+)/, '($1)'),
  (n) => `\u200e${n.formatInternational()}\u200e`,
];

const TEXTS = [
  'Reach me: $',
  'You can get hold of Jonas under $ until Friday.',
  'cell - $',
  'Ph $ (ask for Maria)',
  'Tel/Fax: $',
  'T.: $',
  'Mob.: $',
  'Mobile No. $',
  'Phone number - $',
  'Office: $',
  'Direct: $',
  'Home phone $',
  'Contact number: $',
  'WhatsApp: $',
  'Call us toll free at $!',
  '📞 $',
  '☎ $',
  'Best regards,\nAnn Smith\nHead of Sales\nACME Ltd.\nT $\nwww.acme.example',
  'Ann Smith <ann@acme.example> $',
  '$ – Ann Smith',
  'Ann: $;',
  '"$","Ann","2024-05-01"',
  'Ann;Smith;$;Berlin;10115',
  'phone=$&name=Ann',
  '<a href="tel:x">$</a>',
  '2024-05-01T10:00 call from $ duration 00:03:12',
  'Missed call from $ (2)',
  'Voicemail 0:42 from $',
  'Rappelez-moi au $ svp',
  'Joignable au $.',
  'Portable : $',
  'Tél. domicile : $',
  'Erreichbar unter $',
  'Handynr.: $',
  'Rückruf erbeten: $',
  'Tel. (geschäftlich): $',
  'Llámame al $',
  'Móvil: $',
  'Tfno.: $',
  'Cellulare: $',
  'Recapito telefonico: $',
  'Bereikbaar op $',
  'Tel.nr. $',
  'Nr telefonu: $',
  'tel. kom. $',
  'Telefonní číslo: $',
  'Telefonszám: $',
  'Puh. $',
  'Mobilnummer: $',
  'Tlf.: $',
  'Ring meg på $',
  'Мобильный: $',
  'Звоните по телефону $',
  'Контактний телефон: $',
  'Κινητό: $',
  'Cep: $',
  'Telefon numarası: $',
  'رقم الهاتف: $',
  'رقم الجوال $',
  'مستقیم: $',
  'נייד: $',
  'मोबाइल नंबर: $',
  'เบอร์โทร $',
  'Số điện thoại: $',
  'No. HP: $',
  '手机：$',
  '联系电话：$',
  '電話番号：$',
  '携帯: $',
  '휴대폰: $',
  'Invoice 4711 overdue, please phone $',
  'Ticket #88213: caller $ has no dial tone',
  'Room 12, 3rd floor, $',
  '12 Main St., 10115 Berlin, $',
  'Birthday 12.03.1984, $',
  'paid 250.00 EUR, $',
  'v2.3.1 hotline $',
  'ext. on request: $',
];

const LISTS = [
  '$ | $',
  '$ & $',
  '$ / $',
  'Tel $; Mob $',
  '$ or $',
  '1. $\n2. $',
  'a) $ b) $',
  '$ (Ann), $ (Bob)',
  'Home $ Work $',
  '$\t$',
];

function filled(
  template: string,
  written: readonly { text: string; number: string }[],
): Pick<Positive, 'text' | 'numbers'> {
  const parts = template.split('$');
  let text = parts[0] ?? '';
  const numbers: Positive['numbers'] = [];
  for (const [at, { text: own, number }] of written.entries()) {
    const lead = own.startsWith('\u200e') ? 1 : 0;
    const tail = own.endsWith('\u200e') ? 1 : 0;
    numbers.push({ start: text.length + lead, end: text.length + own.length - tail, number });
    text += own + (parts[at + 1] ?? '');
  }
  return { text, numbers };
}

/** About 3,900 texts from all regions. */
export function holdoutPositives(seed = 41): Positive[] {
  const dice = new Dice(seed);
  const all: Positive[] = [];
  for (const [at, region] of REGIONS.entries()) {
    const numbers = numbersOf(region, 60, seed + 5000 + at);
    const add = (kind: Positive['kind'], template: string): void => {
      const written = Array.from({ length: template.split('$').length - 1 }, () => {
        const number = dice.pick(numbers);
        return { text: dice.pick(WRITERS)(number, dice), number: number.number };
      });
      all.push({ kind, region, ...filled(template, written) });
    };
    for (let round = 0; round < 55; round++) add('human', dice.pick(TEXTS));
    for (let round = 0; round < 8; round++) add('hard', dice.pick(LISTS));
  }
  return all;
}

type Line = (dice: Dice) => string;

const two = (n: number): string => String(n).padStart(2, '0');

const STRUCTURED: readonly Line[] = [
  (d) =>
    `${d.int(1, 28)}-${d.pick(['Jan', 'Mar', 'Oct'])}-${d.int(1990, 2030)} ${two(d.int(0, 23))}:${two(d.int(0, 59))}`,
  (d) => `${d.int(1990, 2030)}${two(d.int(1, 12))}${two(d.int(1, 28))}-${d.digits(4)}`,
  (d) => `${d.digits(3)}-${d.digits(7)}-${d.digits(7)}`,
  (d) => `1Z${d.digits(3)}E${d.digits(10)}`,
  (d) => `${d.digits(4)} ${d.digits(4)} ${d.digits(4)} ${d.digits(4)}`,
  (d) => `**** **** **** ${d.digits(4)} exp ${two(d.int(1, 12))}/${d.int(24, 31)}`,
  (d) => `DE${d.digits(20)}`,
  (d) => `FR${d.digits(2)} ${d.digits(5)} ${d.digits(5)} ${d.digits(11)} ${d.digits(2)}`,
  (d) => `${d.int(-90, 90)}.${d.digits(6)}, ${d.int(-180, 180)}.${d.digits(6)}`,
  (d) => `geo:${d.int(1, 89)}.${d.digits(5)},${d.int(1, 179)}.${d.digits(5)}`,
  (d) => `https://crm.example/accounts/${d.digits(9)}?tab=${d.digits(3)}`,
  (d) => `/contacts/${d.digits(10)}/edit`,
  (d) => `img_${d.digits(8)}_${d.digits(6)}.jpg`,
  (d) => `IMG-${d.int(2015, 2026)}${two(d.int(1, 12))}${two(d.int(1, 28))}-WA${d.digits(4)}`,
  (d) => d.digits(32).replaceAll('0', 'a'),
  (d) => `sha1:${d.digits(10)}ab${d.digits(12)}`,
  (d) => `€${d.int(1, 9)},${d.digits(3)},${d.digits(3)}.${d.digits(2)}`,
  (d) => `${d.int(1, 9)}.${d.digits(3)}.${d.digits(3)},${d.digits(2)} €`,
  (d) => `USD ${d.int(1, 999)} ${d.digits(3)} ${d.digits(3)}`,
  (d) => `${d.int(1, 9)} ${d.digits(3)} ${d.digits(3)} inhabitants`,
  (d) => `${d.digits(7)} bytes transferred`,
  (d) =>
    `${d.int(1, 254)}.${d.int(1, 254)}.${d.int(1, 254)}.${d.int(1, 254)}/24 via ${d.int(1, 254)}.${d.int(1, 254)}.${d.int(1, 254)}.1`,
  (d) => `[${d.digits(10)}.${d.digits(6)}] usb 1-1: new device`,
  (d) => `1${d.int(6, 7)}${d.digits(11)}`,
  (d) => `1${d.int(6, 7)}${d.digits(8)}.${d.digits(3)}`,
  (d) => `Chrome/${d.int(90, 150)}.0.${d.digits(4)}.${d.digits(3)} Safari/537.36`,
  (d) =>
    `${two(d.int(0, 23))}:${two(d.int(0, 59))}:${two(d.int(0, 59))},${d.digits(3)} --> ${two(d.int(0, 23))}:${two(d.int(0, 59))}:${two(d.int(0, 59))},${d.digits(3)}`,
  (d) => `${d.int(1, 99)} x ${d.int(100, 999)} x ${d.int(100, 999)} mm`,
  (d) => `${d.int(1, 40)}/${d.int(41, 90)}/${d.int(91, 200)} pcs`,
  (d) => `Mon–Fri ${d.int(7, 9)}:00–${d.int(16, 19)}:30, Sat 10–14`,
  (d) =>
    `Q${d.int(1, 4)}/${d.int(2015, 2030)}: ${d.digits(3)},${d.digits(3)} / ${d.digits(3)},${d.digits(3)}`,
  (d) => `${d.int(2, 9)}${d.digits(2)}-${d.digits(2)}-${d.digits(4)}`,
  (d) => `978-${d.int(0, 9)}-${d.digits(2)}-${d.digits(6)}-${d.int(0, 9)}`,
  (d) => `ISSN ${d.digits(4)}-${d.digits(3)}X`,
  (d) => `10.${d.digits(4)}/j.${d.digits(7)}`,
  (d) => `${d.digits(8)}-${d.digits(4)}-4${d.digits(3)}-9${d.digits(3)}-${d.digits(12)}`,
  (d) => `${d.int(1, 9)}${d.digits(4)}-${d.digits(3)}`,
  (d) => `Lottery: ${Array.from({ length: 6 }, () => d.int(1, 49)).join(' - ')}`,
  (d) => `score 3:2, 2:1, 0:${d.int(0, 9)}; att. ${d.digits(5)}`,
  (d) => `${d.int(100, 999)}.${d.int(100, 999)}.${d.int(100, 999)} views`,
];

const LABELS = [
  'Inv# $',
  'Invoice ref: $',
  'Bill no $',
  'Receipt No. $',
  'Credit note $',
  'PO Number $',
  'Sales order $',
  'Order no: $',
  'Order # $',
  'Quote no. $',
  'Work order $',
  'Job no. $',
  'RMA $',
  'Case ID $',
  'Ticket ID: $',
  'Incident $',
  'Request ID $',
  'Account no.: $',
  'Acct # $',
  'Customer number $',
  'Client no. $',
  'Cust. ID $',
  'Member ID: $',
  'User ID $',
  'Employee no. $',
  'Lead number: $',
  'Deal no. $',
  'Opportunity ID $',
  'Record # $',
  'Ref no. $',
  'Ref: $',
  'Reference number $',
  'Your ref. $',
  'Company no. $',
  'VAT number $',
  'VAT Reg No $',
  'Tax number $',
  'Tax no. $',
  'EORI $',
  'DUNS $',
  'Reg. no. $',
  'Licence number $',
  'Serial no. $',
  'Part no. $',
  'Item number $',
  'SKU: $',
  'EAN: $',
  'Lot no. $',
  'Asset tag $',
  'Meter no. $',
  'Policy no. $',
  'Claim number $',
  'Contract number: $',
  'Tracking no. $',
  'Shipment no. $',
  'Parcel $',
  'Container $',
  'Booking no. $',
  'PNR $',
  'Transaction no. $',
  'Payment ID $',
  'Mandate $',
  'Passport number $',
  'National ID $',
  'Student no. $',
  'Patient no. $',
  'Rechnungsnr. $',
  'Rg.-Nr. $',
  'Re.-Nr.: $',
  'Auftragsnr. $',
  'Bestell-Nr. $',
  'Kd.-Nr. $',
  'Kundennr.: $',
  'Vertragsnr.: $',
  'Artikel-Nr. $',
  'Vorgang $',
  'Sendungsnr.: $',
  'Steuer-ID $',
  'Konto-Nr. $',
  'Mitglieds-Nr. $',
  'Belegnummer $',
  'Lieferschein $',
  'N° facture : $',
  'Facture : $',
  'N° client : $',
  'Réf. client $',
  'N° SIRET $',
  'N° de dossier $',
  'Commande n°$',
  'N° de contrat $',
  'Nº factura: $',
  'N.º de pedido $',
  'Nº cliente $',
  'NIF: $',
  'Expediente $',
  'Póliza $',
  'Nota fiscal $',
  'Nº do pedido $',
  'CNPJ $',
  'N. ordine $',
  'N. fattura $',
  'Cod. cliente $',
  'Pratica n. $',
  'P. IVA $',
  'Factuurnr. $',
  'Ordernr. $',
  'Klantnr. $',
  'Zaaknummer $',
  'Nr faktury $',
  'Nr zamówienia $',
  'Nr klienta $',
  'NIP $',
  'Faktura č. $',
  'Číslo objednávky $',
  'IČ: $',
  'Számla $',
  'Ügyfélszám: $',
  'Fakturanummer $',
  'Ordrenr. $',
  'Kundenr. $',
  'Kundnr $',
  'Org.nr $',
  'Laskun numero $',
  'Asiakasnro $',
  'Заказ № $',
  'Счет-фактура № $',
  'Клиент № $',
  'ИНН: $',
  'Рахунок № $',
  'Αρ. τιμολογίου $',
  'Fatura no $',
  'Müşteri no $',
  'Sipariş numarası $',
  'رقم الفاتورة $',
  'رقم العميل: $',
  'מספר חשבונית $',
  'ऑर्डर नंबर $',
  'หมายเลขคำสั่งซื้อ $',
  'Mã khách hàng $',
  'No. invoice $',
  '订单号 $',
  '发票号 $',
  '注文番号 $',
  '顧客番号 $',
  '주문번호 $',
];

/** About 3,100 lines; ids are valid national numbers of the country they are read in. */
export function holdoutNegatives(seed = 43): Negative[] {
  const dice = new Dice(seed);
  const all: Negative[] = [];
  for (const line of STRUCTURED)
    for (let round = 0; round < 40; round++)
      all.push({ kind: 'structured', region: dice.pick(REGIONS), text: line(dice) });
  const numbers = new Map(REGIONS.map((region, at) => [region, numbersOf(region, 40, seed + 7000 + at)]));
  for (const label of LABELS)
    for (let round = 0; round < 10; round++) {
      const region = dice.pick(REGIONS);
      const { nationalNumber } = dice.pick(numbers.get(region) ?? []);
      all.push({ kind: 'labelled', region, text: label.replace('$', nationalNumber) });
    }
  return all;
}
