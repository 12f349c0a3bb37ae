/** A whole desk at the sandbox's Sippet, for tests of what is seen. */
import type { Desk } from './desk.ts';
import { operatorOne } from './sippet.ts';

/** Signs in with a token that is pasted, and waits until line and desk are there. */
export async function signInAtSippet(desk: Desk): Promise<void> {
  const { token } = desk.sandbox.sippet.mint('operator', operatorOne);
  const { id } = await desk.phone.do('saveAccount', {
    kind: 'sippet',
    label: 'Sippet',
    apiOrigin: desk.sandbox.httpUrl,
    tokenFrom: 'pasted',
    token,
  });
  await desk.phone.do('useAccount', { id });
  await desk.phone.until('line', ({ state }) => state === 'ready', 'the line does not become ready');
  await desk.phone.until('desk', ({ live }) => live === 'live', 'the desk does not become live');
}

/** Ends all calls and puts away what they leave on screen. */
export async function clearCalls({ phone }: Desk): Promise<void> {
  for (const call of await phone.slice('calls'))
    if (call.phase !== 'closed') await phone.do('hangUp', { call: call.id });
  await phone.until('calls', (all) => all.every((one) => one.phase === 'closed'), 'calls are left over');
  for (const { call } of await phone.slice('wrapUp')) await phone.do('finishWrapUp', { call });
  for (const call of await phone.slice('calls')) await phone.do('dismiss', { call: call.id });
}
