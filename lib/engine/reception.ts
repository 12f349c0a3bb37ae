/** What happens to a call the moment it comes in, before anybody touches it: turned away, answered by itself, or rung. */
import type { Call } from '../call/call.ts';
import { talking } from '../call/registry.ts';
import type { SettingsSlice } from '../mirror/slices.ts';

export type Reception =
  { do: 'ring' } | { do: 'turn-away' } | { do: 'answer'; /** Seconds from now. */ after: number };

/**
 * Asked when a call comes in, and again when it is to be answered: much may have changed meanwhile. `asked` is what the
 * server asked for: seconds until the phone should answer by itself (Call-Info `answer-after`, Alert-Info auto answer).
 * Where it asks nothing, nobody waits. A call is never answered over another one.
 */
export function receptionFor(
  settings: Pick<SettingsSlice, 'doNotDisturb' | 'autoAnswer'>,
  others: readonly Call[],
  asked: number | undefined,
): Reception {
  if (settings.doNotDisturb) return { do: 'turn-away' };
  const free = talking(others).length === 0;
  if (free && settings.autoAnswer === 'always') return { do: 'answer', after: asked ?? 0 };
  if (free && settings.autoAnswer === 'asked' && asked !== undefined) return { do: 'answer', after: asked };
  return { do: 'ring' };
}
