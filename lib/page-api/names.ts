/** What the page API's two scripts say to each other. Neither half is believed more than the page it runs in. */

/** The isolated half asks for a channel; the page's half answers with `offered`, whose `source` is a MessagePort (a list of `ports` would be read by the page's own iterator). */
export const wanted = 'ringside:wanted';
export const offered = 'ringside:offered';

/** The isolated half's own words to the other, beside the engine's. */
export type PartnerWord =
  /** The channel is in use. */
  | { say: 'ready' }
  /** The connection to the phone went: what was under way may have been done or not. The next word opens it anew. */
  | { say: 'lost' }
  /** Our extension is not in this page any more. */
  | { say: 'gone' };

/** Longer messages are no messages, in characters. */
export const longest = 20_000;
