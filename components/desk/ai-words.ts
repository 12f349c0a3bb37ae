/** How an AI agent's call stands, in words. */
import type { AiCall } from '../../lib/mirror/desk.ts';
import { t, type TextKey } from '../../lib/text.ts';

const states: Readonly<Record<AiCall['state'], TextKey>> = {
  ai: 'aiStateAi',
  barging: 'aiStateBarging',
  ours: 'aiStateOurs',
  'handing-back': 'aiStateHandingBack',
};

/** Who has the call, or whom it is on its way to. */
export const aiStateWords = (state: AiCall['state']): string => t(states[state]);

/** A service's word for something (`on_break`, `lookupCustomer`) as a person would write it. */
export function humanised(word: string): string {
  const spaced = word
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_.:/-]+/g, ' ')
    .trim()
    .toLowerCase();
  return spaced.charAt(0).toLocaleUpperCase() + spaced.slice(1);
}
