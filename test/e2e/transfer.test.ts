/** Calls given away in a real browser: to a number, after asking there, and to a colleague in another browser. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { farTone, openDesk, ourTone, type Desk } from '../support/desk.ts';

const desks: Desk[] = [];
let desk: Desk;

beforeEach(async () => {
  desk = await openDesk();
  desks.push(desk);
  await desk.signIn();
});
afterEach(async () => {
  for (const one of desks.splice(0)) await one.close();
});

/** The caller with the tone is on the line. */
async function talking() {
  await desk.sandbox.callOperator('1001', { persona: 'tone' });
  const offered = await desk.phone.call((call) => call.phase === 'offered', 'nothing rings');
  await desk.phone.do('answer', { call: offered.id });
  await desk.ears.hearing(farTone, ourTone);
  return offered.id;
}

const closed = (id: string) =>
  desk.phone.call((call) => call.id === id && call.phase === 'closed', 'the call does not leave us');

test('to a number that answers: the call leaves us, and says to whom', async () => {
  const id = await talking();
  await desk.phone.do('transfer', { call: id, to: '+442079460018' });
  const { outcome } = await closed(id);
  expect(outcome).toMatchObject({ kind: 'transferred', to: { number: '+442079460018' } });
  const [entry] = await desk.phone.slice('history');
  expect(entry?.outcome?.kind).toBe('transferred');
});

test('to one that is busy, or a far end that cannot: it stays ours, says so, and sounds', async () => {
  const id = await talking();
  await desk.phone.do('transfer', { call: id, to: '603' });
  const kept = await desk.phone.call((call) => call.trouble !== undefined, 'nothing is said');
  expect(kept).toMatchObject({ phase: 'live', trouble: { kind: 'transfer-refused', code: 486 } });
  await desk.ears.hearing(farTone, ourTone);
  desk.sandbox.setFaults({ refer: { status: 405 } });
  await desk.phone.do('transfer', { call: id, to: '601' });
  await desk.phone.call((call) => call.trouble?.code === 405, 'the refusal is not told');
});

test('after asking there: both calls leave us', async () => {
  const first = await talking();
  const { call: second } = await desk.phone.do('dial', { number: '601' });
  await desk.phone.call((call) => call.id === second && call.phase === 'live', 'the second is not live');
  await desk.phone.do('connectCalls', { call: second, other: first });
  expect((await closed(first)).outcome).toMatchObject({ kind: 'transferred', to: { number: '601' } });
  await closed(second);
  await desk.sandbox.until('no call', () => desk.sandbox.calls().every(({ state }) => state === 'ended'));
});
