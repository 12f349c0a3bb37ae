/** The phone: composes its parts, owns all state, and serves the views. */
import { computed, effect, signal } from '@preact/signals-core';
import type { Call, Party } from '../call/call.ts';
import type { Host } from '../host/host.ts';
import type { Heard, News } from '../host/news.ts';
import { beepSound } from '../media/ringtones.ts';
import { FaultError } from '../mirror/fault.ts';
import type { PageApiSender } from '../mirror/sender.ts';
import { serveMirror, type MirrorServer } from '../mirror/server.ts';
import { emptySlices, type LineSlice, type SitesSlice } from '../mirror/slices.ts';
import type { MirrorPort } from '../mirror/wire.ts';
import { formatNumber, parseNumber } from '../numbers/parse.ts';
import { createDesk } from './desk/desk.ts';
import { createInbox } from './inbox/inbox.ts';
import { keepScreenPop } from './desk/screen-pop.ts';
import { accountChanges } from './account-changes.ts';
import { createAccounts } from './accounts.ts';
import { createBindings } from './bindings.ts';
import { createCalls } from './calls.ts';
import { checksOf } from './checks.ts';
import { openDatabase } from './database.ts';
import { createDiagnosis } from './diagnose.ts';
import { createDialling } from './dial.ts';
import { createNumberFinder } from './finder.ts';
import { handlersOf } from './handlers.ts';
import { createHeadsets, type Hid } from './headsets.ts';
import { hearerOf } from './hear.ts';
import { keepLineAlarm } from './line-alarm.ts';
import { createLines } from './lines.ts';
import { keepNotices } from './alerts.ts';
import { createMissed } from './missed.ts';
import { createConsents } from './page/consents.ts';
import { createPageApi } from './page/page-api.ts';
import { createReceiving } from './receive.ts';
import { isOver } from '../call/registry.ts';
import { createHistory } from './history.ts';
import { createQuality } from './quality.ts';
import { createReadings } from './readings.ts';
import { createSettings } from './settings.ts';
import { createSound } from './sound.ts';
import { createVault } from './vault.ts';

export interface Engine {
  mirror: MirrorServer;
  /** Serves a page's own port (docs/page-api.md). */
  acceptPage(port: MirrorPort, sender: PageApiSender): void;
  /** News from the worker; answers only what was asked. */
  hear(news: News): Promise<Heard>;
}

/** The parts a command handler may use. */
export type Parts = Awaited<ReturnType<typeof assemble>>;

/** Starts the phone. Resolves when state is loaded and views may be served; the line comes up by itself. */
export async function startEngine(host: Host): Promise<Engine> {
  const parts = await assemble(host);
  const handlers = handlersOf(parts);
  const mirror = serveMirror({
    slices: parts.slices,
    handlers,
    onWatched: (name, watched) => readings(name, watched),
    log: (line) => host.log(line),
  });
  const readings = createReadings(parts, (name, value) => mirror.read(name, value));
  await parts.connectLine();
  const acceptPage = (port: MirrorPort, sender: PageApiSender) => parts.pages.accept(port, sender);
  return { mirror, acceptPage, hear: hearerOf(parts, handlers) };
}

