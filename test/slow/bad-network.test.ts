/** What is said of a bad network: raised within 5 s, cleared with hysteresis, never flapping. Real packets, a real network. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import messages from '../../public/_locales/en/messages.json' with { type: 'json' };
import type { Overlay } from '../support/chromium/overlay.ts';
import { openDesk, type Desk, type DeskOptions } from '../support/desk.ts';
import { until } from '../support/facts.ts';
import { makeNamespace, type Namespace, noChance } from '../support/netns.ts';

const why = noChance();
if (why !== undefined) console.warn(`SKIPPED: loss by iptables, because ${why}`);

/** Seconds: five of the promise, and the second of the look in which they are over. */
const promised = 6;

/** What is said on the page, with any figure. */
type Words = 'complaintLossTheirs' | 'complaintLossOurs' | 'complaintJitterTheirs' | 'complaintDelayBoth';
const said = (words: Words) =>
  new RegExp(
    messages[words].message.replace(/[.*+?^()|[\]\\]/g, String.raw`\$&`).replace('$1', String.raw`\d+`),
  );

interface Scene {
  desk: Desk;
  call: string;
  overlay: Overlay;
}

/** A live call, and a page that shows it. */
async function inCall(options: DeskOptions, before: (desk: Desk) => void): Promise<Scene> {
  const desk = await openDesk(options);
  await desk.signIn();
  before(desk);
  const page = await desk.browser.context.newPage();
  await page.goto(`${desk.sandbox.httpUrl}/plain`);
  await page.bringToFront();
  const overlay = desk.browser.overlay(page);
  await overlay.click('button', /^Ringside phone/);
  await overlay.waitFor('textbox');
  await desk.phone.do('dial', { number: '602' });
  const call = (await desk.phone.call((one) => one.phase === 'live', 'the call is not live')).id;
  await desk.phone.until(
    'quality',
    (all) => all.some((one) => one.call === call),
    'nothing is measured',
    20_000,
  );
  return { desk, call, overlay };
}

const complaints = async ({ desk, call }: Scene) =>
  (await desk.phone.slice('quality')).find((one) => one.call === call)?.complaints ?? [];
const has = async (scene: Scene, kind: string, side: string) =>
  (await complaints(scene)).some((one) => one.kind === kind && one.side === side);

/** Watches one complaint until it has been quiet for a while; returns every change as seconds since `began`. */
async function changes(
  scene: Scene,
  kind: string,
  side: string,
  began: number,
  untilSettled: () => Promise<void>,
) {
  const seen: { at: number; on: boolean }[] = [];
  let on = false;
  let watching = true;
  const look = async () => {
    while (watching) {
      const now = await has(scene, kind, side);
      if (now !== on) {
        on = now;
        seen.push({ at: (Date.now() - began) / 1000, on });
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const looking = look();
  try {
    await untilSettled();
  } finally {
    watching = false;
    await looking;
  }
  if (on !== (await has(scene, kind, side))) seen.push({ at: (Date.now() - began) / 1000, on: !on });
  return seen;
}

interface Trouble {
  what: string;
  kind: string;
  side: string;
  words: Words;
}

/** Lets the trouble begin and end, and proves that it is raised once, in words on the page, and taken back once. */
async function raisedOnce(
  scene: Scene,
  { what, kind, side, words }: Trouble,
  trouble: (on: boolean) => void,
): Promise<void> {
  const { desk, call, overlay } = scene;
  const began = Date.now();
  trouble(true);
  const seen = await changes(scene, kind, side, began, async () => {
    await until(() => has(scene, kind, side), { message: `no word of ${what}`, timeout: 20_000 });
    await overlay.waitForText(said(words));
    // Bad for a while: it must stay said.
    await until(() => Date.now() - began > 9000, { message: 'time stands still', timeout: 20_000 });
    trouble(false);
    await until(async () => !(await has(scene, kind, side)), {
      message: 'it is still said',
      timeout: 90_000,
    });
  });
  console.log(
    what,
    seen.map(({ at, on }) => `${on ? 'raised' : 'cleared'} at ${at.toFixed(1)} s`).join(', '),
  );
  expect(seen.map((one) => one.on)).toEqual([true, false]);
  expect(seen[0]?.at).toBeLessThan(promised);
  expect(await overlay.text()).not.toMatch(said(words));
  expect((await desk.phone.slice('calls')).find((one) => one.id === call)?.phase).toBe('live');
}

describe('through a relay', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await inCall({}, (desk) => desk.sandbox.setFaults({ paths: {} }));
  }, 90_000);
  afterAll(() => scene?.desk.close());

  test.each([
    {
      what: '10 % lost on the way to us',
      paths: { toOperator: { loss: 10 } },
      kind: 'loss',
      side: 'theirs',
      words: 'complaintLossTheirs',
    },
    {
      what: '10 % lost on the way to them',
      paths: { fromOperator: { loss: 10 } },
      kind: 'loss',
      side: 'ours',
      words: 'complaintLossOurs',
    },
    {
      what: 'stalls of up to 300 ms on the way to us',
      paths: { toOperator: { jitterMs: 300 } },
      kind: 'jitter',
      side: 'theirs',
      words: 'complaintJitterTheirs',
    },
    {
      what: 'half a second of delay',
      paths: { toOperator: { delayMs: 250 }, fromOperator: { delayMs: 250 } },
      kind: 'delay',
      side: 'ours',
      words: 'complaintDelayBoth',
    },
  ] as const)(
    '$what: raised once, and gone once when the network is good again',
    async ({ paths, ...trouble }) => {
      await raisedOnce(scene, trouble, (on) => scene.desk.sandbox.setFaults({ paths: on ? paths : {} }));
    },
    130_000,
  );
});

describe.skipIf(why)('through a cable that loses packets by chance (iptables)', () => {
  let scene: Scene;
  let cable: Namespace;
  beforeAll(async () => {
    cable = makeNamespace();
    scene = await inCall(
      { sandbox: { host: cable.host }, browser: { executable: cable.chromium } },
      () => undefined,
    );
  }, 90_000);
  afterAll(async () => {
    await scene?.desk.close();
    cable?.remove();
  });

  test.each([
    {
      what: '10 % lost on the way to us',
      share: { inbound: 0.1 },
      kind: 'loss',
      side: 'theirs',
      words: 'complaintLossTheirs',
    },
    {
      what: '10 % lost on the way to them',
      share: { outbound: 0.1 },
      kind: 'loss',
      side: 'ours',
      words: 'complaintLossOurs',
    },
  ] as const)(
    '$what: raised once, and gone once when the cable is good again',
    async ({ share, ...trouble }) => {
      await raisedOnce(scene, trouble, (on) => cable.lose(on ? share : {}));
    },
    130_000,
  );
});
