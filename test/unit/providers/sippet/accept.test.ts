/** Taking a caller at the sandbox: whatever the service calls it, what is told is what happened. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FaultError } from '../../../../lib/mirror/fault.ts';
import { startSandbox, type Sandbox } from '../../../../server/sandbox/sandbox.ts';
import { operatorTwo, sippetAt, type TestSippet } from '../../../support/sippet.ts';

let sandbox: Sandbox;
let sippet: TestSippet;
beforeEach(async () => {
  sandbox = await startSandbox();
  sippet = sippetAt(sandbox);
  await sippet.provider.lines?.();
});
afterEach(async () => {
  sippet.provider.stop();
  await sandbox.stop();
});

const faultOf = async (work: Promise<unknown> | undefined) => {
  const error = await Promise.resolve(work).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof FaultError ? error.fault : error;
};
const accepts = () => sippet.asked.filter((one) => one.action === 'accept_call_queue_entry').length;

/** The row as it is when a colleague has taken it; without a phone of theirs in the test. */
function takenByTwo(id: string): void {
  const two = sandbox.sippet.team.find((member) => member.email === operatorTwo);
  const row = sandbox.sippet.store.queueEntries.find((entry) => entry.id === id);
  if (row && two) Object.assign(row, { status: 'accepted', acceptedByUserId: two.userId });
}

describe.each(['invalid_attribute', 'invalid_changes', 'not_found', 'forbidden'] as const)(
  'a service that calls it %s',
  (takenError) => {
    test('says who was faster, also when the entry has left the list', async () => {
      sandbox.sippet.setVariants({ takenError });
      const { entryId = '' } = sandbox.sippet.bringCaller({});
      await sippet.provider.queue?.list();
      takenByTwo(entryId);
      expect(await faultOf(sippet.provider.queue?.accept(entryId))).toMatchObject({
        code: 'taken-by',
        about: 'Operator Two',
      });
      const row = sandbox.sippet.store.queueEntries.find((entry) => entry.id === entryId);
      if (row) row.status = 'completed';
      expect(await faultOf(sippet.provider.queue?.accept(entryId))).toMatchObject({ code: 'taken-by' });
    });
  },
);

test('a caller who hung up is gone', async () => {
  const { entryId = '', call } = sandbox.sippet.bringCaller({});
  await sippet.provider.queue?.list();
  sandbox.sippet.hangUp(call.callUuid);
  expect(await faultOf(sippet.provider.queue?.accept(entryId))).toMatchObject({ code: 'entry-gone' });
});

test('a service that failed is said to have failed, and the caller still waits', async () => {
  const { entryId = '' } = sandbox.sippet.bringCaller({});
  sandbox.setFaults({ sippet: { rpc: { actions: ['accept_call_queue_entry'], status: 503 } } });
  expect(await faultOf(sippet.provider.queue?.accept(entryId))).toMatchObject({
    code: 'service-unreachable',
  });
  expect(accepts()).toBe(1);
});

test('an answer that was lost and a colleague who was faster: asked once more, which takes nothing from them', async () => {
  const { entryId = '' } = sandbox.sippet.bringCaller({});
  takenByTwo(entryId);
  sandbox.setFaults({
    sippet: { rpc: { actions: ['accept_call_queue_entry'], status: 502, when: 'after', times: 1 } },
  });
  expect(await faultOf(sippet.provider.queue?.accept(entryId))).toMatchObject({
    code: 'taken-by',
    about: 'Operator Two',
  });
  expect(accepts()).toBe(2);
});

test('an answer that was lost though we have the caller is a success', async () => {
  const { entryId = '' } = sandbox.sippet.bringCaller({});
  const one = sandbox.sippet.team.find((member) => member.name === 'Operator One');
  const row = sandbox.sippet.store.queueEntries.find((entry) => entry.id === entryId);
  if (row && one) Object.assign(row, { status: 'accepted', acceptedByUserId: one.userId });
  sandbox.setFaults({
    sippet: { rpc: { actions: ['accept_call_queue_entry'], status: 502, when: 'after', times: 1 } },
  });
  expect(await faultOf(sippet.provider.queue?.accept(entryId))).toBeUndefined();
});