async function assemble(host: Host) {
  const db = await openDatabase().catch((error: unknown) => {
    // Without it there is no key to the passwords either.
    throw new FaultError('no-start', { said: String(error), cause: error });
  });
  const history = createHistory(db, (line) => host.log(line));
  const settings = createSettings(host, homeRegion());
  const accounts = createAccounts(host, createVault(db, host.local));
  const line = signal<LineSlice>(emptySlices.line);
  const sites = signal<SitesSlice>(emptySlices.sites);
  const missed = createMissed(host, history.entries);
  const consents = createConsents(host);
  const bindings = createBindings({ store: host.local, log: (text) => host.log(text, 'warn') });
  await Promise.all([
    history.load(),
    settings.load(),
    accounts.load(),
    missed.load(),
    consents.load(),
    bindings.load(),
  ]);
  const region = () => settings.settings.peek().region;

  const calls = createCalls({
    now: () => Date.now(),
    record: (call) =>
      history.record(
        call,
        accounts.activeId() ?? '',
        call.phase === 'closed' ? quality.finish(call.id) : undefined,
      ),
  });
  const quality = createQuality({ calls: calls.calls, counters: calls.counters });
  const sound = createSound({ settings, calls: calls.calls, log: (text) => host.log(text) });

  /** The party as the operator should read it; an extension is shown, because only a person can dial it on. */
  function readable(party: Party, ext?: string): Party {
    const parsed = parseNumber(party.number, region());
    if (!parsed.ok || parsed.kind !== 'phone') return party;
    const display = formatNumber(parsed.number, region());
    return { ...party, number: parsed.number, display: ext ? `${display} ext. ${ext}` : display };
  }

  const { takeMicrophone, answer, receive } = createReceiving({
    calls,
    settings: settings.settings,
    desk: () => desk,
    microphone: sound.media.microphone,
    beep: () => void sound.audio.play('speaker', beepSound, { times: 1 }),
    log: (text) => host.log(text),
  });

  const headsets = createHeadsets({
    hid: 'hid' in navigator ? (navigator.hid as Hid) : undefined,
    calls: calls.calls,
    answer,
    hangUp: (call) => calls.hangUp(call),
    mute: (call, on) => calls.mute(call, on),
    log: (text) => host.log(text, 'warn'),
  });

  const desk = createDesk({
    db,
    host,
    calls: calls.calls,
    region,
    readable,
    takeMicrophone,
    answer: (call) => calls.answer(call),
    mustBeReady: () => lines.mustBeReady(),
    hangUp: (call) => {
      const one = calls.find(call);
      if (one && !isOver(one)) calls.hangUp(call);
    },
    rename: (call, party) => calls.rename(call, party),
    onRealtime: (name, payload) => pages.tell(name, payload),
  });
  await desk.load();

  const inbox = createInbox({
    db,
    host,
    fetch: (url, init) => globalThis.fetch(url, init),
    sites: () => sites.peek(),
    quiet: computed(() => settings.settings.value.doNotDisturb),
  });

  const lines = createLines({
    host,
    accounts,
    bindings,
    calls: calls.calls,
    media: sound.media,
    desk,
    inbox,
    line,
    sites: () => sites.peek(),
    receive,
  });

  async function readSites(): Promise<void> {
    sites.value = await host.readSites();
    lines.lookAtSites();
  }

  keepNotices(calls.calls, host);
  const noLine = keepLineAlarm(line, host);
  keepScreenPop({
    calls: calls.calls,
    settings: settings.settings,
    contactOf: (number) => desk.contactOf(number),
    openTab: (url) => host.openTab(url),
    log: (text) => host.log(text, 'warn'),
  });
  let shown = '';
  effect(() => {
    const waiting = {
      questions: consents.questions.value.length,
      queue: desk.waiting.value,
      inbox: inbox.slice.value.fresh,
      noLine: noLine.value,
    };
    const badge = badgeFor(calls.calls.value, line.value, missed.count.value, waiting);
    // The Inbox changes often, and what the button says seldom.
    if (badge.join() === shown) return;
    shown = badge.join();
    void host.badge(...badge);
  });
  void sound.devices.look();
  await readSites();

  const slices = {
    session: accounts.session,
    accounts: accounts.views,
    line,
    calls: calls.calls,
    history: history.entries,
    devices: computed(() => ({ ...sound.devices.slice.value, headsets: headsets.slice.value })),
    quality: quality.slice,
    settings: settings.settings,
    sites,
    pageQuestions: consents.questions,
    pageConsents: consents.consents,
  };
  const changes = accountChanges({
    accounts,
    calls: calls.calls,
    connectLine: () => lines.connectLine(),
    offerToken: (token) => lines.offerToken(token),
  });
  const { dial, targetOf } = createDialling({
    calls,
    settings,
    desk,
    readable,
    line: () => lines.current(),
    mustBeReady: () => lines.mustBeReady(),
  });
  const pages = createPageApi({
    host,
    calls,
    desk,
    accounts,
    answer,
    consents,
    pageTokens: lines.pageTokens,
    dial,
    numberIn(text) {
      const parsed = parseNumber(text, region());
      if (!parsed.ok) throw new FaultError('not-a-number', { about: text });
      return parsed.kind === 'phone' ? formatNumber(parsed.number, region()) : parsed.number;
    },
    changes,
  });
  const finder = createNumberFinder({
    start: () => host.startFinder(),
    log: (text) => host.log(text, 'warn'),
  });
  const diagnosis = createDiagnosis(
    () => checksOf({ sound, calls, line: () => lines.current(), slices }),
    (text) => host.log(text, 'warn'),
  );

  return {
    host,
    history,
    missed,
    settings,
    accounts,
    calls,
    sound,
    headsets,
    quality,
    finder,
    line: () => lines.current(),
    readable,
    desk,
    consents,
    pages,
    dial,
    targetOf,
    inbox,
    changes,
    answer,
    mustBeReady: () => lines.mustBeReady(),
    reconnect: () => lines.reconnect(),
    connectLine: () => lines.connectLine(),
    readSites,
    diagnosis,
    slices: {
      ...slices,
      ...desk.slices,
      inbox: inbox.slice,
      missed: missed.count,
      diagnosis: diagnosis.slice,
    },
  };
}

/** How many wait for the operator, and whether the line has been missing for some time. */
interface Waiting {
  questions: number;
  queue: number;
  inbox: number;
  noLine?: boolean;
}

/**
 * What the toolbar button says: who rings first, then a live call, then trouble, then who waits for somebody (in the queue,
 * and in the Inbox where nobody has them yet, as one number), then calls missed and not yet seen.
 */
export function badgeFor(
  calls: readonly Call[],
  line: LineSlice,
  missed: number,
  { questions, queue, inbox, noLine = false }: Waiting = { questions: 0, queue: 0, inbox: 0 },
): Parameters<Host['badge']> {
  const ringing = calls.filter((call) => call.phase === 'offered').length;
  if (ringing > 0) return [String(ringing), 'ringing'];
  if (calls.some((call) => call.phase === 'live' || call.phase === 'recovering')) return ['●', 'live'];
  if (noLine || line.state === 'refused') return ['!', 'trouble'];
  if (questions > 0) return ['?', 'waiting'];
  const waiting = queue + inbox;
  if (waiting > 0) return [waiting > 99 ? '99+' : String(waiting), 'waiting'];
  return [missed > 0 ? String(missed) : '', 'trouble'];
}

/** The country of the browser's language, e.g. GB for en-GB; US where it names none. */
function homeRegion(): string {
  return new Intl.Locale(navigator.language).maximize().region ?? emptySlices.settings.region;
}
