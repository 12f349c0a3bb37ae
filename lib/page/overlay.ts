/** The floating phone: launcher, drawer and the rules for when each is shown. */
import { ask } from '../host/ask.ts';
import type { Fault } from '../mirror/fault.ts';
import { t } from '../text.ts';
import type { Drawer, OpenedBy } from './drawer.ts';
import { element } from './element.ts';
import type { Kit } from './kit.ts';
import launcherStyle from './launcher.css?inline';
import { createLauncher, openCalls } from './launcher.ts';
import type { Picture, Shell } from './shared.ts';

/** An engine that has not answered by then is worth saying: until then the launcher does not flash up as unconnected. */
const patience = 4000;

/** Starts the overlay in this page. */
export function startOverlay(shell: Shell): void {
  const { host, phone, gone } = shell;
  host.style(launcherStyle);
  const box = element('div', 'rs-shell');
  const said = element('div', 'rs-said');
  said.role = 'alert';
  box.append(said);
  host.layer('overlay').append(box);

  const dark = matchMedia('(prefers-color-scheme: dark)');
  const announced = new Set<string>();
  const asked = new Set<string>();
  let picture: Picture | undefined;
  let heard = false;
  let stale = false;

  let drawer: Drawer | undefined;

  /** What comes with the panel script; the worker puts it here at the first need. */
  async function kit(): Promise<Kit | undefined> {
    if (!shell.kit) await ask('panel');
    said.textContent = shell.kit ? '' : t('panelNotBrought');
    return shell.kit;
  }

  async function openDrawer(by: OpenedBy): Promise<void> {
    const brought = await kit();
    drawer ??= brought?.createDrawer({
      shell: box,
      root: host.root,
      draw: (panel, onClose) => brought.draw(panel, onClose),
      changed(open) {
        launcher.expanded(open);
        refresh();
        host.settle();
      },
    });
    drawer?.open(by);
  }

  async function tell(fault: Fault): Promise<void> {
    (await kit())?.tell(fault);
    await openDrawer('trouble');
  }
  shell.tell = (fault) => {
    void tell(fault);
    return true;
  };
  shell.isPhone = () => true;

  async function fill(number: string): Promise<void> {
    (await kit())?.fill(number);
    await openDrawer('operator');
  }
  shell.fill = (number) => void fill(number);

  async function showNumbers(): Promise<void> {
    (await kit())?.showNumbers();
    await openDrawer('operator');
  }
  shell.showNumbers = () => void showNumbers();

  const toggle = () => (drawer?.isOpen ? drawer.close() : void openDrawer('operator'));
  shell.toggle = () => {
    toggle();
    return true;
  };

  async function openMenu(beside: HTMLElement, into: HTMLElement): Promise<void> {
    const brought = await kit();
    const items = [
      {
        text: t('launcherHide'),
        async run() {
          await phone.hideLauncher({ on: true });
          drawer?.close();
        },
      },
      { text: t('launcherSettings'), run: () => phone.openOptions({}) },
    ];
    brought?.openMenu({ beside, into, items, signal: gone });
  }

  const launcher = createLauncher(
    box,
    {
      press: toggle,
      menu: (button, dock) => void openMenu(button, dock),
      place: (place) => phone.placeLauncher(place),
    },
    gone,
  );

  /** Full screen is for looking at one thing: only a call may be put over it. A page that is full screen itself is a page. */
  function isWatching(): boolean {
    const full = document.fullscreenElement;
    return full !== null && full !== document.documentElement && full !== document.body;
  }

  function refresh(): void {
    if (!picture || !heard) return;
    const { settings, calls, link } = picture;
    const calling = link === 'live' && openCalls(calls).length > 0;
    const hidden = settings.launcherHidden.includes(location.origin) || isWatching();
    launcher.show(picture, calling || drawer?.isOpen || !hidden);
    box.toggleAttribute('data-stale', stale);
    const isDark = settings.appearance === 'dark' || (settings.appearance === 'auto' && dark.matches);
    box.dataset['theme'] = isDark ? 'dark' : 'light';
  }

  /** What an incoming or live call does by itself. */
  function meetCalls(): void {
    if (picture?.link !== 'live') return;
    const open = openCalls(picture.calls);
    const fresh = open.filter((call) => !announced.has(call.id));
    for (const call of fresh) announced.add(call.id);
    const offered = fresh.find((call) => call.phase === 'offered');
    if (offered && !drawer?.isOpen)
      said.textContent = t('incomingFrom', offered.party.name ?? offered.party.number);
    else if (!open.some((call) => call.phase === 'offered')) said.textContent = '';
    if (fresh.length > 0) void openDrawer('call');
    else if (open.length === 0) drawer?.closeIfUntouched();
  }

  /** What this site wants is brought up once; a panel that is put away stays away. */
  function meetQuestions(): void {
    const fresh = picture?.pageQuestions.filter(({ id }) => !asked.has(id)) ?? [];
    if (fresh.length === 0 || document.visibilityState !== 'visible') return;
    for (const { id } of fresh) asked.add(id);
    void openDrawer('trouble');
  }

  function freshen(): void {
    stale = false;
    refresh();
  }

  shell.follow((next) => {
    picture = next;
    if (next.link === 'live') {
      heard = true;
      stale = false;
    }
    refresh();
    meetCalls();
    meetQuestions();
    host.settle();
  });
  setTimeout(() => {
    heard = true;
    refresh();
  }, patience);
  // What was true when the page went out of sight may not be true when it is back: show it again once the engine said so.
  document.addEventListener(
    'visibilitychange',
    () => {
      stale = true;
      refresh();
      if (document.visibilityState === 'visible') setTimeout(freshen, 1000);
    },
    { signal: gone },
  );
  document.addEventListener('fullscreenchange', refresh, { signal: gone });
  dark.addEventListener('change', refresh, { signal: gone });
}
