// What the words around a number make of it, rule by rule; the corpora say how often each matters.
import { describe, expect, it } from 'vitest';
import { findNumbers } from '../../../lib/numbers/find.ts';

function numbers(text: string, region: string): string[] {
  return findNumbers(text, { defaultRegion: region }).map(({ number }) => number);
}

describe('a label in front', () => {
  it.each([
    ['DE', 'Bestellhotline 030901820'],
    ['DE', 'Ihre Servicenummer: 030 901820'],
    ['DE', 'Auftragsannahme: 030 901820'],
    ['DE', 'Ticketverkauf 030 901820'],
    ['US', 'Order line: 2015550123'],
    ['US', 'Ticket office: 201-555-0123'],
    ['US', 'Ticket office phone 2015550123'],
    ['US', 'customer_phone=2015550123'],
    ['US', '{"contactPhone":"2015550123"}'],
    ['ES', 'Número de teléfono del cliente: 912345678'],
    ['FR', 'Numéro vert : 0123456789'],
    ['IS', 'Símanúmer: 5551234'],
    ['SA', 'اتصل بنا على الرقم 0112345678'],
    ['VN', 'Số điện thoại: 0912345678'],
    ['IN', 'संपर्क नंबर 9876543210'],
    ['TW', '訂位專線 02-2345-6789'],
    ['CI', 'Port. 01 28 52 53 61'],
    ['DK', 'Hovednummer 32320610'],
    ['CO', 'No contesta en el 601 375 7603'],
    ['MZ', 'Não atende no 21189061'],
    ['US', 'No answer at 201-555-0123'],
    ['DE', 'Tel. dienstl. 030901820'],
    ['ID', 'tolong telepon balik ke 022965886'],
    ['TR', 'Ankara 0312 345 67 89'],
    ['TR', 'Ankara: 03123456789'],
    ['PK', 'کسٹمر سروس نمبر: 02133229797'],
  ])('that names a telephone (%s): %s', (region, text) => {
    expect(numbers(text, region)).toHaveLength(1);
  });

  it.each([
    ['SI', 'Naročilo 031123456'],
    ['LT', 'Kliento kodas: 861234567'],
    ['IS', 'Tilvísun 5551234'],
    ['GR', 'Αρ. σύμβασης: 2101234567'],
    ['CZ', 'Číslo účtu 601123456'],
    ['VN', 'Mã vận đơn: 0912345678'],
    ['SA', 'رقم التذكرة 0512345678'],
    ['IL', 'מספר סידורי 0501234567'],
    ['IR', 'کد رهگیری 02112345678'],
    ['IN', 'बुकिंग संख्या 9876543210'],
    ['JP', '製造番号：0312345678'],
    ['US', 'taxId: 2015550123'],
    ['US', 'EIN 2015550123'],
    ['DE', 'Serviceauftrag 030901820'],
    ['PT', 'Conta corrente: 212345678'],
    ['CL', 'Matrícula del colegiado: 226463468'],
    ['DO', 'Ref. catastral: 8097893439'],
    ['IR', 'شماره بیمه‌نامه 02105184001'],
    ['JP', '商品コード: 0120180445'],
    ['IL', 'כרטיס שירות: 021266891'],
    ['VN', 'Phiếu hỗ trợ 0987284110'],
    ['SA', 'بفاتورتكم رقم 011 437 9633'],
    ['CN', '采购单01081681679'],
    ['KR', '사번 022146818'],
    ['UA', 'РНОКПП 0648387842'],
    ['DK', 'CVR DK 50 24 79 21'],
    ['DK', 'Varenumre 33515340 og 86.94.51.85'],
    ['SE', '358,22 kr insatt på konto 08645954'],
    ['ID', 'ID pelanggan: 08 001 988 925'],
    ['CH', 'Réf. client : 044 630 54 83'],
    ['US', 'A/c no. 617 308 9881'],
    ['SN', 'Merci de rappeler la référence 305264068'],
    ['KE', 'Namba ya akaunti 0712345678'],
    ['KE', 'Ankara Na. 0712345678'],
    ['KE', 'Tumepokea malipo ya ankara 0712345678.'],
    ['PK', 'کسٹمر آئی ڈی: 02133229797'],
    ['PK', 'کسٹمر نمبر: 02133229797'],
    ['BD', 'কর নং 01812345678'],
  ])('that names something else (%s): %s', (region, text) => {
    expect(numbers(text, region)).toEqual([]);
  });

  it('in capitals is not the word in small letters', () => {
    expect(numbers('oder ein 030 901820', 'DE')).toEqual(['+4930901820']);
  });
});

