/** What a script in a page asks the worker about its own tab. The tab is the one the browser stamped on the message. */
import * as v from 'valibot';
import type { Fault } from '../mirror/fault.ts';
import type { PageList } from '../numbers/page-list.ts';
import { backIn, fillIn, numbersIn, revealIn, stepIn, tellIn } from './page-numbers.ts';

const words = (max: number) => v.pipe(v.string(), v.maxLength(max));

const pageAsk = v.variant('page', [
  v.object({ page: v.literal('numbers') }),
  v.object({ page: v.literal('reveal'), frame: v.number(), number: words(40) }),
  v.object({ page: v.literal('step'), by: v.picklist([1, -1]) }),
  v.object({ page: v.literal('back') }),
  v.object({ page: v.literal('fill'), number: words(120) }),
  v.object({
    page: v.literal('tell'),
    fault: v.object({
      code: words(40),
      said: v.optional(words(400)),
      about: v.optional(words(200)),
      at: v.number(),
    }),
  }),
]);

/** Answers a message of a page's script; undefined for any other message. */
export function answerPage(
  message: object,
  sender: { tab?: { id?: number }; origin?: string; url?: string },
): Promise<PageList | boolean | undefined> | undefined {
  const tabId = sender.tab?.id;
  const asked = v.safeParse(pageAsk, message);
  if (tabId === undefined || !asked.success) return undefined;
  return act(tabId, asked.output, sender.origin ?? originOf(sender.url));
}

async function act(
  tabId: number,
  asked: v.InferOutput<typeof pageAsk>,
  origin: string | undefined,
): Promise<PageList | boolean | undefined> {
  switch (asked.page) {
    case 'numbers':
      return origin === undefined ? undefined : numbersIn(tabId, origin);
    case 'reveal':
      await revealIn(tabId, asked.frame, asked.number);
      return true;
    case 'step':
      await stepIn(tabId, asked.by);
      return true;
    case 'back':
      await backIn(tabId);
      return true;
    case 'fill':
      await fillIn(tabId, asked.number);
      return true;
    case 'tell':
      // The panel has words for the codes it knows, and says the others as they are.
      await tellIn(tabId, asked.fault as Fault);
      return true;
  }
}

function originOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).origin : undefined;
}
