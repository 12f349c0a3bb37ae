/**
 * A companion that is killed again and again while it is called, and the reckoning afterwards: what was told against
 * what is kept and what was done.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { until } from '../../../../test/support/facts.ts';
import type { InboxItem } from '../../inbox/item.ts';
import { openStore } from '../../store/store.ts';
import { type Answer, callOf, itemsIn, type Place, post, TENANT_ID, tokenOf } from './desk.ts';
import { type Outside, startOutside } from './outside.ts';
import { readInbox, type Reader } from './sse.ts';

export interface KillOptions {
  place: Place;
  kills: number;
  seed: number;
  callers: number;
  note?: (text: string) => void;
}

/** What came of it. The lists name what is wrong; they should be empty. */
export interface Reckoning {
  /** Calls made, those answered with success, requests that were cut off, and those that were made twice at once. */
  calls: number;
  told: number;
  cut: number;
  doubled: number;
  items: number;
  sms: number;
  crm: number;
  lost: string[];
  twice: string[];
  unknown: string[];
  smsMissing: string[];
  smsTwice: string[];
  /** Answers that say something else than what is kept, and such to the same request that differ. */
  answersDiffer: string[];
  /** Items of which the CRM was told nothing, or under more than one id. */
  crmMissing: string[];
  crmTwice: string[];
  /** Items that an operator has not, or has otherwise than they are kept. */
  operatorDiffers: string[];
}

/** Mulberry32: the same moments for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Kills the companion at so many random moments under load, lets it finish, and counts. */
export async function killAndReckon({
  place,
  kills,
  seed,
  callers,
  note = () => undefined,
}: KillOptions): Promise<Reckoning> {
  const random = randomOf(seed);
  const outside = await startOutside();
  const server = new Victim(place, outside);
  await server.start();
  const log: Log = new Map();
  const counts = { cut: 0, doubled: 0 };
  let over = false;

  const callUntilTold = async (body: object, marker: string): Promise<void> => {
    for (;;) {
      try {
        const answer = await post(server.url, body);
        if (answer.http === 200) log.get(marker)?.push(answer);
        return;
      } catch (error) {
        // The same request once more, as a platform that tries again would send it.
        if (!isRefused(error)) counts.cut += 1;
        await pause(10);
      }
    }
  };
  const caller = async (number: number): Promise<void> => {
    for (let turn = 0; !over; turn += 1) {
      const marker = `m${number}x${turn}`;
      const [tool, args] = toolFor(Math.floor(random() * 4), marker);
      log.set(marker, []);
      const body = callOf(tool, args);
      const twin = random() < 0.1;
      if (twin) counts.doubled += 1;
      await Promise.all([callUntilTold(body, marker), twin ? callUntilTold(body, marker) : undefined]);
    }
  };
  const operator = followInbox(server);
  const load = Promise.all(Array.from({ length: callers }, (_, number) => caller(number)));
  for (let kill = 0; kill < kills; kill += 1) {
    await pause(20 + random() * 600);
    await server.kill();
    await server.start();
    if ((kill + 1) % 20 === 0) note(`${kill + 1} kills, ${log.size} calls`);
  }
  over = true;
  await load;

  const store = await openStore({ ...place, log: () => undefined });
  await until(async () => (await store.countJobs()) === 0, {
    message: 'the outbox is not worked off',
    timeout: 60_000,
  });
  const kept = await itemsIn(store, TENANT_ID);
  const last = Math.max(0, ...kept.map(({ rev }) => rev));
  await until(() => [...operator.items().values()].some(({ rev }) => rev === last), {
    message: 'the operator does not catch up',
    timeout: 30_000,
  });
  const result = reckon(log, kept, outside, operator.items());
  operator.stop();
  await server.kill();
  await store.close();
  await outside.stop();
  return { ...result, ...counts };
}

/** Nobody was there, so nothing was cut off. */
const isRefused = (error: unknown): boolean =>
  error instanceof Error &&
  error.cause instanceof Error &&
  'code' in error.cause &&
  error.cause.code === 'ECONNREFUSED';

function toolFor(which: number, marker: string): [tool: string, args: object] {
  const phone = '+13055550100';
  if (which === 0) return ['send_sms', { to_phone: phone, message: marker }];
  if (which === 1) return ['create_lead', { first_name: 'Sample', phone, notes: marker }];
  if (which === 2)
    return [
      'schedule_appointment',
      { caller_name: 'Sample', phone, date: '2099-01-05', time: '10:00', purpose: marker },
    ];
  return ['leave_message', { caller_name: 'Sample', caller_phone: phone, message: marker }];
}

/** What each call was answered: more than once where its request was made twice. */
type Log = Map<string, Answer[]>;

