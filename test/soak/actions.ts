/** What an operator, the callers, the browser and the server do to the phone in a day, each with how often. */
import type { Page } from 'playwright-core';
import { CannotCall } from '../../server/sandbox/pbx.ts';
import type { CommandInput, CommandName } from '../../lib/mirror/commands.ts';
import type { Call } from '../../lib/call/call.ts';
import type { Desk } from '../support/desk.ts';
import type { TestPhone } from '../support/phone.ts';
import type { plugsOf } from '../support/plugs.ts';
import { deviceRoles, type DeviceRole } from '../../lib/mirror/devices.ts';
import type { Chance } from './chance.ts';

/** What the actions share. */
export interface Shift {
  desk: Desk;
  phone: TestPhone;
  chance: Chance;
  /** The audio devices of the engine that runs now. */
  plugs: Awaited<ReturnType<typeof plugsOf>>;
  /** The CRM's tabs that are open; the phone's own page is none of them. */
  tabs: Page[];
}

export interface Action {
  name: string;
  /** How often, beside the others. */
  weight: number;
  run(shift: Shift): Promise<void>;
}

/** Refusals that are right when somebody clicks on what has just changed. */
const expected = [
  'no-such-call',
  'call-moved-on',
  'one-at-a-time',
  'line-not-ready',
  'hold-refused',
  'engine-gone',
  // All microphones may be unplugged.
  'microphone-missing',
];

/** Sends a command; a refusal that is no answer to bad timing is thrown on. */
async function command<N extends CommandName>(
  { phone }: Shift,
  name: N,
  input: CommandInput<N>,
  alsoExpected: string[] = [],
): Promise<void> {
  try {
    await phone.do(name, input);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    if (![...expected, ...alsoExpected].some((code) => said.includes(code))) throw error;
  }
}

const callsOf = async ({ phone }: Shift, wanted: (call: Call) => boolean) =>
  ((await phone.slice('calls')) ?? []).filter(wanted);
const theirs = ({ desk }: Shift) => desk.sandbox.calls().filter((call) => call.state !== 'ended');

/** Does this to a call in that phase, if there is one. */
const toCall =
  (wanted: (call: Call) => boolean, act: (shift: Shift, call: Call) => Promise<void>) =>
  async (shift: Shift) => {
    const call = shift.chance.of(await callsOf(shift, wanted));
    if (call) await act(shift, call);
  };
const live = (call: Call) => call.phase === 'live' || call.phase === 'recovering';

