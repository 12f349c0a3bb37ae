/** Blind transfer on a plain SIP account: REFER and NOTIFY between two real browsers and the sandbox's exchange. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { account } from '../support/accounts.ts';
import { farTone, openDesk, ourTone, type Desk } from '../support/desk.ts';

let one: Desk;
let two: Desk;
beforeEach(async () => {
  one = await openDesk();
  two = await openDesk();
});
afterEach(async () => {
  await one.close();
  await two.close();
});

/** The second desk is another operator's at the first one's exchange. */
async function joinExchange(): Promise<void> {
  const [, operator] = one.sandbox.operators;
  if (!operator) throw new Error('the sandbox has one operator only');
  const { user, password } = operator;
  const servers = [one.sandbox.wsUrl];
  const { id } = await two.phone.do(
    'saveAccount',
    account({ servers, user, domain: one.sandbox.domain, password }),
  );
  await two.phone.do('useAccount', { id });
  await two.phone.until('line', (line) => line.state === 'ready', 'the second line does not become ready');
}

test('a call is given to a colleague, who hears the caller; nobody there leaves it with us', async () => {
  await one.signIn();
  await joinExchange();
  const { call } = await one.phone.do('dial', { number: '602' });
  await one.ears.hearing(farTone, ourTone);

  await one.phone.do('transfer', { call, to: '1099' });
  const kept = await one.phone.call((it) => it.trouble !== undefined, 'the refusal is not told');
  expect([kept.phase, kept.transfer, kept.trouble]).toMatchObject([
    'live',
    undefined,
    { kind: 'transfer-refused', code: 404 },
  ]);
  await one.ears.hearing(farTone, ourTone);

  await one.phone.do('transfer', { call, to: '1002' });
  const asked = await one.phone.slice('calls');
  expect(asked[0]?.transfer).toMatchObject({ to: { number: '1002' } });
  const ringing = await two.phone.call((it) => it.phase === 'offered', 'the colleague does not ring');
  await two.phone.do('answer', { call: ringing.id });
  const gone = await one.phone.call((it) => it.phase === 'closed', 'we still have it');
  expect(gone.outcome?.kind).toBe('transferred');
  await two.ears.hearing(farTone, ourTone);
});
