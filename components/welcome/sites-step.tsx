import { useSignal } from '@preact/signals';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { CheckIcon } from '../controls/icons.tsx';
import type { BrowserSide } from '../settings/browser-side.ts';
import { everySite, siteName } from '../settings/site-pattern.ts';
import { AddSite } from '../settings/sites.tsx';

interface SitesStepProps {
  phone: Phone;
  browser: Pick<BrowserSide, 'requestSites'>;
}

/** Where to appear: every site, or sites the operator chooses. */
export function SitesStep({ phone, browser }: SitesStepProps) {
  const { everywhere, chosen } = phone.sites.value;
  const refused = useSignal(false);

  async function all(): Promise<void> {
    refused.value = !(await browser.requestSites([everySite]));
  }

  return (
    <>
      <div class={everywhere ? 'option-card on' : 'option-card'}>
        <div class="option-text">
          <b>{t('everySite')}</b>
          <p>{t('everySiteWelcome')}</p>
          {refused.value && !everywhere && <p class="help error">{t('sitesRefused')}</p>}
        </div>
        {everywhere ? (
          <span class="pill go">
            <CheckIcon />
            {t('allowed')}
          </span>
        ) : (
          <Action class={chosen.length > 0 ? 'button quiet' : 'button accent'} local run={all}>
            {t('allow')}
          </Action>
        )}
      </div>
      {!everywhere && (
        <div class={chosen.length > 0 ? 'option-card column-card on' : 'option-card column-card'}>
          <div class="option-text">
            <b>{t('chosenSites')}</b>
            <p>{t('chosenSitesWelcome')}</p>
          </div>
          {chosen.length > 0 && (
            <ul class="chips">
              {chosen.map((site) => (
                <li key={site} class="chip plain">
                  <CheckIcon />
                  <bdi dir="ltr">{siteName(site)}</bdi>
                </li>
              ))}
            </ul>
          )}
          <AddSite browser={browser} />
        </div>
      )}
    </>
  );
}
