/** The one typed command map: name → input schema, result, and who may send it. */
import * as v from 'valibot';
import { deviceRoles } from './devices.ts';
import type { Found } from '../numbers/wire.ts';
import type { FaultCode } from './fault.ts';
import type { QualityReading, TracePoint } from './quality.ts';
import { deskCommands, deskOwnPagesOnly, type DeskResults } from './desk-commands.ts';
import { permits } from './page-words.ts';
import { inboxCommands, type InboxResults } from './inbox-commands.ts';
import type { DtmfMode, HistoryEntry, RingtoneName, TokenSource } from './slices.ts';

const callRef = v.object({ call: v.pipe(v.string(), v.maxLength(64)) });
const words = (max: number) => v.pipe(v.string(), v.trim(), v.maxLength(max));
const filled = (max: number) => v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(max));
const country = v.pipe(v.string(), v.regex(/^[A-Z]{2}$/));
const dtmfModes: DtmfMode[] = ['rfc4733', 'info'];
const safeUrl = /^https:\/\/[^\s/]+|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/|$)/i;

/** Where the company's own server stands, whose Inbox the account shows; a CemScale account may have its token from it too. */
export const companionUrl = v.optional(v.pipe(filled(500), v.regex(safeUrl)));

/** Our own ringtones, in the order they are offered. */
export const ringtoneNames: readonly RingtoneName[] = ['warble', 'chime', 'pulse'];
const ringtoneName = v.picklist(ringtoneNames);

