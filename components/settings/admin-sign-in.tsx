import { useSignal } from '@preact/signals';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { TextField } from '../controls/field.tsx';

interface AdminSignInProps {
  /** Who is signed in; null while it is only the operator. */
  administrator: string | null;
  signIn: (email: string, password: string) => Promise<unknown>;
}

/** For whoever looks after the company's phones and has a sign-in of their own for it. Nothing of it is kept. */
export function AdminSignIn({ administrator, signIn }: AdminSignInProps) {
  const email = useSignal('');
  const password = useSignal('');
  if (administrator !== null)
    return (
      <p class="help" role="status">
        {t('adminSignedIn', administrator)}
      </p>
    );
  const ready = email.value.trim() !== '' && password.value !== '';
  return (
    <details class="form ruled">
      <summary>{t('adminSignIn')}</summary>
      <form class="form" onSubmit={(event) => event.preventDefault()}>
        <p class="help">{t('adminSignInHelp')}</p>
        <div class="two">
          <TextField
            label={t('adminEmail')}
            value={email.value}
            change={(value) => {
              email.value = value;
            }}
          />
          <TextField
            label={t('fieldPassword')}
            secret
            value={password.value}
            change={(value) => {
              password.value = value;
            }}
          />
        </div>
        <div class="form-end">
          <Action
            class="button quiet"
            type="submit"
            off={!ready}
            run={async () => {
              await signIn(email.peek().trim(), password.peek());
              password.value = '';
            }}
          >
            {t('adminSignInNow')}
          </Action>
        </div>
      </form>
    </details>
  );
}
