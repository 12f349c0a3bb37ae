/** The state of the phone as views see it. The engine is the only writer; nothing here is a secret. */
import type { Call, Outcome, Party } from '../call/call.ts';
import type { ChosenDevice, DeviceRole, DevicesSlice } from './devices.ts';
import type { DiagnosisSlice } from './diagnosis.ts';
import { emptyDesk, type DeskSlices } from './desk.ts';
import type { Fault } from './fault.ts';
import type { PageConsent, PageQuestion } from './page-words.ts';
import { emptyInbox, type InboxSlice } from './inbox.ts';
import type { CallQuality, QualitySummary } from './quality.ts';

/** Which saved account is in use; null before the first one. */
export interface SessionSlice {
  account: { id: string; kind: AccountKind; label: string; identity: string; testNumber?: string } | null;
}

export type AccountKind = 'sip' | 'sippet' | 'cemscale';

/** The registration with the phone server. */
export interface LineSlice {
  state:
    /** No account in use. */
    | 'none'
    /** Connecting or registering for the first time. */
    | 'connecting'
    | 'ready'
    /** Lost; it tries again by itself at `retryAt`. */
    | 'retrying'
    /** The server said no; only the operator can mend it. */
    | 'refused';
  /** When this state began, ms since the epoch. */
  since: number;
  fault?: Fault;
  /** Next attempt, ms since the epoch. */
  retryAt?: number;
}

/** A saved account without its secrets, by kind. */
export type AccountView = SipAccountView | SippetAccountView | CemscaleAccountView;

export interface SipAccountView {
  id: string;
  kind: 'sip';
  label: string;
  servers: string[];
  user: string;
  domain: string;
  authUser?: string;
  displayName?: string;
  iceServers: { urls: string; username?: string; hasCredential: boolean }[];
  dtmf: DtmfMode;
  dialRule: DialRule;
  testNumber?: string;
  companionUrl?: string;
  hasPassword: boolean;
}

export interface SippetAccountView {
  id: string;
  kind: 'sippet';
  label: string;
  /** `https://api.sippet.ai` */
  apiOrigin: string;
  tokenFrom: TokenSource;
  signInUrl?: string;
  /** Absent: `/rpc/public/run`, then `/rpc/run`. */
  rpcPath?: string;
  /** Absent: `events`. */
  topic?: string;
  testNumber?: string;
  companionUrl?: string;
  /** A pasted token is held, in memory and for this browser session only. */
  hasToken: boolean;
  /** Set by the administrator: it cannot be changed or removed here. */
  managed: boolean;
}

export interface CemscaleAccountView {
  id: string;
  kind: 'cemscale';
  label: string;
  /** `https://voip-api.cemscale.com` */
  apiUrl: string;
  /** With extension and password, or with a token from the company's server. */
  signInBy: 'password' | 'companion';
  tenantId?: string;
  extension?: string;
  companionUrl?: string;
  dialBy: 'switch' | 'line';
  wssUrl?: string;
  sipDomain?: string;
  /** What replaces entries of the route table. */
  routes?: Readonly<Record<string, { verb?: string; path?: string }>>;
  hasPassword: boolean;
  /** Set by the administrator: it cannot be changed or removed here. */
  managed: boolean;
}

/** Where the operator's token comes from: the company's sign-in URL, a page that offers it, the operator, or the policy. */
export type TokenSource = 'url' | 'page' | 'pasted' | 'managed';

export type DtmfMode = 'rfc4733' | 'info';

/** How a number is written on the wire for this account. */
export interface DialRule {
  /** `e164` keeps the plus, `plain` drops it, `international` writes 00 for it, `national` writes home numbers nationally. */
  format: 'e164' | 'plain' | 'international' | 'national';
  /** Put before every number of at least `fromDigits` digits, e.g. 0 for an outside line; empty for none. */
  prefix: string;
  fromDigits: number;
}

export interface HistoryEntry {
  id: string;
  direction: Call['direction'];
  party: Party;
  startedAt: number;
  answeredAt?: number;
  endedAt?: number;
  /** Absent while the call is going on. */
  outcome?: Outcome;
  account: string;
  /** How it sounded; absent for calls that were never live. The command `readTrace` gives its chart. */
  quality?: QualitySummary;
}

