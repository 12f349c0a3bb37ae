/** What was said about the numbers of single sites, with a way to take it back. */
import type { ComponentChildren } from 'preact';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { CloseIcon } from '../controls/icons.tsx';
import { regionName } from '../controls/region-name.ts';
import { siteName } from './site-pattern.ts';

/** Countries chosen for sites, and texts that are no numbers there. */
export function SiteNumberList({ phone }: { phone: Phone }) {
  const sites = Object.entries(phone.settings.value.siteNumbers);
  const countries = sites.flatMap(([origin, { region }]) =>
    region === undefined ? [] : [{ origin, region }],
  );
  const texts = sites.flatMap(([origin, { not }]) => not.map((text) => ({ origin, text })));
  return (
    <>
      {countries.length > 0 && (
        <Group label={t('siteCountries')}>
          {countries.map(({ origin, region }) => (
            <Chip
              key={origin}
              text={`${siteName(origin)}: ${regionName(region)}`}
              label={t('forgetSiteCountry', siteName(origin))}
              take={() => phone.setSiteRegion({ origin, region: null })}
            />
          ))}
        </Group>
      )}
      {texts.length > 0 && (
        <Group label={t('notNumbers')}>
          {texts.map(({ origin, text }) => (
            <Chip
              key={`${origin} ${text}`}
              text={`${siteName(origin)}: ${text}`}
              label={t('numberAfterAll', text)}
              take={() => phone.notNumber({ origin, text, on: false })}
            />
          ))}
        </Group>
      )}
    </>
  );
}

/** A named list of chips. */
export function Group({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div class="group">
      <h3 class="label">{label}</h3>
      <ul class="chips">{children}</ul>
    </div>
  );
}

/** One thing that was said, and a cross that takes it back. */
export function Chip({ text, label, take }: { text: string; label: string; take: () => Promise<unknown> }) {
  return (
    <li class="chip">
      <bdi title={text}>{text}</bdi>
      <Action class="icon-button small" run={take} label={label} title={label}>
        <CloseIcon />
      </Action>
    </li>
  );
}
