import { useSignal } from '@preact/signals';
import { useContext } from 'preact/hooks';
import type { SettingsSlice } from '../../lib/mirror/slices.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t, type TextKey } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { Choice } from '../controls/choice.tsx';
import { DeskContext, send } from '../controls/desk.ts';
import { Switch } from '../controls/switch.tsx';
import type { BrowserSide } from './browser-side.ts';
import { Notifications } from './notifications.tsx';

interface AlertsProps {
  phone: Phone;
  browser: Pick<BrowserSide, 'notifications' | 'handleTelLinks'>;
}

type AutoAnswer = SettingsSlice['autoAnswer'];

const autoAnswers: readonly { value: AutoAnswer; text: TextKey; help: TextKey }[] = [
  { value: 'never', text: 'autoAnswerNever', help: 'autoAnswerNeverHelp' },
  { value: 'asked', text: 'autoAnswerAsked', help: 'autoAnswerAskedHelp' },
  { value: 'always', text: 'autoAnswerAlways', help: 'autoAnswerAlwaysHelp' },
];

/** How a call makes itself known, and what it meets; and where clicked telephone links go. */
export function Alerts({ phone, browser }: AlertsProps) {
  const desk = useContext(DeskContext);
  const { doNotDisturb, autoAnswer, telLinks } = phone.settings.value;
  return (
    <>
      <Notifications browser={browser} />
      <div class="stack ruled">
        <Switch
          label={t('doNotDisturb')}
          help={t('doNotDisturbHelp')}
          on={doNotDisturb}
          set={(on) => phone.setDoNotDisturb({ on })}
        />
      </div>
      <div class="stack ruled">
        <Choice
          label={t('autoAnswer')}
          upright
          value={autoAnswer}
          options={autoAnswers.map(({ value, text, help }) => ({ value, text: t(text), help: t(help) }))}
          change={(value) => send(desk, phone.setSettings({ autoAnswer: value }))}
        />
      </div>
      <div class="stack ruled">
        <Switch
          label={t('telLinks')}
          help={t('telLinksHelp')}
          on={telLinks}
          set={(on) => phone.setSettings({ telLinks: on })}
        />
        <EveryProgram handle={browser.handleTelLinks} />
      </div>
    </>
  );
}

/** Telephone links outside the pages where Ringside is: the browser asks its own question. */
function EveryProgram({ handle }: { handle: BrowserSide['handleTelLinks'] }) {
  const asked = useSignal(false);
  return (
    <div class="line">
      <span class="grow">
        <b>{t('telEverywhere')}</b>
        <span class="help" role="status">
          {t(!handle ? 'telEverywhereOffered' : asked.value ? 'telEverywhereAsked' : 'telEverywhereHelp')}
        </span>
      </span>
      {handle && (
        <Action
          class="button quiet small"
          local
          run={() => {
            handle();
            asked.value = true;
          }}
        >
          {t('telEverywhereDo')}
        </Action>
      )}
    </div>
  );
}
