/** The company server of an account, whose Inbox is shown: one field, the same in every kind's form. */
import { t, type TextKey } from '../../lib/text.ts';
import { TextField } from '../controls/field.tsx';
import { readUrl, sitePattern } from './site-pattern.ts';

/** An address as people type it, with its scheme. */
export function tidiedAddress(typed: string, scheme = 'https'): string {
  const address = typed.trim();
  return address === '' || /^[a-z]+:\/\//i.test(address) ? address : `${scheme}://${address}`;
}

/** The sites the browser must let us ask with the operator's sign-in, for these addresses. */
export const sitesOf = (...addresses: (string | undefined)[]): string[] => [
  ...new Set(
    addresses.flatMap((address) => {
      const origin = address === undefined ? undefined : readUrl(address)?.origin;
      return (origin === undefined ? null : sitePattern(origin)) ?? [];
    }),
  ),
];

interface CompanyServerFieldProps {
  value: string;
  change: (value: string) => void;
  leave: () => void;
  error?: TextKey;
}

export function CompanyServerField({ value, change, leave, error }: CompanyServerFieldProps) {
  return (
    <TextField
      label={t('fieldCompanionUrl')}
      help={t('helpCompanionUrl')}
      error={error && t(error)}
      inputMode="url"
      placeholder="https://crm.example.com/companion"
      value={value}
      change={change}
      leave={leave}
    />
  );
}
