/** The popup with and without calls. */
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { PhonePanel } from '../../../../components/phone-panel.tsx';
import { SiteRow, type Site } from '../../../../components/phone/site-row.tsx';
import { emptySlices, type Slices } from '../../../../lib/mirror/slices.ts';
import { fakePhone, type Answers } from '../../fake-phone.ts';
import * as state from '../states.ts';
import { Box } from './phone.tsx';

interface PopupProps {
  title: string;
  slices: Partial<Slices>;
  site: Site | null;
  /** Typed into the search. */
  search?: string;
  /** The details of this row are opened. */
  open?: number;
  answers?: Answers;
}

function Popup({ title, slices, site, search, open, answers }: PopupProps) {
  const { phone } = useMemo(() => fakePhone(slices, { answers }), []);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const field = box.current?.querySelector<HTMLInputElement>('.search input');
    if (search !== undefined && field) {
      field.value = search;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }
    if (open !== undefined) box.current?.querySelectorAll<HTMLElement>('.recent-open')[open]?.click();
  }, []);
  return (
    <Box title={title}>
      <div class="popup" ref={box}>
        <PhonePanel phone={phone} surface="popup" copy={() => Promise.resolve()}>
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
      <Popup title="missed ones" slices={{ ...idle, history: state.history(12), missed: 2 }} site={null} />
      <Popup
        title="searched"
        slices={{ ...idle, history: state.history(40) }}
        search="786 555 10"
        site={null}
      />
      <Popup title="nothing found" slices={{ ...idle, history: state.history(9) }} search="zz" site={null} />
      <Popup
        title="details"
        slices={{ ...idle, history: state.history(4) }}
        open={0}
        answers={{ readTrace: () => ({ trace: state.trace }) }}
        site={{ origin }}
      />
      <Popup
        title="details of a busy line"
        slices={{ ...idle, history: state.history(4) }}
        open={2}
        site={null}
      />
      <Popup
        title="details, long name"
        slices={{ ...idle, history: state.history(6) }}
        open={4}
        site={null}
      />
      <Popup
        title="do not disturb"
        slices={{
          ...idle,
          history: state.history(3),
          settings: { ...emptySlices.settings, doNotDisturb: true },
        }}
        site={{ origin }}
      />
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
