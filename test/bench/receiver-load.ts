/** Calls a receiver as a platform does: as fast as it answers, or so many times a second. */
import { Agent, request } from 'node:http';
import { callOf, KEY } from '../../server/companion/test/support/desk.ts';

const body = () =>
  JSON.stringify(
    callOf('leave_message', {
      caller_name: 'Sample Caller',
      caller_phone: '+13055550100',
      message: 'Please call me back about the quote that you sent me last week.',
      for_person: 'Sales',
      urgent: true,
    }),
  );

const agents = new Map<string, Agent>();

/** One call; how long it took, in milliseconds. Rejects unless it is answered with 200. */
export function callOnce(url: string, text = body()): Promise<number> {
  let agent = agents.get(url);
  if (agent === undefined) agents.set(url, (agent = new Agent({ keepAlive: true, maxSockets: 256 })));
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${KEY}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    };
    const asked = request(`${url}/api/webhooks/ai-tools`, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.once('end', () => {
        if (response.statusCode === 200) resolve(performance.now() - startedAt);
        else reject(new Error(`answered with ${response.statusCode}`));
      });
    });
    asked.once('error', reject);
    asked.end(text);
  });
}

/** Calls a second when `connections` of them are always under way. */
export async function throughput(url: string, connections: number, seconds: number): Promise<number> {
  const end = performance.now() + seconds * 1000;
  let count = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < end) {
        await callOnce(url);
        count += 1;
      }
    }),
  );
  return count / seconds;
}

/** How long each call takes when so many come in a second, whether or not the ones before are answered. */
export async function latencies(url: string, perSecond: number, seconds: number): Promise<number[]> {
  const calls: Promise<number>[] = [];
  const startedAt = performance.now();
  for (let turn = 0; turn < perSecond * seconds; turn += 1) {
    const wait = startedAt + (turn * 1000) / perSecond - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    calls.push(callOnce(url));
  }
  return Promise.all(calls);
}
