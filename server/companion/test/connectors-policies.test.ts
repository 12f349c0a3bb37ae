import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CsvMistake } from '../connectors/csv-table.ts';
import { fits, isoDate, plainPolicyNumber } from '../connectors/identity.ts';
import { checkPolicyCsv, policyCsv, type PolicyCsvOptions } from '../connectors/policy-csv.ts';
import { at, policyHttp, type PolicyHttpOptions, urlFor } from '../connectors/policy-http.ts';
import { type Outside, startOutside } from './support/outside.ts';

const forever = new AbortController().signal;

describe('policies by HTTP', () => {
  let outside: Outside;
  beforeAll(async () => {
    outside = await startOutside();
  });
  beforeEach(() => {
    outside.seen.length = 0;
    outside.troubles.length = 0;
    reply({ policy: { no: 'NS-1001', state: 'active', due: '120 dollars\non  Friday' } });
  });
  afterAll(() => outside.stop());

  const reply = (body: unknown, status = 200) => {
    outside.reply = { status, body: typeof body === 'string' ? body : JSON.stringify(body) };
  };
  const book = (more: Partial<PolicyHttpOptions> = {}) =>
    policyHttp({
      url: `${outside.url}/v1/{policyNumber}/status?born={dateOfBirth}&what={lookupType}`,
      headers: { authorization: 'Bearer not-for-logs' },
      answer: { status: '/policy/state', details: '/policy/due', policyNumber: '/policy/no' },
      region: 'US',
      ...more,
    });
  const question = { policyNumber: 'ns 1001/é', dateOfBirth: '1980-03-05' };

  it('fills in the address, and reads what the pointers point to', async () => {
    expect(await book().find(question, forever)).toEqual({
      policyNumber: 'NS-1001',
      status: 'active',
      details: '120 dollars on Friday',
    });
    expect(outside.seen[0]).toMatchObject({
      method: 'GET',
      path: '/v1/ns%201001%2F%C3%A9/status?born=1980-03-05&what=',
    });
    expect(outside.seen[0]?.headers.get('authorization')).toBe('Bearer not-for-logs');
  });

  it('posts the question as it is, or in a form of its own', async () => {
    const url = `${outside.url}/search`;
    await book({ url, method: 'POST' }).find(question, forever);
    const body = {
      by: [{ number: '{policyNumber}', exact: true }],
      born: 'on {dateOfBirth}',
      other: '{other}',
    };
    await book({ url, method: 'POST', body }).find(question, forever);
    expect(outside.seen.map((seen) => JSON.parse(seen.body) as unknown)).toEqual([
      question,
      { by: [{ number: 'ns 1001/é', exact: true }], born: 'on 1980-03-05', other: '{other}' },
    ]);
    expect(outside.seen[0]?.headers.get('content-type')).toBe('application/json');
  });

  it('takes numbers and truth for words, and leaves out what is not there', async () => {
    reply({ policy: { state: true, no: 1001, due: ' ' } });
    expect(await book().find(question, forever)).toEqual({ policyNumber: '1001', status: 'true' });
    reply({ policy: { state: 7 } });
    expect(await book().find(question, forever)).toEqual({ policyNumber: 'ns 1001/é', status: '7' });
  });

  it.each([
    ['404', () => reply('no', 404), {}],
    ['an empty list', () => reply({ policies: [] }), { found: '/policies/0' }],
    ['null', () => reply({ found: null }), { found: '/found' }],
    ['false', () => reply({ found: false }), { found: '/found' }],
  ])('finds none by %s', async (_what, prepare, pointers) => {
    prepare();
    const answer = { status: '/policy/state', ...pointers };
    expect(await book({ answer }).find(question, forever)).toBeUndefined();
  });

  it.each(['', '  ', '.', '..'])('asks nobody for the policy "%s"', async (policyNumber) => {
    expect(await book().find({ policyNumber }, forever)).toBeUndefined();
    expect(outside.seen).toHaveLength(0);
  });

  it('finds none for somebody else', async () => {
    reply({ policy: { state: 'active', holder: 'Example', born: '03/05/1980', phone: '(305) 555-0100' } });
    const answer = {
      status: '/policy/state',
      lastName: '/policy/holder',
      dateOfBirth: '/policy/born',
      phone: '/policy/phone',
    };
    const ask = (more: object, options: object = {}) =>
      book({ answer, ...options }).find({ policyNumber: 'NS-1001', ...more }, forever);
    expect(await ask({})).toMatchObject({ status: 'active' });
    expect(
      await ask({ lastName: 'example', dateOfBirth: '1980-03-05', phone: '+13055550100' }),
    ).toBeDefined();
    expect(await ask({ lastName: 'Sample' })).toBeUndefined();
    expect(await ask({ dateOfBirth: '1980-03-05' }, { dates: 'dmy' })).toBeUndefined();
    expect(await ask({ phone: '+13055550101' })).toBeUndefined();
  });

  it.each([
    [{ how: 'answer', status: 200, body: '<html>Sign in</html>' }, 'again', 'not JSON'],
    [{ how: 'answer', status: 200 }, 'again', 'not JSON'],
    [{ how: 'answer', status: 200, body: '"text"' }, 'again', 'not JSON'],
    [{ how: 'half' }, 'again', 'not JSON'],
    [{ how: 'endless' }, 'again', 'not JSON'],
    [{ how: 'answer', status: 200, body: '{}' }, 'refused', 'has no status at /policy/state'],
    [{ how: 'answer', status: 200, body: '{"policy":{"state":{}}}' }, 'refused', 'has no status'],
    [{ how: 'answer', status: 401 }, 'refused', 'does not accept our credentials (401)'],
    [{ how: 'answer', status: 400 }, 'refused', 'status 400'],
    [
      { how: 'answer', status: 301, headers: { location: 'https://crm.example/' } },
      'refused',
      'redirects (301)',
    ],
    [{ how: 'answer', status: 429, headers: { 'retry-after': '2' } }, 'again', 'status 429'],
    [{ how: 'answer', status: 503 }, 'again', 'status 503'],
    [{ how: 'reset' }, 'again', 'broke the connection off'],
    [{ how: 'hang' }, 'again', 'did not answer within 0.3 s'],
  ] as const)('answered with %j is a fault: %s, %s', async (trouble, kind, words) => {
    outside.troubles.push(trouble);
    const options = trouble.how === 'hang' ? { timeoutMs: 300 } : {};
    const fault: unknown = await book(options)
      .find(question, forever)
      .catch((error: unknown) => error);
    expect(fault).toMatchObject({ name: 'ConnectorFault', kind, message: expect.stringContaining(words) });
    expect(String(fault)).not.toContain('not-for-logs');
    expect(String(fault)).not.toContain('1001');
  });

  it('never leaves the place of its address, whatever is said', () => {
    const template = 'https://policies.example/v1/a{policyNumber}/{lastName}{phone}?x={dateOfBirth}';
    const said = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.stringMatching(/^[./\\%?#@:;&=2eE]{0,6}$/),
    );
    fc.assert(
      fc.property(said, said, said, said, (policyNumber, lastName, phone, dateOfBirth) => {
        const url = urlFor(template, { policyNumber, lastName, phone, dateOfBirth });
        if (url === undefined) return;
        const { origin, pathname, hash, searchParams } = new URL(url);
        expect([origin, hash]).toEqual(['https://policies.example', '']);
        expect(pathname).toMatch(/^\/v1\/a[^/]*\/[^/]*$/);
        expect([...searchParams.entries()]).toEqual([['x', dateOfBirth.toWellFormed()]]);
      }),
    );
  });

  it('a pointer goes where RFC 6901 says', () => {
    const tree = { 'a/b': { '~': [10, 20] }, '': 1, nothing: null };
    expect(at(tree, '/a~1b/~0/1')).toBe(20);
    expect(at(tree, '/')).toBe(1);
    expect(at(tree, '/nothing')).toBeNull();
    expect(at(tree, '')).toBe(tree);
    for (const nowhere of [
      '/x',
      '/nothing/x',
      '/a~1b/~0/2',
      '/toString',
      '/__proto__',
      '/a~1b/~0/length/x',
    ]) {
      expect(at(tree, nowhere)).toBeUndefined();
    }
  });
});

describe('policies by CSV', () => {
  const directory = mkdtempSync(join(tmpdir(), 'policies-'));
  const file = join(directory, 'policies.csv');
  let warnings: string[];
  beforeEach(() => {
    warnings = [];
    rmSync(file, { force: true });
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  const options: PolicyCsvOptions = {
    file,
    columns: {
      policyNumber: 'Policy No',
      status: 'Status',
      lastName: 'Last name',
      dateOfBirth: 'Born',
      phone: 'Phone',
    },
    details: '{Amount} is due on {Due}.',
    region: 'US',
    warn: (line) => void warnings.push(line),
  };
  /** Put in its place at once, as an export should be. */
  const write = (text: string | Buffer) => {
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  };
  const find = (policyNumber: string, more: object = {}, book = policyCsv(options)) =>
    book.find({ policyNumber, ...more }, forever);

  const HEAD = 'Policy No,Last name,Born,Phone,Status,Amount,Due\n';
  const ROW = 'NS-1001,Example,03/05/1980,+1 305 555 0100,active,$120,Friday\n';

  it('finds a policy however its number is said', async () => {
    write(`${HEAD}${ROW}ns 1002,,,,lapsed,,\n`);
    const found = { policyNumber: 'NS-1001', status: 'active', details: '$120 is due on Friday.' };
    for (const number of ['NS-1001', 'ns1001', ' N.S. 1001 ', 'ｎｓ－１００１'])
      expect(await find(number)).toEqual(found);
    expect(await find('NS-1002')).toEqual({ policyNumber: 'ns 1002', status: 'lapsed' });
    for (const number of ['NS-100', '1001', '', '---']) expect(await find(number)).toBeUndefined();
  });

  it('finds it for its holder only', async () => {
    write(`${HEAD}${ROW}NS-1002,,,,lapsed,,\n`);
    expect(
      await find('NS-1001', { lastName: 'EXAMPLE', dateOfBirth: '1980-03-05', phone: '305-555-0100' }),
    ).toBeDefined();
    expect(await find('NS-1001', { lastName: 'Sample' })).toBeUndefined();
    expect(await find('NS-1001', { dateOfBirth: '1980-05-03' })).toBeUndefined();
    expect(await find('NS-1001', { dateOfBirth: 'in spring' })).toBeUndefined();
    expect(await find('NS-1001', { phone: '+13055550101' })).toBeUndefined();
    expect(await find('NS-1001', { lastName: ' ', phone: '' })).toBeDefined();
    expect(await find('NS-1002', { lastName: 'Anybody', dateOfBirth: '1990-01-01' })).toBeDefined();
  });

  it('takes the last of several rows that fit', async () => {
    write(`${HEAD}NS-1,Example,,,expired,,\nNS-1,Example,,,active,,\nNS-1,Sample,,,open,,\n`);
    expect(await find('NS-1', { lastName: 'Example' })).toMatchObject({ status: 'active' });
    expect(await find('NS-1')).toMatchObject({ status: 'open' });
  });

  it.each([
    [
      'semicolons',
      `\uFEFF"Policy No";"STATUS ";Born;Phone;Amount;Due;last NAME\r\nNS-1;"active; paid";;;1,5;x;\r\n`,
    ],
    ['tabs', `Policy No\tStatus\tBorn\tPhone\tAmount\tDue\tLast name\nNS-1\tactive; paid\t\t\t1,5\tx\n`],
    ['commas', `Policy No,Status,Born,Phone,Amount,Due,Last name\n\nNS-1,"active; paid",,,"1,5",x,,,,\n`],
    ['bars', `Policy No|Status|Born|Phone|Amount|Due|Last name|"a, b, c"\nNS-1|active; paid|||1,5|x|`],
  ])('reads a file with %s', async (_which, text) => {
    write(text);
    expect(await find('NS-1')).toEqual({
      policyNumber: 'NS-1',
      status: 'active; paid',
      details: '1,5 is due on x.',
    });
  });

  it('reads what spreadsheets save: UTF-16, and older ones if told', async () => {
    const text = `${HEAD}NS-1,Núñez,,,active,,\n`;
    write(Buffer.from(`\uFEFF${text}`, 'utf16le'));
    expect(await find('NS-1', { lastName: 'nunez' })).toBeDefined();
    write(Buffer.from(text, 'latin1'));
    await expect(find('NS-1')).rejects.toMatchObject({ message: expect.stringContaining('is not UTF-8') });
    const old = policyCsv({ ...options, encoding: 'windows-1252' });
    expect(await find('NS-1', { lastName: 'Núñez' }, old)).toBeDefined();
    expect(await find('NS-1', { lastName: 'Other' }, old)).toBeUndefined();
  });

  it.each([
    ['no file', undefined, 'does not exist'],
    ['an empty file', '', 'is empty'],
    [
      'other columns',
      'Number,Status\n1,2\n',
      'has no column "Policy No", "Last name", "Born", "Phone", "Amount", "Due"; it has "Number", "Status"',
    ],
    ['a column twice', HEAD.replace('Due', 'Due,status '), 'has the column "Status" twice'],
    ['a quotation mark too many', `${HEAD}NS-1,"Example,,\n`, 'is not well-formed CSV'],
    ['an endless line', `${HEAD}NS-1,"${'x'.repeat(200_000)}`, 'is not well-formed CSV'],
  ])('with %s it says what is wrong', async (_what, text, words) => {
    if (text !== undefined) write(text);
    await expect(find('NS-1')).rejects.toMatchObject({
      kind: 'again',
      message: expect.stringContaining(words),
    });
    await expect(checkPolicyCsv(options)).rejects.toBeInstanceOf(CsvMistake);
  });

  it('reads the file again when it has changed, and keeps the old rows while it is broken', async () => {
    const book = policyCsv(options);
    await expect(find('NS-1001', {}, book)).rejects.toMatchObject({ kind: 'again' });
    write(`${HEAD}${ROW}`);
    expect(await find('NS-1001', {}, book)).toMatchObject({ status: 'active' });
    write(`${HEAD}${ROW.replace('active', 'cancelled')}`);
    expect(await find('NS-1001', {}, book)).toMatchObject({ status: 'cancelled' });
    write('nothing of the kind\n');
    expect(await find('NS-1001', {}, book)).toMatchObject({ status: 'cancelled' });
    expect(await find('NS-1001', {}, book)).toMatchObject({ status: 'cancelled' });
    expect(warnings).toEqual([expect.stringMatching(/are still used: it has no column/)]);
    rmSync(file);
    expect(await find('NS-1001', {}, book)).toMatchObject({ status: 'cancelled' });
    write(`${HEAD}${ROW}`);
    expect(await find('NS-1001', {}, book)).toMatchObject({ status: 'active' });
    expect(warnings).toHaveLength(2);
  });

  it('reads tens of thousands of rows once for all who ask at the same time', async () => {
    const rows = Array.from(
      { length: 30_000 },
      (_, index) => `P-${index},Name${index},,,active,${index},x\n`,
    );
    write(HEAD + rows.join(''));
    const book = policyCsv(options);
    const all = await Promise.all(
      Array.from({ length: 50 }, (_, index) => find(`p${index * 600}`, {}, book)),
    );
    expect(all.map((answer) => answer?.details)).toEqual(
      Array.from({ length: 50 }, (_, index) => `${index * 600} is due on x.`),
    );
    expect(await checkPolicyCsv(options)).toBe(30_000);
  });
});

describe('whoever calls', () => {
  const writing = { dates: 'mdy', region: 'US' } as const;
  const named = (lastName: string, known: string) =>
    fits({ policyNumber: '1', lastName }, { lastName: known }, writing);

  it.each([
    ['García', 'garcia', true],
    ["O'Brien", 'OBrien', true],
    ['Garcia', 'García López', true],
    ['Lopez', 'García López', true],
    ['de la Cruz', 'De La Cruz', true],
    ['Garcia Lopez', 'López', true],
    ['de', 'de la Cruz', false],
    ['Li', 'Lin', false],
    ['la', 'de la Cruz', false],
    ['Smith', 'Smithson', false],
    ['!!!', 'Smith', false],
  ])('named %s fits %s: %s', (lastName, known, expected) => {
    expect(named(lastName, known)).toBe(expected);
  });

  it.each([
    ['2020-02-29', 'mdy', '2020-02-29'],
    ['1980/3/5', 'dmy', '1980-03-05'],
    ['1980-03-05T00:00:00Z', 'dmy', '1980-03-05'],
    ['3/5/1980', 'mdy', '1980-03-05'],
    ['3.5.1980', 'dmy', '1980-05-03'],
    ['13/5/1980', 'mdy', undefined],
    ['2021-02-29', 'mdy', undefined],
    ['5/3/80', 'mdy', undefined],
    ['1980', 'mdy', undefined],
    ['', 'mdy', undefined],
  ] as const)('the date %s (%s) is %s', (text, order, expected) => {
    expect(isoDate(text, order)).toBe(expected);
  });

  it('a number is the same however it is written, and its plain form is stable', () => {
    const separator = fc.constantFrom('', ' ', '-', '.', '/', '  ');
    const characters = fc.array(fc.tuple(fc.constantFrom('A', 'B', 'Z', '0', '1', '9'), separator), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(characters, (parts) => {
        const written = parts.map(([character, gap]) => character.toLowerCase() + gap).join('');
        const plain = parts.map(([character]) => character).join('');
        expect(plainPolicyNumber(written)).toBe(plain);
        expect(plainPolicyNumber(plain)).toBe(plain);
      }),
    );
  });
});
