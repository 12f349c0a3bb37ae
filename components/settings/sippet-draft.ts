/** The form of a Sippet account while it is filled in, checked with the engine's own schema. */
import { safeParse } from 'valibot';
import { sippetAccountInput, type SippetAccountInput } from '../../lib/mirror/commands.ts';
import type { SippetAccountView } from '../../lib/mirror/slices.ts';
import type { TextKey } from '../../lib/text.ts';
import { sitesOf, tidiedAddress } from './company-server.tsx';
import { readUrl } from './site-pattern.ts';

/** Where Sippet's own service is; a company may have its own. */
const usualOrigin = 'https://api.sippet.ai';

/** How the token comes, as far as the operator can choose. */
export type ChosenSource = SippetAccountInput['tokenFrom'];

/** The fields as they stand in the form. */
export interface SippetDraft {
  label: string;
  apiOrigin: string;
  tokenFrom: ChosenSource;
  signInUrl: string;
  token: string;
  hasToken: boolean;
  rpcPath: string;
  topic: string;
  testNumber: string;
  companionUrl: string;
}

export type SippetField =
  'label' | 'apiOrigin' | 'signInUrl' | 'token' | 'rpcPath' | 'topic' | 'testNumber' | 'companionUrl';
export type SippetErrors = Partial<Record<SippetField, TextKey>>;

/** Fields in the folded part of the form. */
export const foldedFields: readonly SippetField[] = ['companionUrl', 'rpcPath', 'topic', 'testNumber'];

const messages: Readonly<Record<SippetField, TextKey>> = {
  label: 'errorTooLong',
  apiOrigin: 'errorApiOrigin',
  signInUrl: 'errorSignInUrl',
  token: 'errorToken',
  rpcPath: 'errorRpcPath',
  topic: 'errorTopic',
  testNumber: 'errorTooLong',
  companionUrl: 'errorCompanionUrl',
};

/** An empty form, or one filled with a saved account. A held token is never shown: only that it is there. */
export function sippetDraftOf(account?: SippetAccountView): SippetDraft {
  const from = account?.tokenFrom ?? 'url';
  return {
    label: account?.label ?? '',
    apiOrigin: account?.apiOrigin ?? usualOrigin,
    tokenFrom: from === 'managed' ? 'url' : from,
    signInUrl: account?.signInUrl ?? '',
    token: '',
    hasToken: account?.hasToken ?? false,
    rpcPath: account?.rpcPath ?? '',
    topic: account?.topic ?? '',
    testNumber: account?.testNumber ?? '',
    companionUrl: account?.companionUrl ?? '',
  };
}

const absent = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());

/** Addresses with their scheme, the API's without a path. */
export function sippetTidied(draft: SippetDraft): SippetDraft {
  const apiOrigin = tidiedAddress(draft.apiOrigin);
  return {
    ...draft,
    apiOrigin: readUrl(apiOrigin)?.origin ?? apiOrigin,
    signInUrl: tidiedAddress(draft.signInUrl),
    companionUrl: tidiedAddress(draft.companionUrl),
    token: draft.token.trim().replace(/^bearer\s+/i, ''),
  };
}

/** What the engine is sent, or what keeps it from being sent. */
export function checkSippet(
  draft: SippetDraft,
  id: string | undefined,
): { input: SippetAccountInput; errors: null } | { input: null; errors: SippetErrors } {
  const ready = sippetTidied(draft);
  const host = readUrl(ready.apiOrigin)?.host ?? '';
  const result = safeParse(sippetAccountInput, {
    id,
    kind: 'sippet',
    label: ready.label.trim() || `Sippet · ${host}`.slice(0, 80),
    apiOrigin: ready.apiOrigin,
    tokenFrom: ready.tokenFrom,
    signInUrl: ready.tokenFrom === 'url' ? absent(ready.signInUrl) : undefined,
    token: ready.tokenFrom === 'pasted' ? absent(ready.token) : undefined,
    rpcPath: absent(ready.rpcPath),
    topic: absent(ready.topic),
    testNumber: absent(ready.testNumber),
    companionUrl: absent(ready.companionUrl),
  });
  const errors: SippetErrors = {};
  for (const issue of result.issues ?? []) {
    const field = issue.path?.[0]?.key;
    if (typeof field === 'string' && Object.hasOwn(messages, field)) {
      errors[field as SippetField] ??= messages[field as SippetField];
    }
  }
  if (ready.tokenFrom === 'url' && ready.signInUrl === '') errors.signInUrl = 'errorSignInUrl';
  if (ready.tokenFrom === 'pasted' && ready.token === '' && !ready.hasToken) errors.token = 'errorToken';
  if (result.success && Object.keys(errors).length === 0) return { input: result.output, errors: null };
  return { input: null, errors };
}

/** The sites whose sign-in the browser must let us use: the sign-in URL's where there is one, and the company server's. */
export const sitesWanted = ({ tokenFrom, signInUrl, companionUrl }: SippetAccountInput): string[] =>
  sitesOf(tokenFrom === 'url' ? signInUrl : undefined, companionUrl);
