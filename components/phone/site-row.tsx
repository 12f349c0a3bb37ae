import type { Phone } from '../../lib/mirror/phone.ts';
import type { SitesSlice } from '../../lib/mirror/slices.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { Switch } from '../controls/switch.tsx';

/** The page in front of the operator, as far as the browser tells. */
export interface Site {
  /** `https://crm.example` */
  origin: string;
}

interface SiteRowProps {
  phone: Phone;
  /** Null where the browser does not say, or the page is none that can carry a phone. */
  site: Site | null;
  /** Asks the browser to let Ringside onto this site; false when the operator said no. */
  turnOn: (site: Site) => Promise<boolean>;
}

/** Whether one of the chosen patterns covers an origin. */
export function covers({ everywhere, chosen }: SitesSlice, origin: string): boolean {
  if (everywhere) return true;
  const { protocol, hostname, host } = new URL(origin);
  return chosen.some((pattern) => {
    const parts = /^(\*|https?):\/\/([^/]+)\//.exec(pattern);
    if (!parts || (parts[1] !== '*' && `${parts[1]}:` !== protocol)) return false;
    const wanted = parts[2] ?? '';
    if (wanted.startsWith('*.')) return hostname === wanted.slice(2) || hostname.endsWith(wanted.slice(1));
    return wanted === host || wanted === hostname;
  });
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
        <Action class="button quiet small" local run={() => turnOn(site)}>
          {t('turnOnHere')}
        </Action>
      )}
    </section>
  );
}
