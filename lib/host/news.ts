/** What the worker tells the engine: facts of the browser that only the worker hears. */
import * as v from 'valibot';
import type { Fault } from '../mirror/fault.ts';

/** Keys the browser sends to us wherever the operator is; named as in the manifest. */
const keys = ['answer-hang-up', 'mute'] as const;
export type Key = (typeof keys)[number];

const news = v.variant('news', [
  /** Site permissions changed. */
  v.object({ news: v.literal('sites') }),
  /** The administrator's policy changed. */
  v.object({ news: v.literal('policy') }),
  v.object({ news: v.literal('key'), key: v.picklist(keys) }),
  /** A button of a call's notification. */
  v.object({ news: v.literal('notice'), call: v.string(), press: v.picklist(['answer', 'decline']) }),
  /** A click on a notification of the Inbox, of one item or of several. */
  v.object({ news: v.literal('item'), item: v.optional(v.string()) }),
  /** A number picked in the context menu or by a key: the gesture was the browser's own. */
  v.object({ news: v.literal('dial'), number: v.pipe(v.string(), v.maxLength(200)) }),
  /** Is any call going on? Answered with true or false. */
  v.object({ news: v.literal('busy?') }),
]);
export type News = v.InferOutput<typeof news>;

/** What became of them: the answer to what was asked, or why the operator's wish failed. */
export type Heard = boolean | { fault: Fault };

const heard = v.union([
  v.boolean(),
  v.object({ fault: v.looseObject({ code: v.string(), at: v.number() }) }),
]);

/** Checks the engine's answer, which comes as a message too. */
export const isHeard = (message: unknown): message is Heard => v.is(heard, message);

export const isKey = (name: string): name is Key => (keys as readonly string[]).includes(name);

/** Checks a message that came from inside the extension. */
export const isNews = (message: unknown): message is News => v.is(news, message);
