import { describe, expect, it } from 'vitest';
import { argsOf } from '../tools/args.ts';
import { checkPolicyStatus } from '../tools/check-policy-status.ts';
import { numberOf } from '../tools/phone.ts';
import { scheduleAppointment } from '../tools/schedule-appointment.ts';
import { instantOf, isoDay, readDate, readMinutes, readTime } from '../tools/when.ts';
import { speakable } from '../receiver/speech.ts';
import { masked } from '../receiver/clean.ts';
import { tenantWith } from './support/desk.ts';

/** A Tuesday, 23:30 in New York and the next day already in UTC. */
const NOW = new Date('2026-03-04T04:30:00Z');
const timeZone = 'America/New_York';

describe('dates', () => {
  it.each([
    ['2026-03-05', '2026-03-05'],
    ['2026/3/5', '2026-03-05'],
    ['2026-03-05T14:30', '2026-03-05 14:30'],
    ['2026-03-05 14:30:00', '2026-03-05 14:30'],
    ['2026-03-05T02:30:00Z', '2026-03-04 21:30'],
    ['2026-07-05T14:30:00-07:00', '2026-07-05 17:30'],
    ['March 5, 2026', '2026-03-05'],
    ['Thursday, March 5th 2026', '2026-03-05'],
    ['5 de marzo de 2026', '2026-03-05'],
    ['jueves, 5 de marzo del 2026', '2026-03-05'],
    ['12/31/2026', '2026-12-31'],
    ['31/12/2026', '2026-12-31'],
    ['4/4/2026', '2026-04-04'],
    ['today', '2026-03-03'],
    ['mañana', '2026-03-04'],
    // What could be two things, or is none.
    ['03/05/2026', undefined],
    ['2026-02-30', undefined],
    ['2026-13-01', undefined],
    ['March 5', undefined],
    ['next Tuesday', undefined],
    ['sometime next week', undefined],
    ['', undefined],
  ])('%s is %s', (text, expected) => {
    const read = readDate(text, { timeZone, now: NOW });
    expect(read && [isoDay(read.day), read.time].filter(Boolean).join(' ')).toBe(expected);
  });

  it.each([
    ['14:30', '14:30'],
    ['09:00', '09:00'],
    ['2:30 PM', '14:30'],
    ['2 p.m.', '14:00'],
    ['12 am', '00:00'],
    ['12:15pm', '12:15'],
    ['noon', '12:00'],
    ['mediodía', '12:00'],
    ['3 de la tarde', '15:00'],
    ['a las 10 de la mañana', '10:00'],
    ['2:30', undefined],
    ['9', undefined],
    ['25:00', undefined],
    ['13 pm', undefined],
    ['afternoon', undefined],
  ])('%s o’clock is %s', (text, expected) => {
    expect(readTime(text)).toBe(expected);
  });

  it.each([
    ['30', 30],
    ['45 minutes', 45],
    ['1 hour', 60],
    ['1.5 hours', 90],
    ['una hora', 60],
    ['media hora', 30],
    ['0', undefined],
    ['a while', undefined],
  ])('%s takes %s minutes', (text, expected) => {
    expect(readMinutes(text)).toBe(expected);
  });

  it('knows what the clock skips', () => {
    const spring = { year: 2026, month: 3, day: 8 };
    expect(instantOf(spring, '02:30', timeZone)).toBeUndefined();
    expect(instantOf(spring, '03:30', timeZone)?.toISOString()).toBe('2026-03-08T07:30:00.000Z');
  });
});

describe('an appointment', () => {
  const schedule = (args: object, tenant = tenantWith()) => {
    const read = argsOf({ caller_name: 'Sample', phone: '+13055550100', purpose: 'Review', ...args });
    const reading = scheduleAppointment.read(read, { tenant, now: NOW });
    if (!('told' in reading)) throw new Error('it was not taken');
    return { ...reading.draft, fields: read.rest(), ...reading.told({ id: '' }) };
  };

  it('is said in the language and the clock of the tenant', () => {
    const when = { date: '2026-03-05', time: '2:30 PM', duration: 45 };
    expect(schedule(when)).toMatchObject({
      appointment: { date: '2026-03-05', time: '14:30', timeZone, minutes: 45 },
      fields: {},
      status: 'scheduled',
      spoken: 'I have you down for Thursday, March 5 at 2:30 PM.',
    });
    expect(schedule(when, tenantWith({ language: 'es' })).spoken).toBe(
      'Le he apuntado para el jueves, 5 de marzo a las 2:30 p.m.',
    );
    expect(schedule(when, tenantWith({ timeZone: 'UTC' })).spoken).toContain('2:30 PM UTC');
    expect(schedule({ date: '2026-03-05' })).toMatchObject({
      status: 'scheduled',
      spoken: expect.stringContaining('to agree on the time'),
    });
  });

  it.each([
    [{ date: 'next Tuesday', time: '2 PM' }],
    [{ date: '2026-03-05', time: 'in the afternoon' }],
    [{ date: '2026-03-08', time: '02:30' }],
    [{ date: '2026-03-01' }],
    [{ date: '2026-03-05T14:30', time: '15:00' }],
  ])('that is not clear is kept as it was said, and nothing is promised: %j', (when) => {
    expect(schedule(when)).toMatchObject({
      needsReview: true,
      fields: when,
      status: 'noted',
      spoken: expect.stringContaining('to confirm the day and time'),
    });
  });
});

