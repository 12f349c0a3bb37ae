import type { AccountInput } from '../../lib/mirror/commands.ts';
import type { AccountKind, AccountView, DialRule } from '../../lib/mirror/slices.ts';
import { AccountForm } from './account-form.tsx';
import { CemscaleForm } from './cemscale-form.tsx';
import { SippetForm } from './sippet-form.tsx';

interface AccountEditorProps {
  kind: AccountKind;
  /** The account to change, of this kind; absent for a new one. */
  account?: AccountView;
  save: (input: AccountInput) => Promise<unknown>;
  cancel?: () => void;
  saveLabel: string;
  /** What would be dialled for a number under a rule. */
  preview: (number: string, rule: DialRule) => string;
  /** Asks the browser for sites; call it from a click. */
  requestSites: (patterns: string[]) => Promise<boolean>;
}

/** The form of an account, by its kind. */
export function AccountEditor({ kind, account, preview, requestSites, ...form }: AccountEditorProps) {
  switch (kind) {
    case 'sip':
      return (
        <AccountForm
          {...form}
          account={account?.kind === kind ? account : undefined}
          preview={preview}
          requestSites={requestSites}
        />
      );
    case 'sippet':
      return (
        <SippetForm
          {...form}
          account={account?.kind === kind ? account : undefined}
          requestSites={requestSites}
        />
      );
    case 'cemscale':
      return (
        <CemscaleForm
          {...form}
          account={account?.kind === kind ? account : undefined}
          requestSites={requestSites}
        />
      );
  }
}
