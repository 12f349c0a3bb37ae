/**
 * The page API's contract (docs/page-api.md): what a page may ask of the phone, which permit of the operator's it needs,
 * how often, and what it is told. A page's port speaks this and nothing else; the mirror's commands are not on it.
 */
import * as v from 'valibot';
import { pageEvents, type Permit } from './page-words.ts';

/** https, or http on this machine, and nothing but an origin. */
const apiOrigin = v.pipe(
  v.string(),
  v.maxLength(300),
  v.regex(/^(https:\/\/[^\s/@?#\\]+|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?)\/?$/i),
  v.check((text) => URL.canParse(text)),
  v.transform((text) => new URL(text).origin),
);

/** An operator token as it may stand in a header. */
export const accessToken = v.pipe(v.string(), v.nonEmpty(), v.maxLength(8192), v.regex(/^[\x21-\x7e]+$/));

/** Inputs by name; the engine parses each at its door. Strict: what is not named here is refused. */
export const pageInputs = {
  setAccessToken: v.strictObject({ token: accessToken }),
  /** The page can be asked for tokens from now on, or no more. */
  setGetAccessToken: v.strictObject({ on: v.boolean() }),
  setApiOrigin: v.strictObject({ origin: apiOrigin }),
  /** The page embeds Sippet's own phone; resolves once the operator wants Ringside in its place. */
  takeOver: v.strictObject({ origin: v.optional(apiOrigin) }),
  call: v.strictObject({ number: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(120)) }),
  answer: v.strictObject({}),
  decline: v.strictObject({}),
  hold: v.strictObject({ on: v.optional(v.boolean()) }),
  getQueue: v.strictObject({}),
  getActiveCalls: v.strictObject({}),
  callDetails: v.strictObject({ callUuid: v.pipe(v.string(), v.nonEmpty(), v.maxLength(200)) }),
  /** All the events the page wants now; none ends them. */
  subscribe: v.strictObject({
    events: v.pipe(v.array(v.picklist(pageEvents)), v.maxLength(pageEvents.length)),
  }),
} satisfies Record<string, v.GenericSchema>;

export type PageAsk = keyof typeof pageInputs;
export type PageInput<N extends PageAsk> = v.InferOutput<(typeof pageInputs)[N]>;

/** How much of a kind of asking is too much, for all tabs of a site together. */
type Pace = 'place' | 'control' | 'read' | 'token' | 'subscribe';

/** What each ask needs. `setApiOrigin` only remembers; the token that follows is what needs the permit. */
export const pageRules: Readonly<Record<PageAsk, { permit?: Permit; pace: Pace }>> = {
  setAccessToken: { permit: 'sign-in', pace: 'token' },
  setGetAccessToken: { permit: 'sign-in', pace: 'token' },
  setApiOrigin: { pace: 'control' },
  takeOver: { permit: 'sign-in', pace: 'token' },
  call: { permit: 'call', pace: 'place' },
  answer: { permit: 'call', pace: 'control' },
  decline: { permit: 'call', pace: 'control' },
  hold: { permit: 'call', pace: 'control' },
  getQueue: { permit: 'see', pace: 'read' },
  getActiveCalls: { permit: 'see', pace: 'read' },
  callDetails: { permit: 'see', pace: 'read' },
  subscribe: { permit: 'see', pace: 'subscribe' },
};

/** So many at once, and so many more each second. */
export const paces: Readonly<Record<Pace, { burst: number; perSecond: number }>> = {
  place: { burst: 3, perSecond: 0.1 },
  control: { burst: 10, perSecond: 1 },
  read: { burst: 20, perSecond: 2 },
  token: { burst: 6, perSecond: 0.1 },
  subscribe: { burst: 20, perSecond: 1 },
};

/** What a page says. Anything else closes its port. */
export const fromPage = v.variant('say', [
  v.strictObject({
    say: v.literal('ask'),
    id: v.pipe(v.number(), v.safeInteger()),
    name: v.pipe(v.string(), v.maxLength(40)),
    input: v.unknown(),
  }),
  /** The answer to `token?`; absent where the page has none. */
  v.strictObject({
    say: v.literal('token'),
    id: v.pipe(v.number(), v.safeInteger()),
    token: v.optional(accessToken),
  }),
]);