function reckon(
  log: Log,
  kept: readonly InboxItem[],
  outside: Outside,
  operators: ReadonlyMap<string, InboxItem>,
): Omit<Reckoning, 'cut' | 'doubled'> {
  const byMarker = Map.groupBy(kept, ({ text = '' }) => text);
  const sent = Map.groupBy(outside.messages, ({ body }) => body);
  const told = [...log].filter(([, [first]]) => first !== undefined && first.status !== 'error');
  const texts = kept.filter(({ kind }) => kind === 'sms').map(({ text = '' }) => text);
  const crm = deliveriesOf(outside);
  return {
    calls: log.size,
    told: told.length,
    items: kept.length,
    sms: outside.messages.length,
    crm: crm.size,
    lost: told.filter(([marker]) => !byMarker.has(marker)).map(([marker]) => marker),
    twice: [...byMarker].filter(([, items]) => items.length > 1).map(([marker]) => marker),
    unknown: [...byMarker.keys()].filter((marker) => !log.has(marker)),
    smsMissing: texts.filter((text) => !sent.has(text)),
    smsTwice: [...sent].filter(([, messages]) => messages.length > 1).map(([text]) => text),
    answersDiffer: told
      .filter(([marker, answers]) => {
        const [item] = byMarker.get(marker) ?? [];
        return item !== undefined && !answers.every((answer) => isOf(answer, item));
      })
      .map(([marker]) => marker),
    crmMissing: kept.filter(({ id }) => !crm.has(id)).map(({ text = '' }) => text),
    crmTwice: kept.filter(({ id }) => (crm.get(id)?.size ?? 0) > 1).map(({ text = '' }) => text),
    operatorDiffers: kept
      .filter((item) => JSON.stringify(operators.get(item.id)) !== JSON.stringify(item))
      .map(({ id }) => id),
  };
}

/** Whether this is what was answered for the item: what was said, what it came to, and which one it is. */
function isOf(answer: Answer, { id, kind, outcome }: InboxItem): boolean {
  // A text message that could not be sent at once may have been since.
  const isStatus = answer.status === outcome.status || (answer.status === 'failed' && kind === 'sms');
  return (
    answer.message === outcome.spoken && isStatus && answer['lead_id'] === (kind === 'lead' ? id : undefined)
  );
}

/** The ids under which the CRM was told of each item. */
function deliveriesOf({ seen }: Outside): Map<string, Set<string>> {
  const ids = new Map<string, Set<string>>();
  for (const { path, headers, body } of seen) {
    if (path !== '/crm') continue;
    const { data } = JSON.parse(body) as { data: { id: string } };
    const known = ids.get(data.id) ?? new Set();
    ids.set(data.id, known.add(headers.get('webhook-id') ?? ''));
  }
  return ids;
}

/** An operator who comes back with the last cursor whenever the stream ends. */
function followInbox(server: Victim): { items: () => Map<string, InboxItem>; stop: () => void } {
  const items = new Map<string, InboxItem>();
  let stopped = false;
  let reader: Reader | undefined;
  const follow = async (): Promise<void> => {
    let cursor: string | undefined;
    while (!stopped) {
      try {
        const token = await tokenOf(server.url, 'operator@crm.example');
        reader = await readInbox(server.url, token, cursor === undefined ? {} : { after: cursor });
        const current = reader;
        await until(() => current.ended, { message: '', timeout: 3_600_000 });
        for (const [id, item] of current.items) items.set(id, item);
        cursor = current.cursor() ?? cursor;
      } catch {
        // The companion is not there at the moment.
        await pause(20);
      }
    }
  };
  void follow();
  return {
    items: () => new Map([...items, ...(reader?.items ?? [])]),
    stop: () => {
      stopped = true;
      reader?.close();
    },
  };
}

/** The companion's process; it comes back on the same port. */
class Victim {
  url = '';
  readonly #place: Place;
  readonly #outside: Outside;
  #child: ChildProcess | undefined;

  constructor(place: Place, outside: Outside) {
    this.#place = place;
    this.#outside = outside;
  }

  async start(): Promise<void> {
    const script = fileURLToPath(new URL('serve-desk.ts', import.meta.url));
    const port = this.url === '' ? '0' : new URL(this.url).port;
    const { directory, databaseUrl } = this.#place;
    const args = [
      script,
      port,
      directory,
      this.#outside.url,
      ...(databaseUrl === undefined ? [] : [databaseUrl]),
    ];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child = child;
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    this.url = await until(() => /listening on (http:\S+)/.exec(output)?.[1], {
      message: 'the companion does not start',
      timeout: 60_000,
      every: 5,
      unless: () => {
        if (child.exitCode !== null) throw new Error(`the companion ended with ${child.exitCode}`);
      },
    });
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
}
