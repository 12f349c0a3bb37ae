/** What each command does. Inputs are parsed and senders proven before one of these runs. */
import { formatAsTyped, parseNumber } from '../numbers/parse.ts';
import { FaultError } from '../mirror/fault.ts';
import type { Handlers } from '../mirror/server.ts';
import type { Sender } from '../mirror/sender.ts';
import type { SettingsSlice, Slices } from '../mirror/slices.ts';
import type { NumberDescription } from '../mirror/commands.ts';
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
    dial: ({ number, name }) => parts.dial(number, name),
    prepare: () => parts.line()?.line.prepare(),
    answer: ({ call }) => parts.answer(call),
    decline: ({ call }) => calls.decline(call),
    hangUp: ({ call }) => calls.hangUp(call),
    hold: ({ call }) => calls.hold(call),
    resume: ({ call }) => calls.resume(call),
    swap: () => calls.swap(),
    connectCalls: ({ call, other }) => calls.connect(call, other),
    mute: ({ call, on }) => calls.mute(call, on),
    digits: ({ call, tones }) => calls.digits(call, tones),
    transfer({ call, to }) {
      const { to: number, dial } = parts.targetOf(to);
      calls.transfer(call, parts.desk.partyFor({ number }), dial);
    },
    addPerson({ call, to }) {
      const { to: number } = parts.targetOf(to);
      const found = calls.find(call);
      if (found?.phase !== 'live') throw new FaultError('call-moved-on');
      const person = parts.desk.partyFor({ number });
      return parts.desk.mustHave('threeWay').add(found, person, number);
    },
    dismiss: ({ call }) => calls.dismiss(call),

    chooseDevice: ({ role, id }) => parts.sound.devices.choose(role, id),
    testSound: ({ role, ringtone }) => parts.sound.test(role, ringtone),
    dismissDeviceNotices: ({ roles }) => parts.sound.devices.dismissNotices(roles),
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
    answerPageQuestion({ id, answer }, sender) {
      const question = parts.consents.questionOf(id);
      if (sender.role === 'page' && question && question.origin !== sender.origin)
        throw new FaultError('not-allowed', { about: question.origin });
      return parts.consents.answer(id, answer);
    },
    setPageConsent: ({ origin, permit, word }) => parts.consents.set(origin, permit, word),
    setNumbers: ({ origin, on }) =>
      settings.change({ numbersOff: toggled(settings.settings.peek().numbersOff, origin, !on) }),
    openOptions: ({ section }) => parts.host.openPage('options', section),

    saveAccount: (input) => parts.changes.save(input),
    useAccount: ({ id }) => parts.changes.use(id),
    async removeAccount({ id }) {
      const removed = accounts.views.peek().find((one) => one.id === id);
      await parts.changes.remove(id);
      if (removed?.kind === 'sippet' && removed.tokenFrom === 'page')
        await parts.consents.forgetService(removed.apiOrigin);
      await parts.inbox.forget(id);
    },
    reconnect: () => parts.reconnect(),
    setSettings: (part) => settings.change(part),
    readHeadsets: () => parts.headsets.look(),
    forgetHeadset: ({ id }) => parts.headsets.forget(id),
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
    findCalls: ({ text }) => parts.history.find(text),
    readTrace: async ({ call }) => ({ trace: await parts.history.trace(call) }),
    seeMissed: () => parts.missed.see(),
    ...deskHandlers(parts.desk),
    async signInAgain() {
      // What only the administrator can give may have come meanwhile.
      if (accounts.managed() && (await parts.changes.readPolicy())) return;
      await parts.desk.signInAgain();
    },
    ...inboxHandlers(parts.inbox, parts.dial),
  };
}
