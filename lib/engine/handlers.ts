/** What each command does. Inputs are parsed and senders proven before one of these runs. */
import type { SipAccess } from '../providers/provider.ts';
import { dialString } from '../numbers/dial.ts';
import { formatAsTyped, parseNumber } from '../numbers/parse.ts';
import { FaultError } from '../mirror/fault.ts';
import type { Handlers } from '../mirror/server.ts';
import type { Sender } from '../mirror/sender.ts';
import type { SettingsSlice, Slices } from '../mirror/slices.ts';
import type { NumberDescription } from '../mirror/commands.ts';
import type { Line } from '../sip/line.ts';
import { deskHandlers } from './desk/handlers.ts';
import { inboxHandlers } from './inbox/handlers.ts';
import type { Parts } from './engine.ts';
import { ownersOf } from './owners.ts';
import { reportOf } from './report.ts';
import { withNot, withRegion } from './site-numbers.ts';
import { toggled } from './settings.ts';

export function handlersOf(parts: Parts): Handlers {
  const { calls, settings, accounts } = parts;
  const region = () => settings.settings.peek().region;

  function readyLine(): { line: Line; access: SipAccess } {
    parts.mustBeReady();
    const current = parts.line();
    if (!current) throw new FaultError('no-account');
    return current;
  }

  async function dial(number: string, name: string | undefined): Promise<{ call: string }> {
    const parsed = parseNumber(number, region());
    if (!parsed.ok) throw new FaultError('not-a-number', { about: number });
    const { line, access } = readyLine();
    const target = dialString(parsed.number, access.dialRule, region());
    const { ext } = parsed.kind === 'phone' ? parsed : {};
    const readable = parts.readable({ number: parsed.number, name }, ext);
    const party = name ? readable : parts.desk.named(readable);
    const through = parts.desk.dialAs(party);
    if (through) return { call: await through };
    return { call: await calls.dial(party, (tell) => line.call(target, tell)) };
  }

  function describe(input: string): NumberDescription {
    const formatted = formatAsTyped(input, region());
    const parsed = parseNumber(input, region());
    if (!parsed.ok) return { formatted, dialable: false };
    if (parsed.kind !== 'phone') return { formatted, dialable: true };
    return { formatted, dialable: true, number: parsed.number, region: parsed.region };
  }

  /** Only a page has a site; our own pages name one by `showLauncher` and `setNumbers`. */
  function siteOf(sender: Sender): string {
    if (sender.role !== 'page') throw new FaultError('bad-input', { said: 'no site' });
    return sender.origin;
  }

  /** A page speaks for its own site only, whatever it names. */
  function namedSite({ origin }: { origin?: string | undefined }, sender: Sender): string {
    return sender.role === 'own' && origin !== undefined ? origin : siteOf(sender);
  }

  function changeSites(change: (sites: SettingsSlice['siteNumbers']) => SettingsSlice['siteNumbers']) {
    return settings.change({ siteNumbers: change(settings.settings.peek().siteNumbers) });
  }

  function hideLauncher(origin: string, on: boolean): Promise<void> {
    return settings.change({ launcherHidden: toggled(settings.settings.peek().launcherHidden, origin, on) });
  }

  return {
    dial: ({ number, name }) => dial(number, name),
    prepare: () => parts.line()?.line.prepare(),
    answer: ({ call }) => parts.answer(call),
    decline: ({ call }) => calls.decline(call),
    hangUp: ({ call }) => calls.hangUp(call),
    hold: ({ call }) => calls.hold(call),
    resume: ({ call }) => calls.resume(call),
    swap: () => calls.swap(),
    mute: ({ call, on }) => calls.mute(call, on),
    digits: ({ call, tones }) => calls.digits(call, tones),
    dismiss: ({ call }) => calls.dismiss(call),

    chooseDevice: ({ role, id }) => parts.sound.devices.choose(role, id),
    testSound: ({ role, ringtone }) => parts.sound.test(role, ringtone),
    dismissDeviceNotice: () => parts.sound.devices.dismissNotice(),
    setDoNotDisturb: ({ on }) => settings.change({ doNotDisturb: on }),

    describeNumber: ({ input }) => describe(input),
    findNumbers: (asked) => parts.finder.find(asked, region()),
    whoIs: ({ numbers }) => ownersOf(numbers, parts),
    numbersMissing: ({ why }, sender) =>
      parts.host.log(`numbers may be missing on ${siteOf(sender)}: ${why}`, 'warn'),
    setSiteRegion: (input, sender) =>
      changeSites((sites) => withRegion(sites, namedSite(input, sender), input.region)),
    notNumber: (input, sender) =>
      changeSites((sites) => withNot(sites, namedSite(input, sender), input.text, input.on)),

    placeLauncher: (launcher) => settings.change({ launcher }),
    hideLauncher: ({ on }, sender) => hideLauncher(siteOf(sender), on),
    showLauncher: ({ origin, on }) => hideLauncher(origin, !on),
    setNumbers: ({ origin, on }) =>
      settings.change({ numbersOff: toggled(settings.settings.peek().numbersOff, origin, !on) }),
    openOptions: ({ section }) => parts.host.openPage('options', section),

    async saveAccount(input) {
      const id = await accounts.save(input);
      if (accounts.activeId() === id) await parts.connectLine();
      return { id };
    },
    async useAccount({ id }) {
      const before = accounts.activeId();
      await accounts.use(id);
      // It is connected already: another sign-in would take back the access that the first one is using.
      if (id !== null && id === before) return;
      // Signing out takes the token away (DESIGN §7); another account does not.
      if (id === null && before) await accounts.shelf.remove(before);
      // Saving the first account has put it to use already.
      if (id !== before) await parts.connectLine();
    },
    async removeAccount({ id }) {
      const wasActive = accounts.activeId() === id;
      await accounts.remove(id);
      if (wasActive) await parts.connectLine();
      await parts.inbox.forget(id);
    },
    reconnect: () => parts.reconnect(),
    setSettings: (part) => settings.change(part),
    readMicrophone: () => parts.sound.devices.look(),
    async clearHistory() {
      await parts.history.clear();
      await parts.desk.wrapUps.clear();
    },
    diagnose: () => parts.diagnosis.start(),
    copyReport: async () => ({
      text: reportOf({
        slices: Object.fromEntries(
          Object.entries(parts.slices).map(([name, slice]) => [name, slice.peek()]),
        ) as unknown as Slices,
        version: await parts.host.version(),
        browser: navigator.userAgent,
        language: navigator.language,
        online: navigator.onLine,
        log: parts.host.logged(),
        secrets: accounts.secretsHeld(),
        now: Date.now(),
      }),
    }),
    readTrace: async ({ call }) => ({ trace: await parts.history.trace(call) }),
    seeMissed: () => parts.missed.see(),
    ...deskHandlers(parts.desk),
    ...inboxHandlers(parts.inbox, dial),
  };
}
