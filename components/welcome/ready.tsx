import type { Phone } from '../../lib/mirror/phone.ts';
import { t, type TextKey } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { WarnIcon } from '../controls/icons.tsx';
import type { BrowserSide } from '../settings/browser-side.ts';
import { Notifications } from '../settings/notifications.tsx';
import type { Step } from './welcome-view.tsx';

type Doable = Exclude<Step, 'ready'>;

const missing: readonly { step: Doable; text: TextKey }[] = [
  { step: 'sites', text: 'missingSites' },
  { step: 'microphone', text: 'missingMicrophone' },
  { step: 'account', text: 'missingAccount' },
];

interface ReadyProps {
  phone: Phone;
  browser: Pick<BrowserSide, 'notifications'>;
  done: Record<Doable, boolean>;
  go: (step: Step) => void;
}

/** What to do next, and what was left out. */
export function Ready({ phone, browser, done, go }: ReadyProps) {
  const left = missing.filter(({ step }) => !done[step]);
  return (
    <>
      {left.length > 0 && (
        <ul class="left-out">
          {left.map(({ step, text }) => (
            <li key={step}>
              <WarnIcon />
              <span>{t(text)}</span>
              <button type="button" class="link" onClick={() => go(step)}>
                {t('doItNow')}
              </button>
            </li>
          ))}
        </ul>
      )}
      <ol class="next">
        <li>{t('nextCrm')}</li>
        <li>{t('nextNumber')}</li>
        <li>{t('nextIncoming')}</li>
        <li>{t('nextPin')}</li>
      </ol>
      <div class="option-card">
        <Notifications browser={browser} />
      </div>
      <Action class="link" run={() => phone.openOptions({})}>
        {t('moreInOptions')}
      </Action>
    </>
  );
}