export const actions: Action[] = [
  {
    name: 'dial',
    weight: 14,
    async run(shift) {
      // Tone, echo, busy, nobody, early media, unknown, hangs up by itself.
      const number = shift.chance.of(['602', '601', '603', '604', '607', '699', '606']) ?? '602';
      if (shift.chance.maybe(0.5)) await command(shift, 'prepare', {});
      await command(shift, 'dial', { number });
    },
  },
  {
    name: 'prepare and think better of it',
    weight: 3,
    run: (shift) => command(shift, 'prepare', {}),
  },
  {
    name: 'somebody calls',
    weight: 12,
    async run({ desk, chance }) {
      const registered = desk.sandbox.registrations().some((one) => one.user === '1001');
      if (!registered) return;
      const giveUpMs = chance.maybe(0.3) ? chance.between(50, 1500) : undefined;
      const persona = chance.of(['tone', 'echo', 'hangup']) ?? 'tone';
      try {
        await desk.sandbox.callOperator('1001', { persona, ...(giveUpMs !== undefined && { giveUpMs }) });
      } catch (error) {
        // The connection broke in between: the caller hears that nobody is there.
        if (!(error instanceof CannotCall)) throw error;
      }
    },
  },
  {
    name: 'answer',
    weight: 14,
    run: toCall(
      (call) => call.phase === 'offered',
      (shift, { id }) => command(shift, 'answer', { call: id }),
    ),
  },
  {
    name: 'decline',
    weight: 4,
    run: toCall(
      (call) => call.phase === 'offered',
      (shift, { id }) => command(shift, 'decline', { call: id }),
    ),
  },
  {
    name: 'hang up',
    weight: 12,
    run: toCall(
      (call) => call.phase !== 'closed' && call.phase !== 'offered',
      (shift, { id }) => command(shift, 'hangUp', { call: id }),
    ),
  },
  {
    name: 'the caller hangs up',
    weight: 6,
    run(shift) {
      const call = shift.chance.of(theirs(shift));
      if (call) shift.desk.sandbox.hangUp(call.id);
      return Promise.resolve();
    },
  },
  {
    name: 'hold',
    weight: 8,
    run: toCall(live, (shift, { id }) => command(shift, 'hold', { call: id })),
  },
  {
    name: 'resume',
    weight: 8,
    run: toCall(live, (shift, { id }) => command(shift, 'resume', { call: id })),
  },
  { name: 'swap', weight: 5, run: (shift) => command(shift, 'swap', {}) },
  {
    name: 'the caller holds or resumes',
    weight: 4,
    async run(shift) {
      const call = shift.chance.of(theirs(shift).filter(({ state }) => state === 'answered'));
      if (call) await shift.desk.sandbox.hold(call.id, !call.heldByCaller);
    },
  },
  {
    name: 'mute',
    weight: 6,
    run: toCall(live, (shift, { id }) => command(shift, 'mute', { call: id, on: shift.chance.maybe(0.5) })),
  },
  {
    name: 'digits',
    weight: 4,
    run: toCall(live, (shift, { id }) => command(shift, 'digits', { call: id, tones: '15#' })),
  },
  {
    name: 'click twice',
    weight: 3,
    run: toCall(
      (call) => call.phase === 'offered',
      async (shift, { id }) => {
        await Promise.all([command(shift, 'answer', { call: id }), command(shift, 'answer', { call: id })]);
      },
    ),
  },
  {
    name: 'open a tab',
    weight: 4,
    async run({ desk, tabs }) {
      if (tabs.length >= 4) return;
      const tab = await desk.browser.context.newPage();
      tabs.push(tab);
      await tab.goto(desk.sandbox.crmUrl);
    },
  },
  {
    name: 'close a tab',
    weight: 3,
    async run({ tabs }) {
      await tabs.shift()?.close();
    },
  },
  {
    name: 'reload a page',
    weight: 5,
    async run({ tabs, chance }) {
      await chance.of(tabs)?.reload();
    },
  },
  {
    name: 'open and close the popup',
    weight: 3,
    run: async ({ desk }) => (await desk.browser.popup()).close(),
  },
  {
    name: 'change the voice settings',
    weight: 2,
    run: (shift) =>
      command(shift, 'setSettings', {
        voice: {
          echoCancellation: shift.chance.maybe(0.5),
          noiseSuppression: shift.chance.maybe(0.5),
          autoGainControl: shift.chance.maybe(0.5),
        },
      }),
  },
  {
    name: 'choose a device',
    weight: 5,
    async run(shift) {
      const role: DeviceRole = shift.chance.of(deviceRoles) ?? 'microphone';
      const { inputs, outputs } = await shift.phone.slice('devices');
      const some = role === 'microphone' ? inputs : outputs;
      const id = shift.chance.maybe(0.3) ? null : (shift.chance.of(some)?.id ?? null);
      // Unplugged since it was listed: refused, and rightly.
      await command(shift, 'chooseDevice', { role, id }, ['no such device']);
    },
  },
  {
    name: 'unplug a device',
    weight: 4,
    async run({ plugs, chance }) {
      const label = chance.of((await plugs.labels()).there);
      if (label !== undefined) await plugs.unplug(label);
    },
  },
  {
    name: 'plug a device in',
    weight: 5,
    async run({ plugs, chance }) {
      const label = chance.of((await plugs.labels()).gone);
      if (label !== undefined) await plugs.plug(label);
    },
  },
  {
    name: 'the system has another default',
    weight: 2,
    async run({ plugs, chance }) {
      await plugs.makeDefault(chance.of((await plugs.labels()).there));
    },
  },
  { name: 'stop the worker', weight: 3, run: ({ desk }) => desk.browser.stopWorker() },
  {
    name: 'cut the connections',
    weight: 2,
    run: ({ desk }) => Promise.resolve(desk.sandbox.cutConnections()),
  },
  {
    name: 'the server is out of reach for a while',
    weight: 1,
    async run({ desk, chance }) {
      desk.sandbox.setFaults({ refuseSocket: true });
      desk.sandbox.cutConnections();
      await new Promise((resolve) => setTimeout(resolve, chance.between(200, 3000)));
      desk.sandbox.setFaults({});
    },
  },
  {
    name: 'restart the server',
    weight: 0.8,
    // It knows no registration and no call afterwards.
    run: ({ desk, chance }) => desk.restartSandbox(chance.between(0, 3000)),
  },
  {
    name: 'the server refuses a hold',
    weight: 2,
    run: ({ desk }) => Promise.resolve(desk.sandbox.setFaults({ reinvite: { status: 488, times: 1 } })),
  },
  {
    name: 'the server is busy',
    weight: 1,
    run: ({ desk }) =>
      Promise.resolve(desk.sandbox.setFaults({ register: { status: 503, retryAfter: 1, times: 1 } })),
  },
  {
    name: 'kill the engine',
    weight: 0.4,
    async run(shift) {
      await shift.desk.browser.closeEngine();
      // Whoever was talked to hears silence and hangs up.
      for (const call of theirs(shift)) shift.desk.sandbox.hangUp(call.id);
    },
  },
];
