/** What the browser-wide keys do. */
import type { Key } from '../host/news.ts';
import { inEar } from '../call/registry.ts';
import type { Parts } from './engine.ts';

/** Answers what rings, else hangs up; or mutes the call in the operator's ear. Without a call it does nothing. */
export async function pressKey({ calls, answer }: Parts, key: Key): Promise<void> {
  const all = calls.calls.peek();
  const ringing = all.find((call) => call.phase === 'offered');
  const heard = inEar(all);
  switch (key) {
    case 'answer-hang-up':
      if (ringing) await answer(ringing.id);
      else if (heard) calls.hangUp(heard.id);
      return;
    case 'mute':
      if (heard) calls.mute(heard.id, !heard.muted);
  }
}