it.each([
  ['March 5, 1980', '1980-03-05'],
  ['5 de marzo de 1980', '1980-03-05'],
  ['12/31/1980', '1980-12-31'],
  ['1980-03-05', '1980-03-05'],
  ['1980-03-05T00:00:00Z', '1980-03-05'],
  // The book knows which order its dates have.
  ['03/05/1980', '03/05/1980'],
  ['in the spring of 1980', 'in the spring of 1980'],
  [undefined, undefined],
])('a policy holder born %s is asked for as born %s', (said, expected) => {
  const book = { find: () => Promise.resolve(undefined) };
  const args = argsOf({ policy_number: 'POL-0001', date_of_birth: said });
  const reading = checkPolicyStatus.read(args, {
    tenant: tenantWith({ connectors: { policies: book } }),
    now: NOW,
  });
  expect(reading).toMatchObject({ payload: { dateOfBirth: expected } });
  expect(args.rest()['date_of_birth']).toBe(said);
});

it.each([
  ['+1 305 555 0100', { number: '+13055550100', numberAsGiven: '+1 305 555 0100' }],
  ['+13055550100', { number: '+13055550100' }],
  ['13055550100', { number: '+13055550100', numberAsGiven: '13055550100' }],
  ['555-0100', { numberAsGiven: '555-0100', needsReview: true }],
  ['my usual one', { numberAsGiven: 'my usual one', needsReview: true }],
])('the number %s is understood', (given, expected) => {
  expect(numberOf(given, 'US')).toEqual(expected);
});

it.each([
  ['Plain words.', 'Plain words.'],
  ['<speak>Hello <b>you</b></speak>', 'Hello you'],
  ['See https://evil.example/x?y=1 now', 'See now'],
  ['**Bold** and [a link](http://x.example)', 'Bold and a link'],
  ['Done 🎉 ✅!', 'Done!'],
  ['Id 0b2c5e1a-1111-4222-8333-444455556666 is yours', 'Id is yours'],
  ['One. Two. Three.', 'One. Two.'],
  [
    'Your agent is Dr. Smith and Mrs. Jones will call you. Is that right? More follows.',
    'Your agent is Dr. Smith and Mrs. Jones will call you. Is that right?',
  ],
  [
    'Le llamará la Sra. Muestra o el Sr. Ejemplo. La Dra. Prueba no está. Adiós.',
    'Le llamará la Sra. Muestra o el Sr. Ejemplo. La Dra. Prueba no está.',
  ],
  [
    'We open at 9 a.m. Monday and close at 5 p.m. Friday. Come in. Goodbye.',
    'We open at 9 a.m. Monday and close at 5 p.m. Friday. Come in.',
  ],
  [
    'Ms. J. Sample is at 12 Main St. Miami, or at Example Inc. Monday. Done. More.',
    'Ms. J. Sample is at 12 Main St. Miami, or at Example Inc. Monday. Done.',
  ],
  ['It is past. We called. You paid.', 'It is past. We called.'],
  ['<>{}', undefined],
])('%s is spoken as %s', (text, expected) => {
  expect(speakable(text)).toBe(expected);
});

it('what is too long to be spoken ends at a word', () => {
  const spoken = speakable('word '.repeat(100)) ?? '';
  expect(spoken.length).toBeLessThanOrEqual(240);
  expect(spoken).toMatch(/word\.$/);
});

it('a log shows no number, address or key', () => {
  const text = masked(
    'to +1 (305) 555-0142 of sample@crm.example with csk_live_0123456789abcdef0123456789abcdef',
  );
  expect(text).toBe('to …42 of …@… with …');
});

describe('arguments', () => {
  it('are all kept, however many, however named and however long', () => {
    const given: Record<string, string> = { first_name: 'Anne', firstName: 'Annie', FirstName: 'Anne' };
    for (let index = 0; index < 150; index += 1) given[`detail_${index}`] = `value ${index}`;
    given[`a${'b'.repeat(100)}`] = 'under a long name';
    given['note'] = `${'x'.repeat(19_999)}😀`;
    given['note_2'] = 'its own';
    const args = argsOf(given);
    expect(args.line('first_name')).toBe('Anne');
    const rest = args.rest();
    const all = Object.values(rest).join('\n');
    for (const [name, value] of Object.entries(given))
      if (name !== 'first_name' && name !== 'FirstName' && name !== 'note') expect(all).toContain(value);
    expect(all).toContain('firstName: Annie');
    expect(all).toContain(`a${'b'.repeat(100)}: under a long name`);
    for (const text of Object.values(rest)) expect(text.length).toBeLessThanOrEqual(10_000);
    const early = argsOf({ note: given['note'], note_2: 'its own' }).rest();
    expect(Object.values(early).join('')).toHaveLength(20_001 + 'its own'.length);
    expect(Object.keys(early)).toEqual(['note', 'note_2', 'note_3', 'note_2_2']);
    expect(early['note_2_2']).toBe('its own');
  });
});
