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
  });

  it('is an order where the order leads', () => {
    expect(numbers('Support ticket 2015550123', 'US')).toEqual([]);
    expect(numbers('Ticket de soporte 912345678', 'ES')).toEqual([]);
    expect(numbers('Facture téléphone n° 0123456789', 'FR')).toEqual([]);
    expect(numbers('Telefonrechnung 030901820', 'DE')).toEqual([]);
    expect(numbers('电话账单号 13812345678', 'CN')).toEqual([]);
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
  ])('names something else (%s): %s', (region, text) => {
    expect(numbers(text, region)).toEqual([]);
  });

  it.each([
    ['TR', '0212 345 67 89 numaralı telefondan arayın'],
    ['HU', 'a 06 1 234 5678-as telefonszámon'],
    ['JP', '03-1234-5678番までお電話ください'],
    ['DE', '030 901820 (Bestellung)'],
  ])('names a telephone (%s): %s', (region, text) => {
    expect(numbers(text, region)).toHaveLength(1);
  });
});

describe('lists', () => {
  it('hand a label on to what looks alike', () => {
    expect(numbers('Order 2015550123, 2015550124', 'US')).toEqual([]);
    expect(numbers('Order 98765, 201-555-0123', 'US')).toEqual(['+12015550123']);
    expect(numbers('Telefon: 34 45 02 08,32 83 91 52', 'DK')).toEqual(['+4534450208', '+4532839152']);
  });
});
