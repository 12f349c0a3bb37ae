import type { ExportedFile } from '../../lib/mirror/desk.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { SaveIcon } from './desk-icons.tsx';

interface ExportMenuProps {
  read: (format: 'csv' | 'json') => Promise<ExportedFile>;
  save: (file: ExportedFile) => void;
  /** There is nothing to keep. */
  off: boolean;
}

/** What the filter lets through, as a file: for spreadsheets or for programs. */
export function ExportMenu({ read, save, off }: ExportMenuProps) {
  return (
    <span class="export" role="group" aria-label={t('exportHistory')}>
      <SaveIcon />
      {(['csv', 'json'] as const).map((format) => (
        <Action
          key={format}
          class="bar-button"
          off={off}
          run={async () => save(await read(format))}
          label={t('exportAs', format.toUpperCase())}
          title={t('exportAs', format.toUpperCase())}
        >
          {format.toUpperCase()}
        </Action>
      ))}
    </span>
  );
}
