import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';

interface FormEndProps {
  /** Absent where there is nothing to go back to. */
  cancel?: () => void;
  saveLabel: string;
  submit: () => Promise<void>;
}

/** The buttons under an account form. */
export function FormEnd({ cancel, saveLabel, submit }: FormEndProps) {
  return (
    <div class="form-end">
      {cancel && (
        <button type="button" class="button quiet" onClick={cancel}>
          {t('cancel')}
        </button>
      )}
      <Action class="button accent" type="submit" run={submit}>
        {saveLabel}
      </Action>
    </div>
  );
}
