/**
 * Hours of an operator's day in a seeded random order: `npm run soak [-- --minutes 60 --seed 1]`. Every few actions the
 * phone and the server must agree; at the end nothing may be left over. What differs stops the run with the seed and the
 * last actions.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { census, type Census } from '../support/census.ts';
import { type Desk, openDesk } from '../support/desk.ts';
import { listenIn } from '../support/ears.ts';
import { until } from '../support/facts.ts';
import { grown, held, type Held, keepLedger, least, most } from '../support/ledger.ts';
import { plugsOf } from '../support/plugs.ts';
import { type Action, actions, type Shift } from './actions.ts';
import { createChance } from './chance.ts';
import { agree, goIdle } from './truth.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const seed = Number(values.seed);
const limit = Number(values.minutes) * 60_000;
/** An action that takes this long hangs; ms. */
const actionLimit = 60_000;
const remembered = 50;
const build = '.output/chrome-mv3';
/** How often it is looked at what is held: a check of the line that just happens to run is no remnant. */
const looks = 6;

if (process.env['RINGSIDE_NO_BUILD'] !== '1')
  execFileSync('node_modules/.bin/wxt', ['build'], { stdio: ['ignore', 'ignore', 'inherit'] });
process.exit((await soak()) ? 0 : 1);

async function soak(): Promise<boolean> {
  const began = Date.now();
  const log: string[] = [];
  const counts: Record<string, number> = {};
  const errors: string[] = [];
  const note = (what: string) => {
    log.push(`${((Date.now() - began) / 1000).toFixed(1)} s ${what}`);
    if (log.length > remembered) log.shift();
  };
  console.log(`seed ${seed}, ${values.minutes} minutes`);
  const desk = await openDesk();
  const chance = createChance(seed);
  await keepLedger(desk.browser);
  const shift: Shift = { desk, phone: desk.phone, chance, plugs: await prepare(desk), tabs: [] };
  try {
    await desk.phone.until('settings', (settings) => settings !== undefined, 'the engine says nothing');
    await desk.signIn();
    let before = await beginning(shift);
    while (Date.now() - began < limit) {
      const action = pick(shift);
      counts[action.name] = (counts[action.name] ?? 0) + 1;
      note(action.name);
      if (action.name === 'kill the engine') {
        // What it leaves over must be seen while it lives; the next one begins with a clean slate.
        leftOver(before, await rest(shift));
        note('nothing is left over');
        // Some die in a call.
        if (chance.maybe(0.5)) await desk.phone.do('dial', { number: '602' });
      }
      await inTime(action.run(shift), action.name);
      // A restarted engine is another page: what it holds is compared with its own beginning.
      if (action.name === 'kill the engine') {
        await keepLedger(desk.browser);
        desk.sandbox.reset();
        shift.plugs = await prepare(desk);
        await agree(shift);
        before = await beginning(shift);
      }
      if (chance.maybe(0.5)) await new Promise((resolve) => setTimeout(resolve, chance.between(0, 700)));
      if (chance.maybe(0.15)) {
        note(await agree(shift));
      }
    }
    const after = await rest(shift);
    leftOver(before, after);
    console.table({ before: before.census, after: after.census });
    console.log('held at the end:', after.held);
    return finish(true, 'held');
  } catch (error) {
    return finish(false, error instanceof Error ? error.message : String(error));
  } finally {
    await desk.close();
  }

  function finish(ok: boolean, said: string): boolean {
    const done = Object.values(counts).reduce((sum, one) => sum + one, 0);
    console.table(counts);
    console.log(
      `${ok ? '✓' : '✗'} seed ${seed}: ${said} (${done} actions in ${Math.round((Date.now() - began) / 1000)} s)`,
    );
    if (!ok) console.log(log.join('\n'));
    mkdirSync('.output/soak', { recursive: true });
    writeFileSync(
      `.output/soak/${seed}.json`,
      JSON.stringify({ ok, seed, said, counts, errors, log }, null, 2),
    );
    return ok;
  }
}

function pick({ chance }: Shift): Action {
  const total = actions.reduce((sum, action) => sum + action.weight, 0);
  let left = chance.next() * total;
  const found = actions.find((action) => (left -= action.weight) < 0);
  if (!found) throw new Error('no action');
  return found;
}

async function inTime(work: Promise<void>, name: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`"${name}" takes more than a minute`)), actionLimit);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Ears and plugs in the engine's page of now. */
async function prepare(desk: Desk): Promise<Shift['plugs']> {
  await listenIn(desk.browser);
  return plugsOf(desk.browser);
}

/** What is alive at rest after a page with numbers and one call, so that what is made once is made. */
async function beginning(shift: Shift): Promise<Rest> {
  const { phone, desk } = shift;
  await goIdle(shift);
  const page = await desk.browser.context.newPage();
  await page.goto(desk.sandbox.crmUrl);
  await until(() => page.evaluate(() => CSS.highlights.has('ringside-number')), {
    message: 'no number is found on the page',
  });
  await page.close();
  await phone.do('dial', { number: '602' });
  await phone.call((call) => call.phase === 'live', 'the call is not live');
  desk.sandbox.reset();
  return rest(shift);
}

interface Rest {
  census: Census;
  /** `timers` as in every look, for the end; `busiest` as in any, for the beginning. */
  held: Held;
  busiest: Held['timers'];
}

/** Idle, all tabs closed, nothing prepared: what is alive in the engine then. */
async function rest(shift: Shift): Promise<Rest> {
  const { desk } = shift;
  await goIdle(shift);
  for (const tab of shift.tabs.splice(0)) await tab.close();
  // A connection prepared and not used is kept for 30 s, and SIP remembers an ended call for 32 s.
  await new Promise((resolve) => setTimeout(resolve, 36_000));
  await desk.ears.forget();
  await shift.plugs.forget();
  const found = await census(desk.browser.engine);
  const all: Held[] = [];
  for (let look = 0; look < looks; look++) {
    all.push(await held(desk.browser, build));
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const timers = all.map((one) => one.timers);
  const [first] = all;
  if (!first) throw new Error('nobody looked');
  return { census: found, held: { ...first, timers: least(timers) }, busiest: most(timers) };
}

/** Throws when more is alive than before, and says what. */
function leftOver(before: Rest, after: Rest): void {
  const none: (keyof Census)[] = ['connections', 'openConnections', 'liveTracks', 'audioContexts', 'playing'];
  const wrong = none.filter((name) => after.census[name] > 0).map((name) => `${after.census[name]} ${name}`);
  if (after.census.sockets !== 1) wrong.push(`${after.census.sockets} sockets`);
  const listeners = grown(before.held.listeners, after.held.listeners);
  if (after.census.listeners > before.census.listeners && listeners.length === 0)
    listeners.push(`${after.census.listeners - before.census.listeners} × of objects that cannot be reached`);
  wrong.push(
    ...listeners.map((what) => `listener ${what}`),
    ...grown(before.busiest, after.held.timers).map((what) => `timer ${what}`),
    ...grown(before.held.ports, after.held.ports).map((what) => `port ${what}`),
  );
  if (wrong.length > 0) throw new Error(`left over:\n  ${wrong.join('\n  ')}`);
}
