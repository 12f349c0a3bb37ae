import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { ExportMenu } from '../desk/export-menu.tsx';
import type { BrowserSide } from './browser-side.ts';

interface AboutProps {
  phone: Phone;
  browser: Pick<BrowserSide, 'version' | 'shortcuts' | 'openShortcuts' | 'saveFile'>;
}

/** Which version this is, its shortcuts, and what it does with what it knows. */
export function About({ phone, browser }: AboutProps) {
  const recent = phone.history.value.length;
  return (
    <div class="stack">
      <div class="line">
        <b>{t('version')}</b>
        <span class="tabular">{browser.version}</span>
      </div>
      {browser.shortcuts.map(({ name, keys }) => (
        <div class="line" key={name}>
          <b>{name}</b>
          {keys === '' ? <span class="sub">{t('noKeys')}</span> : <kbd>{keys}</kbd>}
        </div>
      ))}
      {browser.shortcuts.length > 0 && (
        <Action class="link" local run={browser.openShortcuts}>
          {t('changeShortcuts')}
        </Action>
      )}
      <p class="privacy">{t('privacy')}</p>
      <div class="line ruled">
        <span>
          <b>{t('recentCalls')}</b> <span class="sub">{t('recentCallsKept')}</span>
        </span>
        <ExportMenu
          read={(format) => phone.exportHistory({ from: 0, format })}
          save={(file) => browser.saveFile(file)}
          off={recent === 0}
        />
        <Action class="button quiet small" off={recent === 0} run={() => phone.clearHistory({})}>
          {t('clearHistory')}
        </Action>
      </div>
    </div>
  );
}