export interface SettingsSlice {
  /** ISO 3166-1 alpha-2, upper case: the country numbers without a country code belong to. */
  region: string;
  appearance: 'auto' | 'light' | 'dark';
  /** What the browser does to the microphone's sound. */
  voice: { echoCancellation: boolean; noiseSuppression: boolean; autoGainControl: boolean };
  /** Null follows the system's default. */
  devices: Record<DeviceRole, ChosenDevice | null>;
  ringtone: RingtoneName;
  /** The country (ISO 3166-1 alpha-2) whose ringback and busy tones are played; null is `region`. */
  tonesOf: string | null;
  /** Nothing rings; callers hear busy and count as missed. */
  doNotDisturb: boolean;
  /** Whether calls are answered by themselves: never, when the server asks for it, or all of them. */
  autoAnswer: 'never' | 'asked' | 'always';
  /** Whether a click on a `tel:` link puts its number into the phone. */
  telLinks: boolean;
  /** Where the launcher is docked on every page; `along` is 0..1 of the way down (or across). */
  launcher: { edge: 'left' | 'right'; along: number };
  /** Sites (origins) where the launcher is hidden until something happens. */
  launcherHidden: string[];
  /** Sites (origins) where numbers are not painted. */
  numbersOff: string[];
  /** What the operator said about numbers on single sites (origins). */
  siteNumbers: Readonly<Record<string, SiteNumbers>>;
  /**
   * A page opened for each incoming call. `url` is https and may hold {number} {name} {contact} {direction} {call};
   * they are put in URL-encoded, and are empty where unknown.
   */
  screenPop: { on: 'never' | 'ring' | 'answer'; url: string };
}

/** One site's numbers. */
export interface SiteNumbers {
  /** The country (ISO 3166-1 alpha-2) its numbers belong to; absent leaves it to the page and the operator's own. */
  region?: string | undefined;
  /** Texts that are no numbers there, as written. */
  not: string[];
}

/** Our own ringtones. */
export type RingtoneName = 'warble' | 'chime' | 'pulse';

/** Where pages may carry the phone: the browser's own permission, read back from it. */
export interface SitesSlice {
  everywhere: boolean;
  /** Match patterns such as `https://crm.example/*`. */
  chosen: string[];
}

/** Every slice by name. `accounts` is for our own pages only: a page view never gets it. */
export interface Slices extends DeskSlices {
  session: SessionSlice;
  line: LineSlice;
  calls: Call[];
  history: HistoryEntry[];
  devices: DevicesSlice;
  /** Live calls that are not held. */
  quality: CallQuality[];
  diagnosis: DiagnosisSlice;
  settings: SettingsSlice;
  sites: SitesSlice;
  /** How many calls were missed and not yet seen. */
  missed: number;
  inbox: InboxSlice;
  accounts: AccountView[];
  /** What sites want of the phone; a page view gets those of its own site. */
  pageQuestions: PageQuestion[];
  /** What sites may do with the phone. */
  pageConsents: PageConsent[];
}

export type SliceName = keyof Slices;

/** What a view shows before the engine has answered. */
export const emptySlices: Slices = {
  session: { account: null },
  line: { state: 'none', since: 0 },
  calls: [],
  history: [],
  devices: { microphone: 'unknown', inputs: [], outputs: [], using: {}, notices: [], headsets: [] },
  quality: [],
  diagnosis: { running: false, checks: [] },
  settings: {
    region: 'US',
    appearance: 'auto',
    voice: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    devices: { microphone: null, speaker: null, ringer: null },
    ringtone: 'warble',
    tonesOf: null,
    doNotDisturb: false,
    autoAnswer: 'never',
    telLinks: true,
    launcher: { edge: 'right', along: 0.8 },
    launcherHidden: [],
    numbersOff: [],
    siteNumbers: {},
    screenPop: { on: 'never', url: '' },
  },
  sites: { everywhere: false, chosen: [] },
  missed: 0,
  inbox: emptyInbox,
  accounts: [],
  pageQuestions: [],
  pageConsents: [],
  ...emptyDesk,
};

export const sliceNames = Object.keys(emptySlices) as SliceName[];

/** Slices that never leave our own pages. */
export const privateSlices: readonly SliceName[] = [
  'accounts',
  'sites',
  'history',
  'missed',
  'diagnosis',
  'pageConsents',
];
