/** The account form's content while it is typed: all of it text, checked with the engine's own schema. */
import { safeParse } from 'valibot';
import { sipAccountInput, type SipAccountInput } from '../../lib/mirror/commands.ts';
import type { DialRule, DtmfMode, SipAccountView } from '../../lib/mirror/slices.ts';
import type { TextKey } from '../../lib/text.ts';
import { tidiedAddress } from './company-server.tsx';
import { readUrl } from './site-pattern.ts';

/** One STUN or TURN server. */
export interface IceDraft {
  urls: string;
  username: string;
  credential: string;
  hasCredential: boolean;
}

/** The form's fields as they stand in it. */
export interface AccountDraft {
  label: string;
  /** One address a line. */
  servers: string;
  user: string;
  domain: string;
  password: string;
  hasPassword: boolean;
  displayName: string;
  authUser: string;
  iceServers: IceDraft[];
  dtmf: DtmfMode;
  format: DialRule['format'];
  prefix: string;
  fromDigits: string;
  testNumber: string;
  companionUrl: string;
}

/** The fields that can be wrong. */
export type AccountField =
  | 'servers'
  | 'user'
  | 'domain'
  | 'password'
  | 'label'
  | 'displayName'
  | 'authUser'
  | 'iceServers'
  | 'prefix'
  | 'fromDigits'
  | 'testNumber'
  | 'companionUrl';

/** What is wrong, by field. */
export type AccountErrors = Partial<Record<AccountField, TextKey>>;

/** Fields in the folded part of the form. */
export const advancedFields: readonly AccountField[] = [
  'authUser',
  'iceServers',
  'prefix',
  'fromDigits',
  'testNumber',
  'companionUrl',
];

const messages: Readonly<Record<AccountField, TextKey>> = {
  servers: 'errorServers',
  user: 'errorUser',
  domain: 'errorDomain',
  password: 'errorPassword',
  label: 'errorTooLong',
  displayName: 'errorDisplayName',
  authUser: 'errorTooLong',
  iceServers: 'errorIceServers',
  prefix: 'errorPrefix',
  fromDigits: 'errorFromDigits',
  testNumber: 'errorTooLong',
  companionUrl: 'errorCompanionUrl',
};

/** An empty form, or one filled with a saved account. Saved secrets are never shown: only that they are there. */
export function draftOf(account?: SipAccountView): AccountDraft {
  return {
    label: account?.label ?? '',
    servers: account?.servers.join('\n') ?? '',
    user: account?.user ?? '',
    domain: account?.domain ?? '',
    password: '',
    hasPassword: account?.hasPassword ?? false,
    displayName: account?.displayName ?? '',
    authUser: account?.authUser ?? '',
    iceServers: (account?.iceServers ?? []).map((server) => ({
      urls: server.urls,
      username: server.username ?? '',
      credential: '',
      hasCredential: server.hasCredential,
    })),
    dtmf: account?.dtmf ?? 'rfc4733',
    format: account?.dialRule.format ?? 'e164',
    prefix: account?.dialRule.prefix ?? '',
    fromDigits: String(account?.dialRule.fromDigits ?? 7),
    testNumber: account?.testNumber ?? '',
    companionUrl: account?.companionUrl ?? '',
  };
}

/** The rule as far as it is filled in. */
export const ruleOf = (draft: AccountDraft): DialRule => ({
  format: draft.format,
  prefix: draft.prefix.trim(),
  fromDigits: Number(draft.fromDigits) || 1,
});

/** `pbx.example/ws` as wss://pbx.example/ws; an address with a scheme stays. */
const withScheme = (server: string): string => (/^[a-z]+:\/\//i.test(server) ? server : `wss://${server}`);

/** Mends what people commonly type: 1001@pbx.example as the user, an address without wss, no domain. */
export function tidied(draft: AccountDraft): AccountDraft {
  const servers = draft.servers
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(withScheme);
  const [user = '', host] = draft.user
    .trim()
    .replace(/^sips?:/i, '')
    .split('@');
  const serverHost = servers[0] === undefined ? undefined : readUrl(servers[0])?.hostname;
  return {
    ...draft,
    servers: servers.join('\n'),
    user,
    domain: draft.domain.trim() || host || serverHost || '',
    companionUrl: tidiedAddress(draft.companionUrl),
  };
}

const absent = (text: string): string | undefined => (text.trim() === '' ? undefined : text);

/** What the engine is sent, or what keeps it from being sent. */
export function check(
  draft: AccountDraft,
  id: string | undefined,
): { input: SipAccountInput; errors: null } | { input: null; errors: AccountErrors } {
  const ready = tidied(draft);
  const result = safeParse(sipAccountInput, {
    id,
    kind: 'sip',
    label: ready.label.trim() || `${ready.user}@${ready.domain}`.slice(0, 80),
    servers: ready.servers.split('\n').filter(Boolean),
    user: ready.user,
    domain: ready.domain,
    authUser: absent(ready.authUser),
    displayName: absent(ready.displayName),
    password: ready.password === '' ? undefined : ready.password,
    iceServers: ready.iceServers
      .filter((server) => server.urls.trim() !== '')
      .map(({ urls, username, credential }) => ({
        urls,
        username: absent(username),
        credential: credential === '' ? undefined : credential,
      })),
    dtmf: ready.dtmf,
    dialRule: { ...ruleOf(ready), fromDigits: Number(ready.fromDigits) },
    testNumber: absent(ready.testNumber),
    companionUrl: absent(ready.companionUrl),
  });
  const errors: AccountErrors = {};
  for (const { path } of result.issues ?? []) {
    const [first, second] = (path ?? []).map((part) => String(part.key));
    const field = (first === 'dialRule' ? second : first) ?? '';
    for (const [name, message] of Object.entries(messages)) {
      if (name === field) Object.assign(errors, { [name]: message });
    }
  }
  if (!ready.hasPassword && ready.password === '') errors.password = 'errorPassword';
  if (result.success && Object.keys(errors).length === 0) return { input: result.output, errors: null };
  return { input: null, errors };
}

const onThisComputer = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** A server on another machine that is not encrypted. */
export const exposed = (servers: string): boolean =>
  servers.split(/\s+/).some((server) => {
    const url = readUrl(server);
    return url?.protocol === 'ws:' && !onThisComputer.test(url.hostname);
  });