/** What the form of a SIP account sends. An absent password or credential keeps the saved one. */
export const sipAccountInput = v.object({
  id: v.optional(filled(64)),
  kind: v.literal('sip'),
  label: words(80),
  /** `wss://…` (or `ws://` on this machine), tried in order. */
  servers: v.pipe(
    v.array(v.pipe(filled(500), v.regex(/^wss?:\/\/[^\s/]+/i))),
    v.minLength(1),
    v.maxLength(5),
  ),
  user: v.pipe(filled(120), v.regex(/^[^\s@<>"]+$/)),
  domain: v.pipe(filled(253), v.regex(/^[^\s@/<>"]+$/)),
  authUser: v.optional(words(120)),
  displayName: v.optional(v.pipe(words(80), v.regex(/^[^\r\n"<>]*$/))),
  password: v.optional(v.pipe(v.string(), v.maxLength(256))),
  iceServers: v.pipe(
    v.array(
      v.object({
        urls: v.pipe(filled(300), v.regex(/^(stun|stuns|turn|turns):\S+$/i)),
        username: v.optional(words(200)),
        credential: v.optional(v.pipe(v.string(), v.maxLength(300))),
      }),
    ),
    v.maxLength(8),
  ),
  dtmf: v.picklist(dtmfModes),
  dialRule: v.object({
    format: v.picklist(['e164', 'plain', 'international', 'national']),
    prefix: v.pipe(words(12), v.regex(/^[\d*#+]*$/)),
    fromDigits: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(20)),
  }),
  testNumber: v.optional(words(80)),
  companionUrl,
});

const tokenSources: TokenSource[] = ['url', 'page', 'pasted'];

/** What the form of a Sippet account sends. */
export const sippetAccountInput = v.object({
  id: v.optional(filled(64)),
  kind: v.literal('sippet'),
  label: words(80),
  /** https, or http on this machine; anything after the origin is cut off by the engine. */
  apiOrigin: v.pipe(filled(300), v.regex(safeUrl)),
  tokenFrom: v.picklist(tokenSources),
  /** Wanted with `tokenFrom: 'url'`. */
  signInUrl: v.optional(v.pipe(filled(1000), v.regex(safeUrl))),
  /** Wanted with `tokenFrom: 'pasted'`; absent keeps the one that is held. */
  token: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(8192), v.regex(/^[\x21-\x7e]*$/))),
  rpcPath: v.optional(v.pipe(filled(200), v.regex(/^\/[\w/.-]*$/))),
  topic: v.optional(v.pipe(filled(200), v.regex(/^[\w:.-]+$/))),
  testNumber: v.optional(words(80)),
  companionUrl,
});

/**
 * What the form of a CemScale account sends. An absent password keeps the saved one. Its API is little known: `routes`
 * replaces entries of the route table (lib/providers/cemscale/routes.ts).
 */
export const cemscaleAccountInput = v.object({
  id: v.optional(filled(64)),
  kind: v.literal('cemscale'),
  label: words(80),
  /** https, or http on this machine; a path stays. */
  apiUrl: v.pipe(filled(300), v.regex(safeUrl)),
  signInBy: v.picklist(['password', 'companion']),
  /** Wanted with `signInBy: 'password'`, as the next one. */
  tenantId: v.optional(v.pipe(filled(64), v.regex(/^[\w-]+$/))),
  extension: v.optional(v.pipe(filled(6), v.regex(/^\d{3,6}$/))),
  password: v.optional(v.pipe(v.string(), v.minLength(6), v.maxLength(256))),
  /** Wanted with `signInBy: 'companion'`. */
  companionUrl,
  /** Who places calls: the switch, which calls our line first, or the line itself. */
  dialBy: v.picklist(['switch', 'line']),
  /** Where the service does not say where its phone server is. */
  wssUrl: v.optional(v.pipe(filled(500), v.regex(/^wss?:\/\/[^\s/]+/i))),
  sipDomain: v.optional(v.pipe(filled(253), v.regex(/^[^\s@/<>"]+$/))),
  routes: v.optional(
    v.record(
      filled(40),
      v.object({
        verb: v.optional(v.picklist(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])),
        path: v.optional(v.pipe(filled(300), v.regex(/^\/[\w{}/.~-]*$/))),
      }),
    ),
  ),
});

/** What the account form sends. */
export const accountInput = v.variant('kind', [sipAccountInput, sippetAccountInput, cemscaleAccountInput]);

export type SipAccountInput = v.InferOutput<typeof sipAccountInput>;
export type SippetAccountInput = v.InferOutput<typeof sippetAccountInput>;
export type CemscaleAccountInput = v.InferOutput<typeof cemscaleAccountInput>;
export type AccountInput = v.InferOutput<typeof accountInput>;

const settingsInput = v.partial(
  v.object({
    region: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/)),
    appearance: v.picklist(['auto', 'light', 'dark']),
    voice: v.object({
      echoCancellation: v.boolean(),
      noiseSuppression: v.boolean(),
      autoGainControl: v.boolean(),
    }),
    doNotDisturb: v.boolean(),
    autoAnswer: v.picklist(['never', 'asked', 'always']),
    telLinks: v.boolean(),
    ringtone: ringtoneName,
    tonesOf: v.nullable(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/))),
    launcher: v.object({
      edge: v.picklist(['left', 'right']),
      along: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
    }),
    screenPop: v.object({
      on: v.picklist(['never', 'ring', 'answer']),
      url: v.pipe(words(2000), v.regex(/^$|^https:\/\/[^\s/]+/i)),
    }),
  }),
);

/** Input schemas. The engine parses every input with these at its door. */
export const commandInputs = {
  // calls
  dial: v.object({ number: filled(120), name: v.optional(words(120)) }),
  /** A call is likely, because the pointer rests on Call or the field holds a number. Nothing is sent, no microphone opens. */
  prepare: v.object({}),
  answer: callRef,
  decline: callRef,
  hangUp: callRef,
  hold: callRef,
  resume: callRef,
  /** Hold the live call and resume the held one. */
  swap: v.object({}),
  /** Connects the far ends of two live calls, of which one may be held; both leave us. */
  connectCalls: v.object({ ...callRef.entries, other: callRef.entries.call }),
  mute: v.object({ ...callRef.entries, on: v.boolean() }),
  digits: v.object({ ...callRef.entries, tones: v.pipe(v.string(), v.regex(/^[\d*#A-D]{1,32}$/)) }),
  /** Gives a live call to a number, an extension or a user of the service's without asking there first; how it goes is told in the call. */
  transfer: v.object({ ...callRef.entries, to: filled(120) }),
  /** Adds a third person to a live call, where the service can. One call of three at a time. */
  addPerson: v.object({ ...callRef.entries, to: filled(120) }),
  /** Forget a call that is over, so that it leaves the screen. */
  dismiss: callRef,
  // sound
  /** Null follows the system's default. In a call it changes under the call; a microphone that cannot be opened is refused and the old one stays. */
  chooseDevice: v.object({ role: v.picklist(deviceRoles), id: v.nullable(filled(256)) }),
  /** Plays a short sound (for the ringer: the ringtone once, or the one named) and answers at its end. */
  testSound: v.object({ role: v.picklist(['speaker', 'ringer']), ringtone: v.optional(ringtoneName) }),
  dismissDeviceNotices: v.object({ roles: v.array(v.picklist(deviceRoles)) }),
  /** A page may send it: the switch is on the panel. The rest of the settings is for our own pages. */
  setDoNotDisturb: v.object({ on: v.boolean() }),
  // numbers
  describeNumber: v.object({ input: v.pipe(v.string(), v.maxLength(200)) }),
  /** Texts of one kind; a thread of the engine's finds the numbers in them. */
  findNumbers: v.object({
    texts: v.pipe(v.array(v.pipe(v.string(), v.maxLength(4000))), v.maxLength(500)),
    labelled: v.optional(v.boolean()),
    /** Whose national numbers are meant; absent for the operator's own country. */
    region: v.optional(country),
  }),
  /** Names (from the contacts, else past calls) and countries of numbers. */
  whoIs: v.object({ numbers: v.pipe(v.array(filled(40)), v.maxLength(100)) }),
  /** On this page numbers may be missing. It stands in the log. */
  numbersMissing: v.object({ why: v.picklist(['opted-out', 'large', 'busy']) }),
  /** The country of a site's numbers; null leaves it to the page. A page's own site is the one on its port. */
  setSiteRegion: v.object({ origin: v.optional(filled(300)), region: v.nullable(country) }),
  /** A text on a site is no number (`on`), or is one after all. A page's own site is the one on its port. */
  notNumber: v.object({ origin: v.optional(filled(300)), text: filled(120), on: v.boolean() }),
  // where the launcher stands; the site is the one the browser stamped on the port
  placeLauncher: settingsInput.entries.launcher.wrapped,
  hideLauncher: v.object({ on: v.boolean() }),
  /** `section` is where the page opens; absent for its beginning. */
  openOptions: v.object({
    section: v.optional(v.picklist(['account', 'sites', 'sound', 'alerts', 'diagnostics'])),
  }),
  /** The operator's answer to what a site wants. A page's panel answers for its own site only. */
  answerPageQuestion: v.object({ id: filled(64), answer: v.picklist(['allow', 'later', 'never']) }),
  // our own pages only
  /** What a site may do from now on; null forgets what was said, and it will be asked again. */
  setPageConsent: v.object({
    origin: filled(300),
    permit: v.picklist(permits),
    word: v.nullable(v.picklist(['allowed', 'never'])),
  }),
  /** `on: false` hides it there. */
  showLauncher: v.object({ origin: filled(300), on: v.optional(v.boolean(), true) }),
  setNumbers: v.object({ origin: filled(300), on: v.boolean() }),
  saveAccount: accountInput,
  useAccount: v.object({ id: v.nullable(filled(64)) }),
  removeAccount: v.object({ id: filled(64) }),
  reconnect: v.object({}),
  setSettings: settingsInput,
  readMicrophone: v.object({}),
  /** The operator let us have a headset's buttons. */
  readHeadsets: v.object({}),
  /** Gives a headset's buttons back. */
  forgetHeadset: v.object({ id: filled(20) }),
  clearHistory: v.object({}),
  /** The recent calls were looked at. */
  seeMissed: v.object({}),
  /** Past calls of this computer with whom is named, newest first: by a part of the name, or digits of the number. */
  findCalls: v.object({ text: words(60) }),
  /** The chart of a past call. */
  readTrace: callRef,
  /** Runs every check; progress is the slice `diagnosis`. Answers at the end; a second one joins the first. */
  diagnose: v.object({}),
  /** A plain text about the phone, its last checks and its log, without secrets. */
  copyReport: v.object({}),
  ...deskCommands,
  ...inboxCommands,
} satisfies Record<string, v.GenericSchema>;

export type CommandName = keyof typeof commandInputs;
export type CommandInput<N extends CommandName> = v.InferInput<(typeof commandInputs)[N]>;
export type CommandParsed<N extends CommandName> = v.InferOutput<(typeof commandInputs)[N]>;

/** What a number typed in the dial field is. */
export interface NumberDescription {
  /** The input as it should stand in the field. */
  formatted: string;
  /** Whether Call may be pressed. */
  dialable: boolean;
  /** E.164, where it is a public number. */
  number?: string;
  /** ISO 3166-1 alpha-2. */
  region?: string;
}

/** Who a number belongs to, as far as we know. */
export interface NumberOwner {
  /** As asked. */
  number: string;
  name?: string;
  /** ISO 3166-1 alpha-2. */
  region?: string;
}

/** Commands not named here answer nothing. */
interface Results extends DeskResults, InboxResults {
  dial: { call: string };
  describeNumber: NumberDescription;
  findNumbers: Found[];
  whoIs: NumberOwner[];
  saveAccount: { id: string };
  findCalls: HistoryEntry[];
  /** At most 120 points; empty where nothing is kept. */
  readTrace: { trace: TracePoint[] };
  copyReport: { text: string };
}
export type CommandResult<N extends CommandName> = N extends keyof Results ? Results[N] : void;

/** Commands only our own pages may send, whatever a content script claims to be. */
export const ownPagesOnly: ReadonlySet<CommandName> = new Set<CommandName>([
  'setPageConsent',
  'showLauncher',
  'setNumbers',
  'saveAccount',
  'useAccount',
  'removeAccount',
  'reconnect',
  'setSettings',
  'readMicrophone',
  'readHeadsets',
  'forgetHeadset',
  'clearHistory',
  'seeMissed',
  'findCalls',
  'readTrace',
  'diagnose',
  'copyReport',
  ...deskOwnPagesOnly,
]);

/** Readings that flow only while a view watches them. Levels are 0..1 (RMS of full scale), ten a second. */
export interface Readings {
  /** What a call sends and receives; opens nothing. */
  levels: { microphone: number; far: number };
  /** The chosen microphone, which is open as long as this is watched. With a fault it could not be opened, and no more comes. */
  microphone: { level: number; fault?: FaultCode };
  /** Each live call's figures, once a second. */
  quality: QualityReading[];
}
export type ReadingName = keyof Readings;
export const readingNames: readonly ReadingName[] = ['levels', 'microphone', 'quality'];

/** Readings only our own pages may watch: a page must never make the microphone open. */
export const ownReadings: ReadonlySet<ReadingName> = new Set<ReadingName>(['microphone']);
