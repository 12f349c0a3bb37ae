/** The phone: composes its parts, owns all state, and serves the views. */
import { batch, computed, effect, signal } from '@preact/signals-core';
import type { Call, Party } from '../call/call.ts';
import type { Host } from '../host/host.ts';
import type { News } from '../host/news.ts';
import { createMicrophone } from '../media/microphone.ts';
import { playTone } from '../media/tones.ts';
import { serveMirror, type MirrorServer } from '../mirror/server.ts';
import { emptySlices, type DevicesSlice, type LineSlice, type SitesSlice } from '../mirror/slices.ts';
import { formatNumber, parseNumber } from '../numbers/parse.ts';
import type { SipAccess } from '../providers/provider.ts';
import { createLine, type Line } from '../sip/line.ts';
import { createAccounts } from './accounts.ts';
import { createAudio } from './audio.ts';
import { createCalls } from './calls.ts';
import { openDatabase } from './database.ts';
import { handlersOf } from './handlers.ts';
import { pressKey } from './keys.ts';
import { createHistory } from './history.ts';
import { createSettings } from './settings.ts';
import { keepSounds } from './sounds.ts';
import { createVault } from './vault.ts';

export interface Engine {
  mirror: MirrorServer;
  /** News from the worker. */
  hear(news: News): Promise<void>;
}

/** The parts a command handler may use. */
export type Parts = Awaited<ReturnType<typeof assemble>>;

/** Starts the phone. Resolves when state is loaded and views may be served; the line comes up by itself. */
export async function startEngine(host: Host): Promise<Engine> {
  const parts = await assemble(host);
  const mirror = serveMirror({
    slices: parts.slices,
    handlers: handlersOf(parts),
    onWatched: (_name, watched) => parts.audio.meter(watched, (levels) => mirror.read('levels', levels)),
    log: (line) => host.log(line),
  });
  await parts.connectLine();
  const hear = (news: News) => (news.news === 'sites' ? parts.readSites() : pressKey(parts.calls, news.key));
  return { mirror, hear };
}

async function assemble(host: Host) {
  const db = await openDatabase();
  const history = createHistory(db, (line) => host.log(line));
  const settings = createSettings(host, homeRegion());
  const accounts = createAccounts(host, createVault(db, host.local));
  const line = signal<LineSlice>(emptySlices.line);
  const sites = signal<SitesSlice>(emptySlices.sites);
  const devices = signal<DevicesSlice>(emptySlices.devices);
  await Promise.all([history.load(), settings.load(), accounts.load()]);

  const calls = createCalls({
    now: () => Date.now(),
    record: (call) => history.record(call, accounts.activeId() ?? ''),
  });
  const audio = createAudio({
    inUse: computed(() => calls.calls.value.some((call) => call.phase !== 'closed')),
    constraints: () => ({ ...settings.settings.peek().voice }),
    farLevel: () => calls.farLevel(),
  });
  const microphone = createMicrophone({ context: audio.context, constraints: audio.constraints });
  audio.use(microphone);

  /** The party as the operator should read it; an extension is shown, because only a person can dial it on. */
  function partyFor(party: Party, ext?: string): Party {
    const { region } = settings.settings.peek();
    const parsed = parseNumber(party.number, region);
    if (!parsed.ok || parsed.kind !== 'phone') return party;
    const display = formatNumber(parsed.number, region);
    return { ...party, number: parsed.number, display: ext ? `${display} ext. ${ext}` : display };
  }

  let current: { line: Line; access: SipAccess } | undefined;

  async function connectLine(): Promise<void> {
    const old = current;
    current = undefined;
    void old?.line.stop();
    const access = await accounts.provider()?.lines?.();
    if (!access) {
      line.value = { state: 'none', since: Date.now() };
      return;
    }
    const made = createLine(access, {
      microphone,
      context: audio.context,
      log: (text) => host.log(text),
      onState(state) {
        if (current && current.line !== made) return;
        const since = state.state === line.peek().state ? line.peek().since : Date.now();
        line.value = { ...state, since };
      },
      // An offer that is turned down at once must not ring for an instant.
      onOffer: (leg, hear) => batch(() => hear(calls.offer(leg, partyFor(leg.party)))),
    });
    current = { line: made, access };
  }

  async function readMicrophone(): Promise<void> {
    devices.value = { microphone: await microphone.permission() };
  }

  async function readSites(): Promise<void> {
    sites.value = await host.readSites();
  }

  keepSounds(calls.calls, (name) => playTone(audio.context(), name));
  effect(() => void host.badge(...badgeFor(calls.calls.value, line.value)));
  void readMicrophone();
  await readSites();
  microphone.onPermission(() => void readMicrophone());

  return {
    host,
    history,
    settings,
    accounts,
    calls,
    audio,
    microphone,
    line: () => current,
    partyFor,
    connectLine,
    readMicrophone,
    readSites,
    slices: {
      session: accounts.session,
      accounts: accounts.views,
      line,
      calls: calls.calls,
      history: history.entries,
      devices,
      settings: settings.settings,
      sites,
    },
  };
}

/** What the toolbar button says: who rings first, then a live call, then trouble. */
export function badgeFor(calls: readonly Call[], line: LineSlice): Parameters<Host['badge']> {
  const ringing = calls.filter((call) => call.phase === 'offered').length;
  if (ringing > 0) return [String(ringing), 'ringing'];
  if (calls.some((call) => call.phase === 'live' || call.phase === 'recovering')) return ['●', 'live'];
  if (line.state === 'refused') return ['!', 'trouble'];
  return ['', 'live'];
}

/** The country of the browser's language, e.g. GB for en-GB; US where it names none. */
function homeRegion(): string {
  return new Intl.Locale(navigator.language).maximize().region ?? emptySlices.settings.region;
}
