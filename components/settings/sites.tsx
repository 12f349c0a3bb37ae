import { useSignal } from '@preact/signals';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { CloseIcon, PlusIcon } from '../controls/icons.tsx';
import { Switch } from '../controls/switch.tsx';
import { TextField } from '../controls/field.tsx';
import type { BrowserSide } from './browser-side.ts';
import { PageConsentList } from './page-consents.tsx';
import { SiteNumberList } from './site-numbers.tsx';
import { everySite, siteName, sitePattern } from './site-pattern.ts';

interface SitesProps {
  phone: Phone;
  browser: Pick<BrowserSide, 'requestSites' | 'removeSites'>;
}

/** Where Ringside may appear, and where it was put out of sight. */
export function Sites({ phone, browser }: SitesProps) {
  const { everywhere, chosen } = phone.sites.value;
  const { launcherHidden, numbersOff } = phone.settings.value;
  return (
    <>
      <Switch
        label={t('everySite')}
        help={t('everySiteHelp')}
        on={everywhere}
        local
        set={(on) => (on ? browser.requestSites([everySite]) : browser.removeSites([everySite]))}
      />
      {!everywhere && (
        <>
          <SiteList
            label={t('chosenSites')}
            sites={chosen}
            empty={t('noChosenSites')}
            take={(pattern) => browser.removeSites([pattern])}
            takeLabel="removeSite"
          />
          <AddSite browser={browser} />
        </>
      )}
      {launcherHidden.length > 0 && (
        <SiteList
          label={t('launcherHiddenOn')}
          sites={launcherHidden}
          take={(origin) => phone.showLauncher({ origin })}
          takeLabel="showLauncherOn"
        />
      )}
      {numbersOff.length > 0 && (
        <SiteList
          label={t('numbersOffOn')}
          sites={numbersOff}
          take={(origin) => phone.setNumbers({ origin, on: true })}
          takeLabel="showNumbersOn"
        />
      )}
      <SiteNumberList phone={phone} />
      <PageConsentList phone={phone} />
    </>
  );
}

interface SiteListProps {
  label: string;
  sites: readonly string[];
  empty?: string;
  /** Takes a site off the list. */
  take: (site: string) => Promise<unknown>;
  takeLabel: 'removeSite' | 'showLauncherOn' | 'showNumbersOn';
}

function SiteList({ label, sites, empty, take, takeLabel }: SiteListProps) {
  return (
    <div class="group">
      <h3 class="label">{label}</h3>
      {sites.length === 0 ? (
        <p class="help">{empty}</p>
      ) : (
        <ul class="chips">
          {sites.map((site) => (
            <li key={site} class="chip">
              <bdi dir="ltr" title={site}>
                {siteName(site)}
              </bdi>
              <Action
                class="icon-button small"
                local
                run={() => take(site)}
                label={t(takeLabel, siteName(site))}
                title={t(takeLabel, siteName(site))}
              >
                <CloseIcon />
              </Action>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** A field for one more site; the browser asks its own question after it. */
export function AddSite({ browser }: { browser: Pick<BrowserSide, 'requestSites'> }) {
  const typed = useSignal('');
  const wrong = useSignal(false);
  const text = typed.value;

  async function add(): Promise<void> {
    const pattern = sitePattern(text);
    wrong.value = pattern === null;
    if (pattern !== null && (await browser.requestSites([pattern]))) typed.value = '';
  }

  return (
    <form class="add" onSubmit={(event) => event.preventDefault()}>
      <TextField
        label={t('addSiteLabel')}
        error={wrong.value ? t('errorSite') : undefined}
        placeholder="crm.example.com"
        inputMode="url"
        value={text}
        change={(value) => {
          typed.value = value;
          wrong.value = false;
        }}
      />
      <Action class="button quiet" type="submit" local run={add} off={text.trim() === ''}>
        <PlusIcon />
        {t('add')}
      </Action>
    </form>
  );
}
