import { useSignal } from '@preact/signals';
import { t } from '../../lib/text.ts';
import { Switch } from '../controls/switch.tsx';
import type { BrowserSide } from './browser-side.ts';

/** Notifications of the system: a permission of the browser's, given and taken back here. */
export function Notifications({ browser }: { browser: Pick<BrowserSide, 'notifications'> }) {
  const { notifications } = browser;
  const allowed = useSignal(notifications.allowed);
  const refused = useSignal(false);

  async function set(on: boolean): Promise<void> {
    const done = on ? await notifications.request() : await notifications.remove();
    if (done) allowed.value = on;
    refused.value = on && !done;
  }

  return (
    <>
      <Switch label={t('notifications')} help={t('notificationsHelp')} on={allowed.value} local set={set} />
      {refused.value && (
        <p class="help error" role="status">
          {t('notificationsRefused')}
        </p>
      )}
    </>
  );
}
