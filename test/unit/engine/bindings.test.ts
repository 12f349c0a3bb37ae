import { expect, test } from 'vitest';
import { createBindings } from '../../../lib/engine/bindings.ts';
import { memory } from '../../support/memory-host.ts';

async function engine(store: ReturnType<typeof memory>) {
  const bindings = createBindings({ store, log: () => undefined });
  await bindings.load();
  return bindings;
}
const facts = ({ name, host, instance }: { name: string; host: string; instance: string }) => ({
  name,
  host,
  instance,
});

test('the next engine registers an account with the same contact, and others with theirs', async () => {
  const store = memory();
  const before = await engine(store);
  const [alice, bob] = [before.take('alice@pbx.example'), before.take('bob@pbx.example')];
  expect(alice.name).not.toBe(bob.name);
  expect(alice.host).toMatch(/^[a-z\d]+\.invalid$/);
  const after = await engine(store);
  expect(facts(after.take('alice@pbx.example'))).toEqual(facts(alice));
  expect(facts(after.take('bob@pbx.example'))).toEqual(facts(bob));
});

test('a line that is not gone yet keeps its contact to itself; the newest is the one that is kept', async () => {
  const store = memory();
  const before = await engine(store);
  const old = before.take('alice@pbx.example');
  const next = before.take('alice@pbx.example');
  expect(next.name).not.toBe(old.name);
  old.release();
  next.release();
  expect(before.take('alice@pbx.example').name).toBe(next.name);
  expect((await engine(store)).take('alice@pbx.example').name).toBe(next.name);
});

test('no more than twenty are kept', async () => {
  const store = memory();
  const before = await engine(store);
  const first = before.take('0@pbx.example');
  for (let count = 1; count <= 20; count++) before.take(`${count}@pbx.example`);
  expect((await engine(store)).take('0@pbx.example').name).not.toBe(first.name);
});
