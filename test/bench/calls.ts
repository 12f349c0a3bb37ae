/**
 * Click to INVITE on the wire, and Answer to first audio, once more from a caller behind a firewall: ours beside stock
 * SIP.js SimpleUser in a plain page, on the same server in the same run, turn by turn, with STUN servers that answer and
 * that do not.
 */
import { openDesk } from '../support/desk.ts';
import { until } from '../support/facts.ts';
import { startStun } from '../support/stun.ts';
import { figure, keep, ratio, shown, type Figure } from './figures.ts';
import { openOurs } from './callers/ours.ts';
import { openStock } from './callers/stock.ts';
import type { Caller, Way } from './callers/caller.ts';
import { createWire } from './callers/wire.ts';

type Series = Record<string, Figure>;
type What = 'dial' | 'answer' | 'answerThroughFirewall';
type Results = Record<What, Series>;

const titles: Readonly<Record<What, string>> = {
  dial: 'click to INVITE',
  answer: 'Answer to first audio',
  answerThroughFirewall: 'the same, caller behind a firewall',
};
const whats = Object.keys(titles) as What[];

const ways: { name: string; way: Way }[] = [
  { name: 'cold', way: 'cold' },
  { name: 'prepared', way: 'prepared' },
];

/** A far end behind a firewall: nothing of ours comes in before it has sent something out, for which it needs our answer. */
const firewall = { paths: { toOperator: { loss: 100 }, fromOperator: { loss: 100 } } };

/** Real microphones take 100 to 1500 ms to open; ms. */
const realMicrophone = 500;

/** A call that fails is told of and made again: one in hours of a browser's calls has no sound, stock or ours. */
const attempts = 3;

export async function benchCalls(rounds: number): Promise<void> {
  // Behind a NAT, as nearly everybody is: an address of its own would be no candidate of its own.
  const live = await startStun({ seenAt: '203.0.113.9' });
  const silent = await startStun({ silent: true });
  const servers: Record<string, RTCIceServer[]> = {
    'no STUN server': [],
    'a STUN server that answers': [{ urls: `stun:${live.address}` }],
    'a STUN server that is silent': [{ urls: `stun:${silent.address}` }],
    'a STUN server without an address': [{ urls: 'stun:stun.invalid:3478' }],
  };
  const results: Record<string, Results> = {};
  for (const [name, iceServers] of Object.entries(servers)) {
    results[name] = await measure(iceServers, rounds);
    print(name, results[name]);
  }
  const slowly = `a microphone that takes ${realMicrophone} ms to open`;
  results[slowly] = await measure([], rounds, realMicrophone);
  print(slowly, results[slowly]);
  console.log(`STUN requests answered ${live.asked()}, swallowed ${silent.asked()}`);
  await Promise.all([live.stop(), silent.stop()]);
  keep('calls', results);
}

async function measure(iceServers: RTCIceServer[], rounds: number, microphoneMs = 0): Promise<Results> {
  const wire = createWire();
  const desk = await openDesk({ sandbox: { trace: wire.trace } });
  const ours = await openOurs(desk, iceServers);
  const stock = await openStock(desk.sandbox, iceServers);
  if (microphoneMs > 0) await Promise.all([ours, stock].map((one) => one.slowMicrophone(microphoneMs)));
  const times: Record<What, Record<string, number[]>> = { dial: {}, answer: {}, answerThroughFirewall: {} };
  try {
    // The first call of a browser starts its audio service; that is nobody's figure.
    for (let round = -1; round < rounds; round++) {
      const once = async (name: string, caller: Caller, way: Way) => {
        const taken: Record<What, number> = {
          dial: await dialled(caller, way),
          answer: await answered(caller, way),
          answerThroughFirewall: await answeredThroughFirewall(caller, way),
        };
        if (round < 0) return;
        for (const what of whats) (times[what][name] ??= []).push(taken[what]);
      };
      const take = async (name: string, caller: Caller, way: Way) => {
        for (let failed = 0; ; failed++) {
          try {
            return await once(name, caller, way);
          } catch (error) {
            if (failed === attempts - 1) throw error;
            console.log(
              `${name} did not manage one: ${error instanceof Error ? error.message : String(error)}`,
            );
            desk.sandbox.setFaults({});
            desk.sandbox.reset();
          }
        }
      };
      await take('stock', stock, 'cold');
      for (const { name, way } of ways) await take(name, ours, way);
    }
  } finally {
    await stock.close();
    await desk.close();
  }

  async function dialled(caller: Caller, way: Way): Promise<number> {
    const invited = wire.next('INVITE');
    const clicked = await caller.dial(way);
    const ms = (await invited) - clicked;
    await caller.live();
    await caller.hangUp();
    return ms;
  }

  async function answeredThroughFirewall(caller: Caller, way: Way): Promise<number> {
    desk.sandbox.setFaults(firewall);
    const opened = wire.next('SIP/2.0 200').then(() => desk.sandbox.setFaults({ paths: {} }));
    const ms = await answered(caller, way);
    await opened;
    desk.sandbox.setFaults({});
    return ms;
  }

  async function answered(caller: Caller, way: Way): Promise<number> {
    await caller.expect(way);
    await desk.sandbox.callOperator(caller.user, { persona: 'tone' });
    const { clicked, heard } = await caller.answer();
    await caller.hangUp();
    await until(() => desk.sandbox.calls().every((call) => call.state === 'ended'), {
      message: 'a call is left over',
    });
    desk.sandbox.reset();
    return heard - clicked;
  }

  const figures = (all: Record<string, number[]>): Series =>
    Object.fromEntries(Object.entries(all).map(([name, values]) => [name, figure(values)]));
  return {
    dial: figures(times.dial),
    answer: figures(times.answer),
    answerThroughFirewall: figures(times.answerThroughFirewall),
  };
}

function print(name: string, results: Results): void {
  console.log(`\n${name}; ms, median (middle half)`);
  const row = (series: Series) => {
    const { stock, cold, prepared } = series;
    if (!stock || !cold || !prepared) throw new Error('a series is missing');
    return {
      n: stock.n,
      stock: shown(stock),
      'ours, cold': shown(cold),
      'ours, prepared': shown(prepared),
      'cold beside stock': ratio(stock, cold),
      'prepared beside stock': ratio(stock, prepared),
      'preparing saves': `${Math.round(cold.median - prepared.median)} ms`,
    };
  };
  console.table(Object.fromEntries(whats.map((what) => [titles[what], row(results[what])])));
}
