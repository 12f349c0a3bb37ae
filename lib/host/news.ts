/** What the worker tells the engine: facts of the browser that only the worker hears. */

/** Keys the browser sends to us wherever the operator is; named as in the manifest. */
export const keys = ['answer-hang-up', 'mute'] as const;
export type Key = (typeof keys)[number];

export type News =
  /** Site permissions changed. */
  { news: 'sites' } | { news: 'key'; key: Key };

export const isKey = (name: string): name is Key => (keys as readonly string[]).includes(name);

/** Checks a message that came from inside the extension. */
export function isNews(message: unknown): message is News {
  if (typeof message !== 'object' || message === null || !('news' in message)) return false;
  if (message.news === 'sites') return true;
  return message.news === 'key' && 'key' in message && typeof message.key === 'string' && isKey(message.key);
}
