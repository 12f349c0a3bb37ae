/** What the browser-wide keys do. */
import type { Key } from '../host/news.ts';
import { talking } from '../call/registry.ts';
import type { Parts } from './engine.ts';

/** Answers what rings, else hangs up; or mutes the call in the operator's ear. Without a call it does nothing. */
export async function pressKey({ calls, answer }: Parts, key: Key): Promise<void> {
  const all = calls.calls.peek();
  const ringing = all.find((call) => call.phase === 'offered');
  const [inEar] = talking(all);
  switch (key) {
    case 'answer-hang-up':
      if (ringing) await answer(ringing.id);
      else if (inEar) calls.hangUp(inEar.id);
      return;
    case 'mute':
      if (inEar) calls.mute(inEar.id, !inEar.muted);
  }
}
