// What the head row of a table in one text says of the numbers below it.
import { describe, expect, it } from 'vitest';
import { findNumbers } from '../../../lib/numbers/find.ts';

function numbers(text: string, region: string): string[] {
  return findNumbers(text, { defaultRegion: region }).map(({ number }) => number);
}

describe('the head of a column', () => {
  it.each([
    ['PL', 'Faktura nr\tMiasto\tKwota razem\n149849949\t61-001 Poznań\t83.591,39 zł'],
    ['EE', 'Arve nr\tLinn\tKokku\n326-2792\t51003 Tartu\t34.919,42 €'],
    ['CN', '发票号码\t城市\t合计\n13564281076\t杭州 310000\t¥81,234.70'],
    ['US', 'City\tInvoice no.\r\nSpringfield\t2015550123\r\nSpringfield\t2015550124\r\n'],
    ['US', 'City | Invoice no.\nSpringfield | 2015550123'],
    ['US', '| Invoice no. | City |\n|---|---|\n| 2015550123 | Springfield |'],
    ['US', '+----+----+\n| Order no. | City |\n+----+----+\n| 2015550123 | Springfield |\n+----+----+'],
    ['US', 'Invoice no.;City\n2015550123;Springfield'],
    ['US', 'Name\tCustomer\tCity\nA. Nother\t2015550123\tSpringfield'],
  ])('makes an id no number (%s): %j', (region, text) => {
    expect(numbers(text, region)).toEqual([]);
  });

  it.each([
    ['US', 'Name\tMobile\tCity\nA. Nother\t1234567890\tSpringfield', ['+11234567890']],
    ['DE', 'Kunde;Telefon\nMuster;030 901820\nBeispiel;030 901821', ['+4930901820', '+4930901821']],
    ['DK', 'Navn | Telefon | By\nA | 12.34.56.78 | Aarhus', ['+4512345678']],
    ['US', 'Order no.\tPhone\tFax\n2015550123\t2015550124\t2015550125', ['+12015550124', '+12015550125']],
    // What was said of one cell is not said of the next.
    ['US', 'Invoice no.\tContact\n2015550123\t201-555-0124', ['+12015550124']],
    // The last head is no label of the first cell.
    ['US', 'Contact\tCity\tInvoice no.\n201-555-0123\tSpringfield\t2015550124', ['+12015550123']],
  ])('lets a telephone be one (%s): %j', (region, text, expected) => {
    expect(numbers(text, region)).toEqual(expected);
  });

  it('gives way to what the cell says itself', () => {
    expect(numbers('Invoice\tCity\tNote\n1\tSpringfield\tInvoice 2015550123', 'US')).toEqual([]);
    expect(numbers('City\tInvoices\tSum\nSpringfield\tmobile: 1234567890\t1', 'US')).toEqual([
      '+11234567890',
    ]);
  });

  it('gives way to the first of two cells', () => {
    expect(numbers('Company\tMobile shop\nInvoice no.\t2015550123', 'US')).toEqual([]);
    expect(numbers('Kind\tInvoice\nMobile\t1234567890', 'US')).toEqual(['+11234567890']);
  });

  it.each([
    ['rows of another number of cells', 'City\tInvoice\tPeople\nSpringfield\t2015550123'],
    ['rows that are parted otherwise', 'Invoice\tCity\n2015550123 | Springfield'],
    ['prose', 'Please check the order; thank you\n2015550123; bye'],
    ['lines that end alike', 'Please check the order;\nSpringfield, 2015550123;'],
    ['long lines', `Invoice\tThe ${'very '.repeat(10)}long story\n2015550123\tSpringfield`],
    ['data in the first row', '98765 Invoice\tCity\n2015550123\tSpringfield'],
  ])('says nothing of %s', (_, text) => {
    expect(numbers(text, 'US')).toContain('+12015550123');
  });

  it('holds in a long table', () => {
    const rows = Array.from({ length: 2000 }, (_, at) => `201555${1000 + at}\t${2015560000 + at}`).join('\n');
    const found = numbers(`Invoice no.\tTelephone\n${rows}`, 'US');
    expect(found).toHaveLength(2000);
    expect(found.every((number) => number.startsWith('+120155'))).toBe(true);
  });
});
