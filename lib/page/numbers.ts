/** Numbers on the page, wired to the phone and switched per site. */
import { ask, askAboutPage } from '../host/ask.ts';
import type { FrameList } from '../numbers/page-list.ts';
import { mostListed, type Asked } from '../numbers/wire.ts';
import { countryOfPage } from '../numbers/page/country.ts';
import { focusedIn } from '../numbers/page/focus.ts';
import { looksLikeNumber, WINDOW } from '../numbers/page/shape.ts';
import { optedOut } from '../numbers/page/skip.ts';
import { watchNumbers, type Hand, type PageNumbers } from '../numbers/page/watch.ts';
import type { Picture, Shell } from './shared.ts';

type Settings = Picture['settings'];

/** More than a screen shows. */
const FIRST_TEXTS = 300;

/** What is watched, and under which settings: others mean a new start. */
interface Watching {
  end: AbortController;
  under: string;
  numbers: PageNumbers;
}

/** The sites whose switches count here: this frame's, and the page's that it stands in. */
function sitesHere(): string[] {
  const { ancestorOrigins } = location;
  const top = ancestorOrigins?.[ancestorOrigins.length - 1];
  return top === undefined ? [self.origin] : [self.origin, top];
}

/** Whether one of the first texts may hold a number. */
function beginsWithNumbers(): boolean {
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
  for (let left = FIRST_TEXTS; left > 0 && walker.nextNode(); left--)
    if (looksLikeNumber((walker.currentNode.nodeValue ?? '').slice(0, WINDOW))) return true;
  return false;
}

/** Watches the page's numbers while its site has them on. */
export function startNumbers(shell: Shell): void {
  const { phone, gone } = shell;
  const sites = sitesHere();
  let settings: Settings | undefined;
  let watching: Watching | undefined;
  /** Where the keyboard was in this frame before it went to a number in another one. */
  let cameFrom: HTMLElement | undefined;

  /** The country of this site's numbers, and why that one. */
  function country(): Pick<FrameList, 'region' | 'from'> {
    const chosen = sites.map((site) => settings?.siteNumbers[site]?.region).find((one) => one !== undefined);
    if (chosen !== undefined) return { region: chosen, from: 'site' };
    const named = countryOfPage(document);
    if (named !== undefined) return { region: named, from: 'page' };
    return { ...(settings && { region: settings.region }), from: 'own' };
  }

  // While the engine is still being reached: a page that begins with numbers will want it.
  let coming = shell.makeHand || optedOut(document) || !beginsWithNumbers() ? undefined : ask('chip');

  const isOff = () => sites.some((site) => settings?.numbersOff.includes(site));

  /** The worker puts its script here when it is first wanted. */
  async function bringHand(signal: AbortSignal): Promise<Hand | undefined> {
    if (!shell.makeHand) await (coming ?? ask('chip'));
    coming = undefined;
    return shell.makeHand?.((by) => void step(by), signal);
  }

  /** To the next number; where this frame ends, the worker goes on in the next one. */
  async function step(by: 1 | -1): Promise<void> {
    if (!(await watching?.numbers.step(by, 'here'))) await askAboutPage({ page: 'step', by });
  }

  function watch(under: string): Watching {
    const end = new AbortController();
    const refused = new Set(sites.flatMap((site) => settings?.siteNumbers[site]?.not ?? []));
    const numbers = watchNumbers({
      root: document,
      // A country that stands beside a number is asked for already.
      find: (asked: Asked) => phone.findNumbers({ region: country().region, ...asked }),
      isRefused: (written) => refused.has(written),
      bringHand,
      signal: end.signal,
      onShortfall: (why) => void phone.numbersMissing({ why }).catch(() => undefined), // It stands in the list, too.
    });
    return { end, under, numbers };
  }

  shell.listNumbers = async () => {
    const numbers = (await watching?.numbers.numbers(mostListed)) ?? [];
    const shortfall = isOff() ? 'off' : watching?.numbers.shortfall;
    return {
      origin: self.origin,
      ...country(),
      ...(shortfall && { shortfall }),
      numbers,
    };
  };
  shell.revealNumber = (number) => watching?.numbers.reveal(number) ?? false;
  shell.stepNumber = async ({ by, from }) => (await watching?.numbers.step(by, from)) ?? false;
  shell.leaveNumber = () => watching?.numbers.leave();
  shell.holdsNumber = () => watching?.numbers.held ?? false;
  shell.rememberFocus = () => {
    const focused = document.hasFocus() ? focusedIn(shell.host.root) : undefined;
    cameFrom = focused instanceof HTMLIFrameElement || focused === document.body ? undefined : focused;
  };
  shell.restoreFocus = () => {
    if (cameFrom?.isConnected) cameFrom.focus({ preventScroll: true });
    cameFrom = undefined;
  };

  const stop = shell.follow((picture) => {
    ({ settings } = picture);
    const told = sites.map((site) => picture.settings.siteNumbers[site] ?? null);
    const under = isOff() ? undefined : JSON.stringify([told, picture.settings.region]);
    if (watching?.under === under) return;
    if (under !== undefined && picture.link !== 'live') return;
    watching?.end.abort();
    watching = under === undefined ? undefined : watch(under);
  });
  gone.addEventListener('abort', () => {
    stop();
    watching?.end.abort();
  });
}
