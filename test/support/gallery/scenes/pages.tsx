/** Options and welcome, each a whole page. */
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { OptionsView } from '../../../../components/settings/options-view.tsx';
import type { BrowserSide } from '../../../../components/settings/browser-side.ts';
import { WelcomeView, type Step } from '../../../../components/welcome/welcome-view.tsx';
import { emptySlices, type AccountView, type Slices } from '../../../../lib/mirror/slices.ts';
import { dialString } from '../../../../lib/numbers/dial.ts';
import { fakePhone } from '../../fake-phone.ts';
import * as state from '../states.ts';

const browser: BrowserSide = {
  requestSites: () => Promise.resolve(true),
  saveFile: () => undefined,
  removeSites: () => Promise.resolve(true),
  requestHeadset: () => Promise.resolve(true),
  requestMicrophone: () => Promise.resolve('granted'),
  notifications: {
    allowed: false,
    request: () => Promise.resolve(true),
    remove: () => Promise.resolve(true),
  },
  handleTelLinks: () => undefined,
  copy: () => Promise.resolve(),
  openShortcuts: () => Promise.resolve(),
  version: '0.1.0',
  shortcuts: [
    { name: 'Answer the call', keys: 'Alt+Shift+A' },
    { name: 'Open the phone', keys: '' },
  ],
};

const account: AccountView = {
  id: 'a',
  kind: 'sip',
  label: 'Head office',
  servers: ['wss://pbx.example/ws'],
  user: '1001',
  domain: 'pbx.example',
  iceServers: [{ urls: 'turn:turn.example:3478', username: 'agent', hasCredential: true }],
  dtmf: 'rfc4733',
  dialRule: { format: 'international', prefix: '0', fromDigits: 6 },
  testNumber: '601',
  hasPassword: true,
};

const full: Partial<Slices> = {
  session: state.session,
  line: state.ready,
  accounts: [account, { ...account, id: 'b', label: state.longParty.name, user: '1002' }],
  sites: { everywhere: false, chosen: ['https://crm.example/*', 'https://*.helpdesk.example.com/*'] },
  devices: state.devices(),
  diagnosis: state.diagnosis('bad'),
  settings: {
    ...emptySlices.settings,
    devices: {
      microphone: { id: 'Jabra Evolve2 65 (0b0e:030c)', label: 'Jabra Evolve2 65 (0b0e:030c)' },
      speaker: null,
      ringer: { id: 'x', label: 'Plantronics Blackwire 5220' },
    },
    voice: { echoCancellation: true, noiseSuppression: true, autoGainControl: false },
    launcherHidden: ['https://docs.example'],
    numbersOff: ['https://sheets.example'],
  },
  history: state.history(3),
};

/** Presses what the scene is about, one after the other, by label. */
function usePresses(labels: readonly string[]) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    void (async () => {
      for (const label of labels) {
        const controls = [...(box.current?.querySelectorAll<HTMLElement>('button, summary') ?? [])];
        controls.find(({ textContent }) => textContent?.trim() === label)?.click();
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
    })();
  }, []);
  return box;
}

export function Options() {
  return (
    <div ref={usePresses(['Edit', 'Advanced'])}>
      <OptionsView phone={fakePhone(full).phone} browser={browser} preview={dialString} />
    </div>
  );
}

/** One page with everything that is about sound, alerts and the self-test in another state. */
export function OptionsMore() {
  const gone = {
    role: 'microphone',
    why: 'gone',
    from: 'Jabra Evolve2 65',
    to: 'MacBook Pro Microphone',
    at: 1,
  } as const;
  const fake = useMemo(
    () =>
      fakePhone({
        ...full,
        devices: state.devices({ notices: [gone] }),
        diagnosis: state.diagnosis('running'),
        settings: { ...emptySlices.settings, doNotDisturb: true, autoAnswer: 'always', tonesOf: 'DE' },
      }),
    [],
  );
  useEffect(() => {
    const timer = setInterval(() => fake.read({ level: 0.08 }, 'microphone'), 100);
    return () => clearInterval(timer);
  }, []);
  return (
    <div ref={usePresses(['Try it', 'Copy report', 'Open with Ringside'])}>
      <OptionsView phone={fake.phone} browser={browser} preview={dialString} />
    </div>
  );
}

export function OptionsEmpty() {
  return (
    <div ref={usePresses(['Connect'])}>
      <OptionsView
        phone={fakePhone({ devices: { ...emptySlices.devices, microphone: 'denied' as const } }).phone}
        browser={browser}
        preview={dialString}
      />
    </div>
  );
}

function Welcome({ step, slices, press = [] }: { step: Step; slices: Partial<Slices>; press?: string[] }) {
  const fake = useMemo(() => fakePhone(slices), [slices]);
  const box = usePresses(press);
  useEffect(() => {
    const timer = setInterval(() => fake.read({ microphone: 0.12, far: 0.05 }), 100);
    return () => clearInterval(timer);
  }, []);
  return (
    <div class="page-frame" ref={box}>
      <WelcomeView phone={fake.phone} browser={browser} preview={dialString} start={step} />
    </div>
  );
}

const { session, line } = full;

export function WelcomeSteps() {
  const done = { ...full, devices: { ...emptySlices.devices, microphone: 'granted' as const } };
  const talking = state.call({ id: 'new', party: { number: '601' } });
  return (
    <>
      <Welcome step="sites" slices={{}} />
      <Welcome step="sites" slices={{ sites: full.sites }} />
      <Welcome step="sites" slices={{ sites: { everywhere: true, chosen: [] } }} />
      <Welcome step="microphone" slices={{ sites: full.sites }} />
      <Welcome
        step="microphone"
        slices={{ sites: full.sites, devices: { ...emptySlices.devices, microphone: 'denied' as const } }}
      />
      <Welcome
        step="microphone"
        slices={{ sites: full.sites, devices: { ...emptySlices.devices, microphone: 'missing' as const } }}
      />
      <Welcome
        step="microphone"
        slices={{ sites: full.sites, devices: { ...emptySlices.devices, microphone: 'granted' as const } }}
      />
      <Welcome
        step="account"
        slices={{ sites: full.sites, devices: { ...emptySlices.devices, microphone: 'granted' as const } }}
      />
      <Welcome
        step="account"
        slices={{
          session,
          accounts: [account],
          line: {
            state: 'refused',
            since: 1,
            fault: state.fault('wrong-password', { said: '403 Forbidden' }),
          },
        }}
      />
      <Welcome step="test" slices={done} />
      <Welcome step="test" slices={{ ...done, calls: [talking] }} press={['Call']} />
      <Welcome step="test" slices={{ ...done, calls: [talking] }} press={['Call', 'No']} />
      <Welcome step="ready" slices={{ session, line }} />
      <Welcome step="ready" slices={done} />
    </>
  );
}