describe('a name by a number, whatever it names', () => {
  it.each([
    ['US', 'Gizmo no. 2015550123'],
    ['PL', 'Nr gizma 512345678'],
    ['US', 'const gizmo = 2015550123;'],
    ['US', '"gizmo": "2015550123"'],
  ])('is no telephone (%s): %s', (region, text) => {
    expect(numbers(text, region)).toEqual([]);
  });

  it('leaves people and places theirs', () => {
    for (const text of ["Anna's number: 2015550123", 'My number is 2015550123', 'Office no. 2015550123'])
      expect(numbers(text, 'US')).toEqual(['+12015550123']);
    expect(numbers('Número de María: 612345678', 'ES')).toEqual(['+34612345678']);
    for (const [region, text] of [
      ['MX', 'ese no es, mi número es el 2228233389'],
      ['MZ', 'anota meu número novo: 00258 83 852 8928'],
      ['CI', "non, mon numéro c'est le 0152412330"],
      ['IL', 'My Israeli number is 09-7625400'],
    ] as const)
      expect(numbers(text, region)).toHaveLength(1);
    expect(numbers('My invoice number is 2015550123', 'US')).toEqual([]);
  });

  it('leaves a number that is grouped and led like one', () => {
    expect(numbers('Gizmo no. 030 901820', 'DE')).toEqual(['+4930901820']);
    expect(numbers('Gizmo no. 0309 0182 0', 'DE')).toEqual([]);
  });
});

describe('what a telephone or a place is for', () => {
  it('does not make it an order', () => {
    expect(numbers('Телефон за поръчки: 021234567', 'BG')).toHaveLength(1);
    expect(numbers('Отдел заказов 8 912 345-67-89', 'RU')).toHaveLength(1);
    expect(numbers('Fragen zur Rechnung? 030 901820', 'DE')).toHaveLength(1);
    expect(numbers('Order at 201-555-0123', 'US')).toHaveLength(1);
    for (const [region, text] of [
      ['GB', 'Complaints: 020 7946 0018'],
      ['ES', 'Reclamaciones: 912 34 56 78'],
      ['GR', 'Παραγγελίες 210 123 4567'],
      ['TR', 'Sipariş için 0212 345 67 89'],
      ['JP', '苦情受付 03-1234-5678'],
      ['CN', '采购部 010-12345678'],
      ['VN', 'Tổng đài khiếu nại 028 3823 4567'],
    ] as const)
      expect(numbers(text, region)).toHaveLength(1);
  });

  it('is an order where the order leads', () => {
    expect(numbers('Support ticket 2015550123', 'US')).toEqual([]);
    expect(numbers('Ticket de soporte 912345678', 'ES')).toEqual([]);
    expect(numbers('Facture téléphone n° 0123456789', 'FR')).toEqual([]);
    expect(numbers('Telefonrechnung 030901820', 'DE')).toEqual([]);
    expect(numbers('电话账单号 13812345678', 'CN')).toEqual([]);
    expect(numbers('Telefoniarve nr 508 6930', 'EE')).toEqual([]);
    expect(numbers('Рахунок за телефон № 0441234567', 'UA')).toEqual([]);
    expect(numbers('فاتورة الهاتف 0112345678', 'SA')).toEqual([]);
    expect(numbers('Bil telefon 0312345678', 'MY')).toEqual([]);
    expect(numbers('N.º de serie del celular: 666 58 74 40', 'ES')).toEqual([]);
  });
});

