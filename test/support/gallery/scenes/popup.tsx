/** The popup with and without calls. */
import { PhonePanel } from '../../../../components/phone-panel.tsx';
import { SiteRow, type Site } from '../../../../components/phone/site-row.tsx';
import type { Slices } from '../../../../lib/mirror/slices.ts';
import { fakePhone } from '../../fake-phone.ts';
import * as state from '../states.ts';
import { Box } from './phone.tsx';

function Popup({ title, slices, site }: { title: string; slices: Partial<Slices>; site: Site | null }) {
  const { phone } = fakePhone(slices);
  return (
    <Box title={title}>
      <div class="popup">
        <PhonePanel phone={phone} surface="popup">
          <SiteRow phone={phone} site={site} turnOn={() => Promise.resolve(true)} />
        </PhonePanel>
      </div>
    </Box>
  );
}

export function Popups() {
  const idle = { session: state.session, line: state.ready };
  const origin = 'https://crm.example';
  const sites = { everywhere: false, chosen: [`${origin}/*`] };
  return (
    <>
      <Popup title="many rows" slices={{ ...idle, history: state.history(40), sites }} site={{ origin }} />
      <Popup title="first time" slices={{ ...idle }} site={{ origin }} />
      <Popup title="site unknown" slices={{ ...idle, history: state.history(3) }} site={null} />
      <Popup
        title="in a call"
        slices={{ ...idle, calls: [state.call()], history: state.history(4), sites }}
        site={{ origin: 'https://a-very-long-company-name.customer-relations.example.com' }}
      />
      <Popup
        title="refused"
        slices={{
          ...state.refused(state.fault('server-unreachable', { about: 'wss://pbx.example/ws' })),
          history: state.history(4),
        }}
        site={{ origin }}
      />
      <Popup
        title="offered"
        slices={{ ...idle, calls: [state.early({ phase: 'offered', direction: 'incoming' })] }}
        site={{ origin }}
      />
    </>
  );
}
