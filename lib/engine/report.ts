/** The copyable report: what somebody who helps has to know, and nothing that must stay here. */
import type { LogLine } from '../host/log.ts';
import { redact } from '../host/redact.ts';
import type { Check } from '../mirror/diagnosis.ts';
import type { Fault } from '../mirror/fault.ts';
import type { HistoryEntry, Slices } from '../mirror/slices.ts';

export interface ReportInput {
  slices: Slices;
  version: string;
  browser: string;
  language: string;
  online: boolean;
  log: readonly LogLine[];
  /** Taken out wherever they stand. */
  secrets: readonly string[];
  /** Milliseconds since the epoch. */
  now: number;
}

/** How many past calls are told of. */
const calls = 10;

/** Plain text in English, for whoever looks after phones. Names of people are left out, numbers are masked. */
export function reportOf(input: ReportInput): string {
  const { slices } = input;
  const parts: [title: string, lines: string[]][] = [
    ['Ringside', aboutUs(input)],
    ['Account', aboutAccount(slices)],
    ['Line', aboutLine(slices)],
    ['Inbox', aboutInbox(slices)],
    ['Sound', aboutSound(slices)],
    ['Calls now', slices.calls.map((call) => `${call.direction} ${call.phase}, muted ${call.muted}`)],
    ['Last calls', slices.history.slice(0, calls).map(aboutCall)],
    ['Checks', slices.diagnosis.checks.map(aboutCheck)],
    ['Log', input.log.map((line) => `${time(line.at)} ${line.level} ${line.text}`)],
  ];
  return parts
    .map(([title, lines]) => [`== ${title}`, ...(lines.length > 0 ? lines : ['none'])].join('\n'))
    .map((text) => redact(text, input.secrets))
    .join('\n\n');
}

const time = (at: number) => new Date(at).toISOString();

const aboutUs = ({ version, browser, language, online, now }: ReportInput): string[] => [
  `version ${version}, ${time(now)}`,
  `browser ${browser}`,
  `language ${language}, online ${online}`,
];

function aboutAccount({ session, accounts }: Slices): string[] {
  const account = accounts.find((one) => one.id === session.account?.id);
  if (!account) return [];
  if (account.kind === 'cemscale')
    return [
      `${account.kind}, ${account.apiUrl}, extension ${account.extension ?? 'of the token'}, sign-in by ${account.signInBy}, calls by the ${account.dialBy}, ${Object.keys(account.routes ?? {}).length} routes replaced`,
    ];
  if (account.kind === 'sippet')
    return [
      `${account.kind}, ${account.apiOrigin}, token from ${account.tokenFrom}, token ${account.hasToken ? 'held' : 'missing'}`,
    ];
  return [
    `${account.kind}, user ${account.user}, domain ${account.domain}, password ${account.hasPassword ? 'saved' : 'missing'}`,
    ...account.servers.map((url) => `server ${url}`),
    ...account.iceServers.map((one) => `${one.urls}, credential ${one.hasCredential ? 'saved' : 'none'}`),
    `keypad ${account.dtmf}, numbers ${account.dialRule.format}, prefix ${account.dialRule.prefix || 'none'}`,
  ];
}

function aboutLine({ line }: Slices): string[] {
  return [`${line.state} since ${time(line.since)}`, ...(line.fault ? [aboutFault(line.fault)] : [])];
}

function aboutInbox({ inbox }: Slices): string[] {
  const { state, host, fault, counts, undelivered, heldBack } = inbox;
  if (state === 'off') return [];
  return [
    `${state} at ${host ?? 'no server'}`,
    `${counts.open} open, ${counts.snoozed} snoozed, ${undelivered} changes not delivered, ${heldBack} of somebody else`,
    ...(fault ? [aboutFault(fault)] : []),
  ];
}

const aboutFault = ({ code, said, about, at }: Fault) =>
  `${code}${said ? ` “${said}”` : ''}${about ? ` (${about})` : ''} at ${time(at)}`;

function aboutSound({ devices, settings }: Slices): string[] {
  const { voice } = settings;
  return [
    `microphone permission ${devices.microphone}`,
    ...devices.inputs.map((one) => `input ${one.label}${one.isDefault ? ' (default)' : ''}`),
    ...devices.outputs.map((one) => `output ${one.label}${one.isDefault ? ' (default)' : ''}`),
    ...Object.entries(settings.devices).map(([role, chosen]) => `${role}: ${chosen?.label ?? 'default'}`),
    `echo cancellation ${voice.echoCancellation}, noise suppression ${voice.noiseSuppression}, auto gain ${voice.autoGainControl}`,
    ...devices.notices.map(({ role, why }) => `notice: ${role} ${why}`),
  ];
}

function aboutCall({
  direction,
  party,
  startedAt,
  answeredAt,
  endedAt,
  outcome,
  quality,
}: HistoryEntry): string {
  const talked = answeredAt !== undefined && endedAt !== undefined ? endedAt - answeredAt : 0;
  const ended = outcome ? [outcome.kind, outcome.code, outcome.said].filter(Boolean).join(' ') : 'going on';
  const sounded = quality
    ? `, MOS ${quality.mos.median} (least ${quality.mos.min}), loss ${quality.loss.ours ?? '?'} % out ${quality.loss.theirs} % in, ` +
      `jitter ${quality.jitter.median} ms, round trip ${quality.roundTrip?.median ?? '?'} ms, ` +
      `complaints ${quality.troubled} of ${quality.seconds} s`
    : '';
  return `${time(startedAt)} ${direction} ${party.number}: ${ended}, ${Math.round(talked / 1000)} s${sounded}`;
}

const aboutCheck = ({ name, state, about, took, cause, said, advice }: Check): string =>
  [
    `${name}: ${state}`,
    about && `(${about})`,
    took !== undefined && `${took} ms`,
    cause,
    said && `“${said}”`,
    advice && `-> ${advice}`,
  ]
    .filter(Boolean)
    .join(' ');