describe('a label behind', () => {
  it.each([
    ['TR', '05321234567 numaralı faturanız'],
    ['HU', 'A 0612345678 számú megrendelés'],
    ['JP', '0312345678番のご注文'],
    ['NO', '21-4970-29 (Kontraktsnr.)'],
    ['IR', '09123456789 (شماره سفارش)'],
    ['DE', '030 901820 (Vertragsnummer)'],
    ['GB', '0161 430 5694 – Tracking number'],
    ['MX', '55-9437-2599 (Factura)'],
    ['TR', '02122006216 takip numaralı kargo'],
    ['TR', '2120661959 no.lu faturanın vadesi'],
    ['TR', 'Yanıtınızda 02128544271 referansını belirtin'],
    ['HU', 'A(z) 06201578031 sorszámú számla'],
    ['HU', 'hivatkozzon a(z) 06201854860 ügyszámra'],
  ])('names something else (%s): %s', (region, text) => {
    expect(numbers(text, region)).toEqual([]);
  });

  it.each([
    ['TR', '0212 345 67 89 numaralı telefondan arayın'],
    ['HU', 'a 06 1 234 5678-as telefonszámon'],
    ['JP', '03-1234-5678番までお電話ください'],
    ['DE', '030 901820 (Bestellung)'],
    ['ES', '912 34 56 78 (facturación)'],
    ['IR', 'پیک با شماره 09197157608 تماس می‌گیرد'],
    ['BD', 'অনুগ্রহ করে 01812345678 নম্বরে ফোন করুন।'],
  ])('names a telephone (%s): %s', (region, text) => {
    expect(numbers(text, region)).toHaveLength(1);
  });
});

describe('a number that is merely possible', () => {
  it.each([
    ['BD', '5555555555 নম্বরে কল করুন'],
    ['IN', '5555555555 नंबर पर कॉल करें'],
    ['IN', '5555555555 या क्रमांकावर संपर्क साधा'],
    ['IN', '5555555555 નંબર પર કૉલ કરો'],
    ['IN', '5555555555 என்ற எண்ணில் அழைக்கவும்'],
    ['IN', '5555555555 నంబర్\u200cకు కాల్ చేయండి'],
    ['IN', '5555555555 ನಂಬರ್\u200cಗೆ ಕಾಲ್ ಮಾಡಿ'],
    ['IN', '5555555555 എന്ന നമ്പറിൽ വിളിക്കുക'],
    ['IN', "5555555555 ਨੰਬਰ 'ਤੇ ਕਾਲ ਕਰੋ"],
    ['NP', '5555555555 नम्बरमा फोन गर्नुहोस्'],
    ['PK', '5555555555 نمبر پر کال کریں'],
    ['LK', '0111111111 අංකයට අමතන්න'],
  ])('counts where «call at the number» follows (%s): %s', (region, text) => {
    expect(numbers(text, region)).toHaveLength(1);
    expect(numbers(text.slice(0, 10), region)).toEqual([]);
  });

  it('is a home one where the trunk prefix leads', () => {
    expect(numbers('Телефон: 8 (864) 272-23-61', 'RU')).toEqual(['+78642722361']);
    expect(numbers('Телефон: 886 2 2345 6789', 'RU')).toEqual(['+886223456789']);
  });
});

describe('lists', () => {
  it('hand a label on to what looks alike', () => {
    expect(numbers('Order 2015550123, 2015550124', 'US')).toEqual([]);
    expect(numbers('Order 98765, 201-555-0123', 'US')).toEqual(['+12015550123']);
    expect(numbers('Cikkszámok: 06-1-361-2056 és 0613612057', 'HU')).toEqual([]);
    expect(numbers('Telefon: 34 45 02 08,32 83 91 52', 'DK')).toEqual(['+4534450208', '+4532839152']);
  });
});
