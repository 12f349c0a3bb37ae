/**
 * Speaks with our scripts in a tab, frame by frame, by running a function in their own world: no page and no other
 * extension can answer or listen. What a frame answers is checked all the same. For the worker and our own pages.
 */
import * as v from 'valibot';
import { browser } from 'wxt/browser';
import type { Fault } from '../mirror/fault.ts';
import { frameList, type PageList } from '../numbers/page-list.ts';
import { mostListed } from '../numbers/wire.ts';

/** Serialised into the page's isolated world, so it may use nothing from around it. */
async function say(what: string, argument: unknown): Promise<unknown> {
  const key = Symbol.for('ringside.shared');
  const shared: unknown = Reflect.get(globalThis, key);
  const shell: unknown =
    typeof shared === 'object' && shared !== null ? Reflect.get(shared, 'shell') : undefined;
  if (typeof shell !== 'object' || shell === null) return undefined;
  const does: unknown = Reflect.get(shell, what);
  return typeof does === 'function' ? Reflect.apply(does, shell, [argument]) : undefined;
}

async function tell(tabId: number, frameIds: number[] | undefined, what: string, argument: unknown = null) {
  const target = frameIds ? { tabId, frameIds } : { tabId, allFrames: true };
  return browser.scripting.executeScript({ target, func: say, args: [what, argument] });
}

/** The numbers of a tab; `origin` keeps out frames of other origins, which a page has no right to know. */
export async function numbersIn(tabId: number, origin?: string): Promise<PageList | undefined> {
  const answers = await tell(tabId, undefined, 'listNumbers');
  const lists = answers.flatMap(({ frameId, result }) => {
    const checked = v.safeParse(frameList, result);
    return checked.success ? [{ frame: frameId, list: checked.output }] : [];
  });
  const top = lists.find(({ frame }) => frame === 0)?.list;
  if (!top) return undefined;
  const numbers = lists
    .filter(({ list }) => origin === undefined || list.origin === origin)
    .flatMap(({ frame, list }) => list.numbers.map((number) => ({ ...number, frame })));
  return { ...top, numbers: numbers.slice(0, mostListed) };
}

/** Scrolls to a number in a frame and opens its chip there. */
export async function revealIn(tabId: number, frame: number, number: string): Promise<void> {
  await leaveFor(tabId);
  await tell(tabId, [frame], 'revealNumber', number);
}

let steps: Promise<void> = Promise.resolve();

/**
 * Goes to the next number of a tab's page, or back: on from the frame whose chip has the keyboard, then from frame to frame, and
 * around.
 */
export function stepIn(tabId: number, by: 1 | -1): Promise<void> {
  // A key may be pressed again before the last step is done.
  const next = steps.then(() => step(tabId, by));
  steps = next.catch(() => undefined);
  return next;
}

async function step(tabId: number, by: 1 | -1): Promise<void> {
  const { frames, holder } = await leaveFor(tabId);
  const first = holder ?? 0;
  const at = frames.indexOf(first);
  const others = [...frames.slice(at + 1), ...frames.slice(0, at)];
  const stepTo = async (frame: number, from: 'here' | 'end') => {
    const [answer] = await tell(tabId, [frame], 'stepNumber', { by, from });
    return answer?.result === true;
  };
  if (await stepTo(first, 'here')) return;
  for (const frame of by === 1 ? others : others.toReversed())
    if (await stepTo(frame, 'end')) {
      if (holder !== undefined) await tell(tabId, [holder], 'leaveNumber');
      return;
    }
  await stepTo(first, 'end');
}

/** The keyboard goes back to where it was before it went to a number in another frame. */
export async function backIn(tabId: number): Promise<void> {
  await tell(tabId, undefined, 'restoreFocus');
}

/** All frames, the top one first, and the one whose chip has the keyboard; where none has, it is kept in mind who had it. */
async function leaveFor(tabId: number): Promise<{ frames: number[]; holder: number | undefined }> {
  const answers = await tell(tabId, undefined, 'holdsNumber');
  const holder = answers.find(({ result }) => result === true)?.frameId;
  if (holder === undefined) await tell(tabId, undefined, 'rememberFocus');
  return { frames: answers.map(({ frameId }) => frameId).toSorted((a, b) => a - b), holder };
}

/** Opens or closes the panel in a tab's top frame; false where there is none. */
export async function toggleIn(tabId: number): Promise<boolean> {
  const [answer] = await tell(tabId, [0], 'toggle');
  return answer?.result === true;
}

/** Into the dial field of the phone in a tab's top frame. */
export async function fillIn(tabId: number, number: string): Promise<void> {
  await tell(tabId, [0], 'fill', number);
}

/** Shows in the phone in a tab's top frame what went wrong elsewhere; false where there is none. */
export async function tellIn(tabId: number, fault: Fault): Promise<boolean> {
  const [answer] = await tell(tabId, [0], 'tell', fault);
  return answer?.result === true;
}

/** Whether a tab's top frame has a phone, which shows a call by itself. */
export async function hasPhone(tabId: number): Promise<boolean> {
  const [answer] = await tell(tabId, [0], 'isPhone');
  return answer?.result === true;
}
