import type { AccountInput } from '../../lib/mirror/commands.ts';
import type { AccountKind, AccountView, DialRule } from '../../lib/mirror/slices.ts';
import { AccountForm } from './account-form.tsx';
import { CemscaleForm } from './cemscale-form.tsx';
import type { AccountFormProps } from './form-frame.tsx';
import { SippetForm } from './sippet-form.tsx';

/** The account to change, where there is one, is of this kind. */
interface AccountEditorProps extends AccountFormProps<AccountView, AccountInput> {
  kind: AccountKind;
  /** What would be dialled for a number under a rule. */
  preview: (number: string, rule: DialRule) => string;
}

/** The form of an account, by its kind. */
export function AccountEditor({ kind, account, preview, ...form }: AccountEditorProps) {
  switch (kind) {
    case 'sip':
      return (
        <AccountForm {...form} account={account?.kind === kind ? account : undefined} preview={preview} />
      );
    case 'sippet':
      return <SippetForm {...form} account={account?.kind === kind ? account : undefined} />;
    case 'cemscale':
      return <CemscaleForm {...form} account={account?.kind === kind ? account : undefined} />;
  }
}
