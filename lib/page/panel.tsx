/** Draws the panel in the shell. */
import { batch, signal, type Signal } from '@preact/signals';
import { render } from 'preact';
import { useContext } from 'preact/hooks';
import { DeskContext, type Desk } from '../../components/controls/desk.ts';
import { Notice } from '../../components/controls/notice.tsx';
import type { TabName } from '../../components/desk/tabs.ts';
import { PageNumbers } from '../../components/phone/page-numbers.tsx';
import { PhonePanel } from '../../components/phone-panel.tsx';
import panelStyle from '../../components/style/panel.css?inline';
import { askAboutPage } from '../host/ask.ts';
import { FaultError, type Fault } from '../mirror/fault.ts';
import type { Phone } from '../mirror/phone.ts';
import { emptyDesk, type DeskSlices } from '../mirror/desk.ts';
import { emptySlices } from '../mirror/slices.ts';
import type { PageList, PageNumbersSource } from '../numbers/page-list.ts';
import drawerStyle from './drawer.css?inline';
import { createDrawer } from './drawer.ts';
import { faultIn } from './fault.ts';
import type { Kit } from './kit.ts';
import { openMenu } from './menu.ts';
import type { Picture, Shell } from './shared.ts';

/** Makes what the launcher waits for. */
export function makeKit(shell: Shell): Kit {
  shell.host.style(panelStyle, drawerStyle);
  const draft = signal('');
  const place = signal<TabName | null>(null);
  const complaint = signal<Fault | undefined>(undefined);
  const unfolded = signal(false);
  return {
    createDrawer,
    openMenu,
    draw(box, onClose) {
      const { phone, stop } = translate(shell);
      // Whatever tab was left open: who opens the phone in a call wants the call.
      if (phone.calls.value.some((call) => call.phase !== 'closed')) place.value = 'phone';
      render(
        <PhonePanel phone={phone} surface="overlay" onClose={onClose} draft={draft} place={place}>
          <PageNumbers phone={phone} source={source} open={unfolded} />
          <Complaint fault={complaint} />
        </PhonePanel>,
        box,
      );
      return () => {
        render(null, box);
        complaint.value = undefined;
        stop();
      };
    },
    fill(number) {
      draft.value = number;
      place.value = 'phone';
    },
    showNumbers() {
      unfolded.value = true;
      place.value = 'phone';
    },
    tell(fault) {
      complaint.value = fault;
    },
  };
}

/** The worker speaks with all frames of this page. */
const source: PageNumbersSource = {
  async read() {
    const told = await askAboutPage({ page: 'numbers' });
    // Checked by the worker, frame by frame.
    return typeof told === 'object' && told !== null ? (told as PageList) : undefined;
  },
  async reveal({ frame, number }) {
    await askAboutPage({ page: 'reveal', frame, number });
  },
};

/** What went wrong on the page itself, until it is put away. */
function Complaint({ fault }: { fault: Signal<Fault | undefined> }) {
  const desk = useContext(DeskContext);
  const told = fault.value;
  if (!told) return null;
  const own: Desk = { away: desk.away, report: () => (fault.value = undefined) };
  return (
    <DeskContext.Provider value={own}>
      <Notice fault={told} />
    </DeskContext.Provider>
  );
}

const deskSlices = ['inbox', ...(Object.keys(emptyDesk) as (keyof DeskSlices)[])] as const;

/** The shell's phone with signals and errors of this script's own copy of our libraries: the ones components know. */
function translate(shell: Shell): { phone: Phone; stop: () => void } {
  const own: Record<string, Signal<unknown>> = {};
  for (const [name, value] of Object.entries(emptySlices)) own[name] = signal<unknown>(value);
  own['link'] = signal<unknown>('away');
  const stopPicture = shell.follow((picture: Picture) =>
    batch(() => {
      for (const [name, value] of Object.entries(picture)) {
        const slice = own[name];
        if (slice) slice.value = value;
      }
    }),
  );
  // The desk is of interest only to an open panel, and changes with every word that is said.
  const stopDesk = deskSlices.map((name) =>
    shell.phone[name].subscribe((value) => {
      const slice = own[name];
      if (slice) slice.value = value;
    }),
  );
  const stop = () => {
    stopPicture();
    for (const stopOne of stopDesk) stopOne();
  };
  const phone = new Proxy(shell.phone, {
    get(target, name) {
      if (typeof name === 'string' && own[name]) return own[name];
      const other: unknown = Reflect.get(target, name);
      if (typeof other !== 'function' || name === 'watch') return other;
      return async (input: unknown) => {
        try {
          return await Reflect.apply(other, undefined, [input]);
        } catch (error) {
          const fault = faultIn(error);
          throw new FaultError(fault.code, { ...fault, cause: error });
        }
      };
    },
  });
  return { phone, stop };
}
