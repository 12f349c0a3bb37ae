import { signal } from '@preact/signals';
import { render } from 'preact';
import { browser } from 'wxt/browser';
import type { TabName } from '../../components/desk/tabs.ts';
import { Told } from '../../components/controls/told.tsx';
import { PageNumbers } from '../../components/phone/page-numbers.tsx';
import { PhonePanel } from '../../components/phone-panel.tsx';
import { SiteRow, type Site } from '../../components/phone/site-row.tsx';
import { readUrl } from '../../components/settings/site-pattern.ts';
import '../../components/style/panel.css';
import { hearComplaints } from '../../lib/host/complaint.ts';
import { numbersIn, revealIn } from '../../lib/host/page-numbers.ts';
import type { Fault } from '../../lib/mirror/fault.ts';
import { connectPhone } from '../../lib/mirror/connect.ts';
import { numberIn } from '../../lib/numbers/link.ts';
import type { PageNumbersSource } from '../../lib/numbers/page-list.ts';
import { t } from '../../lib/text.ts';
import { saveFile } from '../options/save-file.ts';
import { requestSites } from '../options/permissions.ts';
import './popup.css';

/** The page in front, where the browser tells it: it does so once the operator has opened the popup there. */
async function frontPage(): Promise<{ tab?: number | undefined; site: Site | null }> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  const url = tab?.url === undefined ? null : readUrl(tab.url);
  return url && /^https?:$/.test(url.protocol)
    ? { tab: tab?.id, site: { origin: url.origin } }
    : { site: null };
}

/** The numbers of a tab; once one is shown there, the popup gives the page its keyboard back. */
function numbersOf(tab: number): PageNumbersSource {
  return {
    read: () => numbersIn(tab),
    async reveal({ frame, number }) {
      await revealIn(tab, frame, number);
      window.close();
    },
  };
}

document.documentElement.lang = t('language');
const { phone } = connectPhone();
const app = document.querySelector('#app');
const unfolded = signal(false);
const complaint = signal<Fault | undefined>(undefined);
hearComplaints((fault) => (complaint.value = fault));
const { tab, site } = await frontPage();
/** The browser opens this page with a clicked `tel:` link: its number is put in, and Call stays the operator's. */
const asked = new URLSearchParams(location.search).get('dial');
document.documentElement.classList.toggle('in-tab', asked !== null);
const draft = signal(numberIn(asked ?? ''));
const place = signal<TabName | null>(asked === null ? null : 'phone');
if (app) {
  render(
    <PhonePanel
      phone={phone}
      surface="popup"
      draft={draft}
      place={place}
      saveFile={saveFile}
      copy={(text) => navigator.clipboard.writeText(text)}
    >
      <Told fault={complaint} />
      {tab !== undefined && <PageNumbers phone={phone} source={numbersOf(tab)} open={unfolded} />}
      <SiteRow phone={phone} site={site} turnOn={(pattern) => requestSites([pattern])} />
    </PhonePanel>,
    app,
  );
}
