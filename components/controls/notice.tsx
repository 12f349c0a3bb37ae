import { useContext } from 'preact/hooks';
import { t } from '../../lib/text.ts';
import type { Fault } from '../../lib/mirror/fault.ts';
import { Action } from './action.tsx';
import { DeskContext } from './desk.ts';
import { faultWords } from './fault-words.ts';
import { FaultDetail } from './fault-detail.tsx';
import { CloseIcon, WarnIcon } from './icons.tsx';

interface NoticeProps {
  fault: Fault;
  /** What mends it, where that can be offered here. */
  mend?: { label: string; run: () => Promise<unknown> | void };
  /** It goes by itself when its cause goes, and cannot be put away before. */
  lasting?: boolean;
  /** The way to the self-test, where that may find more. */
  diagnose?: () => Promise<unknown>;
}

/** A complaint in the place where it arose: cause, the other side's own words, one thing to do, and it can be put away. */
export function Notice({ fault, mend, lasting, diagnose }: NoticeProps) {
  const desk = useContext(DeskContext);
  const words = faultWords[fault.code];
  return (
    <div class="notice" role="alert">
      <WarnIcon />
      <div class="notice-text">
        <b>{t(words.title)}</b>
        <p>{t(words.explain)}</p>
        <FaultDetail fault={fault} />
        {(mend || diagnose) && (
          <div class="notice-links">
            {mend && (
              <Action class="link" run={mend.run}>
                {mend.label}
              </Action>
            )}
            {diagnose && (
              <Action class="link" run={diagnose}>
                {t('findCause')}
              </Action>
            )}
          </div>
        )}
      </div>
      {!lasting && (
        <button
          type="button"
          class="icon-button small"
          aria-label={t('putAway')}
          title={t('putAway')}
          onClick={() => desk.report(undefined)}
        >
          <CloseIcon />
        </button>
      )}
    </div>
  );
}
