/** The form of a CemScale account while it is filled in, checked with the engine's own schema. */
import { safeParse } from 'valibot';
import { cemscaleAccountInput, type CemscaleAccountInput } from '../../lib/mirror/commands.ts';
import type { CemscaleAccountView } from '../../lib/mirror/slices.ts';
import type { TextKey } from '../../lib/text.ts';
import { sitesOf, tidiedAddress } from './company-server.tsx';
import { readUrl } from './site-pattern.ts';

/** KNOWN: where CemScale's API is. A company may have been given another address. */
const usualUrl = 'https://voip-api.cemscale.com';

/** The fields as they stand in the form. */
export interface CemscaleDraft {
  label: string;
  apiUrl: string;
  signInBy: CemscaleAccountInput['signInBy'];
  tenantId: string;
  extension: string;
  password: string;
  hasPassword: boolean;
  companionUrl: string;
  dialBy: CemscaleAccountInput['dialBy'];
  wssUrl: string;
  sipDomain: string;
  /** JSON. */
  routes: string;
}

export type CemscaleField =
  | 'label'
  | 'apiUrl'
  | 'tenantId'
  | 'extension'
  | 'password'
  | 'companionUrl'
  | 'wssUrl'
  | 'sipDomain'
  | 'routes';

/** Fields in the folded part of the form. */
export const cemscaleFolded: readonly CemscaleField[] = ['companionUrl', 'wssUrl', 'sipDomain', 'routes'];

const messages: Readonly<Record<CemscaleField, TextKey>> = {
  label: 'errorTooLong',
  apiUrl: 'errorApiOrigin',
  tenantId: 'errorTenantId',
  extension: 'errorExtension',
  password: 'errorSipPassword',
  companionUrl: 'errorCompanionUrl',
  wssUrl: 'errorServers',
  sipDomain: 'errorDomain',
  routes: 'errorRoutes',
};

/** An empty form, or one filled with a saved account. A saved password is never shown: only that it is there. */
export function cemscaleDraftOf(account?: CemscaleAccountView): CemscaleDraft {
  return {
    label: account?.label ?? '',
    apiUrl: account?.apiUrl ?? usualUrl,
    signInBy: account?.signInBy ?? 'password',
    tenantId: account?.tenantId ?? '',
    extension: account?.extension ?? '',
    password: '',
    hasPassword: account?.hasPassword ?? false,
    companionUrl: account?.companionUrl ?? '',
    dialBy: account?.dialBy ?? 'switch',
    wssUrl: account?.wssUrl ?? '',
    sipDomain: account?.sipDomain ?? '',
    routes: account?.routes ? JSON.stringify(account.routes, undefined, 2) : '',
  };
}

const absent = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());

/** Addresses with their scheme and without a slash at the end. */
export function cemscaleTidied(draft: CemscaleDraft): CemscaleDraft {
  return {
    ...draft,
    apiUrl: tidiedAddress(draft.apiUrl).replace(/\/+$/, ''),
    companionUrl: tidiedAddress(draft.companionUrl).replace(/\/+$/, ''),
    wssUrl: tidiedAddress(draft.wssUrl, 'wss'),
    extension: draft.extension.trim(),
    tenantId: draft.tenantId.trim().toLowerCase(),
  };
}

/** The typed routes; undefined for none, `wrong` for what is no JSON. */
function routesIn(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return 'wrong'; // No object, so the schema says no.
  }
}

/** What the engine is sent, or what keeps it from being sent. */
export function checkCemscale(
  draft: CemscaleDraft,
  id: string | undefined,
):
  | { input: CemscaleAccountInput; errors: null }
  | { input: null; errors: Partial<Record<CemscaleField, TextKey>> } {
  const ready = cemscaleTidied(draft);
  const byPassword = ready.signInBy === 'password';
  const name = byPassword ? ready.extension : (readUrl(ready.apiUrl)?.host ?? '');
  const result = safeParse(cemscaleAccountInput, {
    id,
    kind: 'cemscale',
    label: ready.label.trim() || `CemScale · ${name}`.slice(0, 80),
    apiUrl: ready.apiUrl,
    signInBy: ready.signInBy,
    tenantId: byPassword ? absent(ready.tenantId) : undefined,
    extension: byPassword ? absent(ready.extension) : undefined,
    password: byPassword && ready.password !== '' ? ready.password : undefined,
    companionUrl: absent(ready.companionUrl),
    dialBy: ready.dialBy,
    wssUrl: absent(ready.wssUrl),
    sipDomain: absent(ready.sipDomain),
    routes: routesIn(ready.routes),
  });
  const errors: Partial<Record<CemscaleField, TextKey>> = {};
  for (const issue of result.issues ?? []) {
    const field = issue.path?.[0]?.key;
    if (typeof field === 'string' && Object.hasOwn(messages, field))
      errors[field as CemscaleField] ??= messages[field as CemscaleField];
  }
  if (byPassword && ready.tenantId === '') errors.tenantId = 'errorTenantId';
  if (byPassword && ready.extension === '') errors.extension = 'errorExtension';
  if (byPassword && ready.password === '' && !ready.hasPassword) errors.password = 'errorSipPassword';
  if (!byPassword && ready.companionUrl === '') errors.companionUrl = 'errorCompanionUrl';
  if (result.success && Object.keys(errors).length === 0) return { input: result.output, errors: null };
  return { input: null, errors };
}

/** Sites the browser must let us ask: the service itself, and the company's server whose cookies are used. */
export const cemscaleSites = ({ apiUrl, companionUrl }: CemscaleAccountInput): string[] =>
  sitesOf(apiUrl, companionUrl);
