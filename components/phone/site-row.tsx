import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { Switch } from '../controls/switch.tsx';
import { covers, sitePattern } from '../settings/site-pattern.ts';

/** The page in front of the operator, as far as the browser tells. */
export interface Site {
  /** `https://crm.example` */
  origin: string;
}

interface SiteRowProps {
  phone: Phone;
  /** Null where the browser does not say, or the page is none that can carry a phone. */
  site: Site | null;
  /** Asks the browser to let Ringside onto the sites of a pattern; false when the operator said no. */
  turnOn: (pattern: string) => Promise<boolean>;
}

/** What Ringside does on the page in front: the launcher, the numbers, or the way to turn it on there. */
export function SiteRow({ phone, site, turnOn }: SiteRowProps) {
  const sites = phone.sites.value;
  const { launcherHidden, numbersOff } = phone.settings.value;
  if (site === null) return null;
  const { origin } = site;
  const { host } = new URL(origin);
  const on = covers(sites, origin);
  const launcher = !launcherHidden.includes(origin);
  const numbers = !numbersOff.includes(origin);
  return (
    <section class="site-row" aria-label={t('onSite', host)}>
      <b class="site-name" title={host}>
        {host}
      </b>
      {on ? (
        <>
          <Switch
            small
            label={t('launcher')}
            on={launcher}
            set={(on) => phone.showLauncher({ origin, on })}
          />
          <Switch small label={t('numbers')} on={numbers} set={(on) => phone.setNumbers({ origin, on })} />
        </>
      ) : (
        <Action class="button quiet small" local run={() => turnOn(sitePattern(origin) ?? `${origin}/*`)}>
          {t('turnOnHere')}
        </Action>
      )}
    </section>
  );
}
