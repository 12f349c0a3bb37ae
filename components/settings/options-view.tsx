/** The options: one page, every setting in its place. */
import type { ComponentChildren, FunctionComponent } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Phone } from '../../lib/mirror/phone.ts';
import type { PortName } from '../../lib/mirror/desk.ts';
import type { DialRule } from '../../lib/mirror/slices.ts';
import { t, type TextKey } from '../../lib/text.ts';
import { Choice } from '../controls/choice.tsx';
import { Combobox } from '../controls/combobox.tsx';
import { DeskContext, send } from '../controls/desk.ts';
import {
  BellIcon,
  BellOffIcon,
  CheckupIcon,
  FlagIcon,
  GlobeIcon,
  InfoIcon,
  PersonIcon,
  PhoneIcon,
  SpeakerIcon,
  ThemeIcon,
} from '../controls/icons.tsx';
import { Logo } from '../controls/logo.tsx';
import { Notice } from '../controls/notice.tsx';
import { Root } from '../controls/root.tsx';
import { useDesk } from '../controls/use-desk.ts';
import { JoinIcon } from '../desk/desk-icons.tsx';
import { About } from './about.tsx';
import { AccountList } from './account-list.tsx';
import { Alerts } from './alerts.tsx';
import { Blocked } from './blocked.tsx';
import type { BrowserSide } from './browser-side.ts';
import { CompanyNumbers } from './company-numbers.tsx';
import { Diagnostics } from './diagnostics.tsx';
import { regions } from './regions.ts';
import { ScreenPopSetting } from './screen-pop-setting.tsx';
import { Sites } from './sites.tsx';
import { Sound } from './sound.tsx';

interface OptionsProps {
  phone: Phone;
  browser: BrowserSide;
  /** What would be dialled for a number under a rule. */
  preview: (number: string, rule: DialRule, region: string) => string;
}

/** `port`: only where the service in use offers it. */
const sections: readonly { id: string; title: TextKey; Icon: FunctionComponent; port?: PortName }[] = [
  { id: 'account', title: 'accounts', Icon: PersonIcon },
  { id: 'sites', title: 'sites', Icon: GlobeIcon },
  { id: 'sound', title: 'sound', Icon: SpeakerIcon },
  { id: 'alerts', title: 'alerts', Icon: BellIcon },
  { id: 'blocked', title: 'blocked', Icon: BellOffIcon, port: 'blocked' },
  { id: 'company-numbers', title: 'companyNumbers', Icon: PhoneIcon, port: 'admin' },
  { id: 'country', title: 'country', Icon: FlagIcon },
  { id: 'appearance', title: 'appearance', Icon: ThemeIcon },
  { id: 'screen-pop', title: 'screenPop', Icon: JoinIcon },
  { id: 'diagnostics', title: 'diagnostics', Icon: CheckupIcon },
  { id: 'about', title: 'about', Icon: InfoIcon },
];

/** The whole options page. */
export function OptionsView({ phone, browser, preview }: OptionsProps) {
  const { desk, complaint: fault } = useDesk(phone);
  const settings = phone.settings.value;
  const countries = useMemo(regions, []);
  const { ports } = phone.desk.value;
  const shown = sections.filter(({ port }) => port === undefined || ports.includes(port));
  return (
    <DeskContext.Provider value={desk}>
      <Root appearance={settings.appearance} class="page options-page">
        <nav class="side" aria-label={t('options')}>
          <Logo />
          <ul>
            {shown.map(({ id, title, Icon }) => (
              <li key={id}>
                <a class="side-link" href={`#${id}`}>
                  <Icon />
                  {t(title)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <main class="column">
          <h1 class="unseen">{t('options')}</h1>
          <div class="sticky-notice">
            {desk.away && (
              <p class="quiet-line" role="status">
                {t('linkAway')}
              </p>
            )}
            {fault && <Notice fault={fault} />}
          </div>
          <Section id="account" title="accounts" intro="accountsIntro">
            <AccountList
              phone={phone}
              preview={(number, rule) => preview(number, rule, settings.region)}
              requestSites={(patterns) => browser.requestSites(patterns)}
            />
          </Section>
          <Section id="sites" title="sites" intro="sitesIntro">
            <Sites phone={phone} browser={browser} />
          </Section>
          <Section id="sound" title="sound" intro="soundIntro">
            <Sound phone={phone} browser={browser} countries={countries} />
          </Section>
          <Section id="alerts" title="alerts">
            <Alerts phone={phone} browser={browser} />
          </Section>
          {ports.includes('blocked') && (
            <Section id="blocked" title="blocked" intro="blockedIntro">
              <Blocked phone={phone} />
            </Section>
          )}
          {ports.includes('admin') && (
            <Section id="company-numbers" title="companyNumbers" intro="companyNumbersIntro">
              <CompanyNumbers phone={phone} save={(file) => browser.saveFile(file)} />
            </Section>
          )}
          <Section id="country" title="country" intro="countryIntro">
            <Combobox
              label={t('countryLabel')}
              value={settings.region}
              options={countries}
              change={(region) => send(desk, phone.setSettings({ region }))}
            />
          </Section>
          <Section id="appearance" title="appearance">
            <Choice
              label={t('appearance')}
              hideLabel
              value={settings.appearance}
              options={[
                { value: 'auto', text: t('appearanceAuto') },
                { value: 'light', text: t('appearanceLight') },
                { value: 'dark', text: t('appearanceDark') },
              ]}
              change={(appearance) => send(desk, phone.setSettings({ appearance }))}
            />
          </Section>
          <Section id="diagnostics" title="diagnostics" intro="diagnosticsIntro">
            <Diagnostics phone={phone} copy={(text) => browser.copy(text)} />
          </Section>
          <Section id="screen-pop" title="screenPop" intro="screenPopIntro">
            <ScreenPopSetting phone={phone} />
          </Section>
          <Section id="about" title="about">
            <About phone={phone} browser={browser} />
          </Section>
        </main>
      </Root>
    </DeskContext.Provider>
  );
}

interface SectionProps {
  id: string;
  title: TextKey;
  intro?: TextKey;
  children: ComponentChildren;
}

function Section({ id, title, intro, children }: SectionProps) {
  return (
    <section class="section" id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t(title)}</h2>
      {intro && <p class="intro">{t(intro)}</p>}
      <div class="box-card">{children}</div>
    </section>
  );
}
