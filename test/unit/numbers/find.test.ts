import { describe, expect, it } from 'vitest';
import { findNumbers } from '../../../lib/numbers/find.ts';

function found(text: string, region = 'US', labelled = false): string[] {
  return findNumbers(text, { defaultRegion: region, labelled }).map(
    ({ start, end, number, ext }) =>
      `${text.slice(start, end)} = ${number}${ext === undefined ? '' : `x${ext}`}`,
  );
}

describe('finding numbers', () => {
  it.each([
    ['Call (201) 555-0123 today', 'US', ['(201) 555-0123 = +12015550123']],
    ['+1 (201) 555-0123', 'DE', ['+1 (201) 555-0123 = +12015550123']],
    ['030/901820', 'DE', ['030/901820 = +4930901820']],
    ['+49 (0)30 901820', 'US', ['+49 (0)30 901820 = +4930901820']],
    ['020 7946 0018', 'GB', ['020 7946 0018 = +442079460018']],
    ['+1\u00a0201\u2011555\u20110123', 'DE', ['+1\u00a0201\u2011555\u20110123 = +12015550123']],
    ['＋４９　３０　９０１８２０', 'US', ['＋４９　３０　９０１８２０ = +4930901820']],
    ['٠٣٠٩٠١٨٢٠', 'DE', ['٠٣٠٩٠١٨٢٠ = +4930901820']],
    ['电话：010-12345678。', 'CN', ['010-12345678 = +861012345678']],
    ['8~10 49 30 901820', 'RU', ['8~10 49 30 901820 = +4930901820']],
    ['8~104930901820', 'RU', ['8~104930901820 = +4930901820']],
    ['+49 (30) 29-11-22', 'FR', ['+49 (30) 29-11-22 = +4930291122']],
    ['please try 201-555-0123', 'US', ['201-555-0123 = +12015550123']],
    ['06-30/728-0817', 'HU', ['06-30/728-0817 = +36307280817']],
    ['02 21 / 89 71 59', 'DE', ['02 21 / 89 71 59 = +49221897159']],
    ['(8~5) 226 4303', 'LT', ['(8~5) 226 4303 = +37052264303']],
    ['0~01-650-333-6000', 'PL', ['0~01-650-333-6000 = +16503336000']],
    ['011 15-2731-7454', 'AR', ['011 15-2731-7454 = +5491127317454']],
    ['0 15 11 98765-4321', 'BR', ['0 15 11 98765-4321 = +5511987654321']],
    ['02) 567-8055', 'KR', ['02) 567-8055 = +8225678055']],
    ['1) 02) 567-8055', 'KR', ['02) 567-8055 = +8225678055']],
    ['0800 1751 1631', 'NG', ['0800 1751 1631 = +23480017511631']],
    ['+375 152 01-01-98', 'BY', ['+375 152 01-01-98 = +375152010198']],
    ['０３ー１２３４ー５６７８', 'JP', ['０３ー１２３４ー５６７８ = +81312345678']],
    ['ring me at(201) 555-0123', 'US', ['(201) 555-0123 = +12015550123']],
    ['TEL:03-1234-5678/FAX:', 'JP', ['03-1234-5678 = +81312345678']],
    ['联系电话:010-65980408-8001', 'CN', ['010-65980408 = +861065980408']],
    ['0049 (0)30/901820', 'DE', ['0049 (0)30/901820 = +4930901820']],
    ['Try 201-555-0123.Thanks', 'US', ['201-555-0123 = +12015550123']],
    ['Llame al 22.124.89.73', 'CL', ['22.124.89.73 = +56221248973']],
  ])('reads %j in %s', (text, region, expected) => {
    expect(found(text, region)).toEqual(expected);
  });

  it('leaves brackets around a number out and brackets within it in', () => {
    expect(found('(+44 20 7946 0018)')).toEqual(['+44 20 7946 0018 = +442079460018']);
    expect(found('(see (201) 555-0123)')).toEqual(['(201) 555-0123 = +12015550123']);
  });

  it('leaves what numbers a line, or counts behind a number, out', () => {
    expect(found('1. 201-555-0123\n2. 201-555-0124')).toEqual([
      '201-555-0123 = +12015550123',
      '201-555-0124 = +12015550124',
    ]);
    expect(found('Missed call from +49 4922 275760 (2)')).toEqual(['+49 4922 275760 = +494922275760']);
    expect(found('+49 (0) 30 901820')).toEqual(['+49 (0) 30 901820 = +4930901820']);
  });

  it('leaves opening hours behind a number out', () => {
    for (const hours of ['(9-12 / 13-17)', '(9:00-17:00)', '9-17 Uhr', '24/7'])
      expect(found(`030 901820 ${hours}`, 'DE')).toEqual(['030 901820 = +4930901820']);
  });

  it.each([
    ['0800 128294 (0,19/min)', 'AT', '0800 128294'],
    ['0800 128294 0,19 €/min', 'AT', '0800 128294'],
    ['800 152 470 (0.30 zł/min)', 'PL', '800 152 470'],
    ['0664/7522679 (5. OG)', 'AT', '0664/7522679'],
    ['Tel. (02) 8539 9290 (1226 Makati)', 'PH', '(02) 8539 9290'],
    ['Tel. (55) 5769 6472 $5,639.50 MXN', 'MX', '(55) 5769 6472'],
    ['☎ 024 3772 5444 · 6.448.000 ₫', 'VN', '024 3772 5444'],
    ["טל' : 03-503-2907\n6688218 תל אביב", 'IL', '03-503-2907'],
  ])('leaves what follows %j out (%s)', (text, region, number) => {
    const spans = findNumbers(text, { defaultRegion: region });
    expect(spans.map(({ start, end }) => text.slice(start, end))).toEqual([number]);
  });

  it('knows no country for one it does not know, or for none', () => {
    for (const defaultRegion of [undefined, '', 'ZZ', '__proto__', null as unknown as undefined]) {
      expect(findNumbers('030 901820, +49 30 901820', { defaultRegion }).map(({ start }) => start)).toEqual([
        12,
      ]);
    }
  });

  it('splits lists', () => {
    const pair = ['030 901820 = +4930901820', '030 901821 = +4930901821'];
    for (const between of [' / ', ', ', '; ', ' ', ' oder ', '\n', ','])
      expect(found(`030 901820${between}030 901821`, 'DE')).toEqual(pair);
  });

  it.each([
    ['201-555-0123 ext. 45', '45'],
    ['201-555-0123 x45', '45'],
    ['201-555-0123;ext=45', '45'],
    ['201-555-0123 доб. 45', '45'],
    ['201-555-0123 Durchwahl 45', '45'],
    ['201-555-0123 分机45', '45'],
    ['201-555-0123 poste 45', '45'],
    ['201-555-0123 лок. 45', '45'],
    ['201-555-0123 iekš. 45', '45'],
    ['201-555-0123 máy lẻ 45', '45'],
    ['201-555-0123 innanhúss 45', '45'],
    ['201-555-0123 內線45', '45'],
  ])('reads the extension of %j', (text, ext) => {
    expect(found(text)).toEqual([`${text} = +12015550123x${ext}`]);
  });

  it('does not take a house number or the next number for an extension', () => {
    expect(found('+1 201 555 0123, 156 Main St')).toEqual(['+1 201 555 0123 = +12015550123']);
  });

  it.each([
    ['2024-03-15', 'DK'],
    ['08.07.2023 04:19 Uhr', 'DE'],
    ['192.168.10.20:5060', 'DK'],
    ['DE89 3704 0044 0532 0130 00', 'DE'],
    ['VAT 782256278', 'PL'],
    ['Rechnung Nr. 782256278', 'PL'],
    ['Invoices 782256278, 782256279', 'PL'],
    ['https://crm.example/orders/2015550123', 'US'],
    ['550e8400-e29b-41d4-a716-446655440000', 'US'],
    ['84.48269993, 20.12345678', 'DK'],
    ['75421532 / 50', 'DK'],
    ['$ 2015550123', 'US'],
    ['INV-2015550123', 'US'],
    ['2015550123 kg', 'US'],
    ['2015550123 ARS', 'US'],
    ['20155501 – 82243142 EUR', 'DK'],
    ['967068.48 – 7207456.09', 'SG'],
    ['33.94612941,-82.92537847', 'US'],
    ['**** **** 5031 0915', 'KW'],
    ['LX 847 177 682 CN', 'VN'],
    ['BE 0453.040.045', 'BE'],
    ['8.70.18-beta.704655', 'LU'],
    ['IN (7710964190, 7787274078)', 'KZ'],
    ['542/05 R14', 'LU'],
    ['pp. 7942-5608', 'DK'],
    ['21563 - 1823 = 19740', 'PT'],
    ['19740 = 21563 - 1823', 'PT'],
    ['-70.6381821 120.1203415', 'ES'],
    ['742, avenue du Moulin, 35130 Montfleur', 'LU'],
  ])('finds nothing in %j', (text, region) => {
    expect(found(text, region)).toEqual([]);
  });

  it('wants the trunk prefix where the country writes one', () => {
    expect(found('2079460018', 'GB')).toEqual([]);
    expect(found('Phone: 2079460018', 'GB')).toEqual(['2079460018 = +442079460018']);
  });

  it('leaves people their numbers and their ids', () => {
    expect(found('Customer 201-555-0123')).toEqual(['201-555-0123 = +12015550123']);
    expect(found('Customer phone 2015550123')).toEqual(['2015550123 = +12015550123']);
    for (const id of [
      'Customer 2015550123',
      'Customer no. 201-555-0123',
      'Nº de cliente: 201-555-0123',
      '2015550123 (order)',
    ])
      expect(found(id)).toEqual([]);
  });

  it('takes possible numbers where a label, a column or a whole cell says telephone', () => {
    expect(found('(123) 456-7890')).toEqual([]);
    for (const label of ['Mobile:', 'Tel.', 'Telefoon', 'جوال', 'тел.', '電話', 'Cell (private)'])
      expect(found(`${label} (123) 456-7890`)).toEqual(['(123) 456-7890 = +11234567890']);
    expect(found('(123) 456-7890', 'US', true)).toEqual(['(123) 456-7890 = +11234567890']);
    expect(found('Tel. fixo: +351 999 999 999', 'PT')).toEqual(['+351 999 999 999 = +351999999999']);
    expect(found('电话: 125-0676-9177', 'CN')).toEqual(['125-0676-9177 = +8612506769177']);
    expect(found('+1 123 456 7890')).toEqual(['+1 123 456 7890 = +11234567890']);
    expect(found('of +1 123 456 7890 things')).toEqual([]);
  });
});
