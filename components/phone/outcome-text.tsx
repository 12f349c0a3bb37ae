import type { Call } from '../../lib/call/call.ts';
import { t } from '../../lib/text.ts';
import { partyText, serverWords } from './call-words.ts';
import { wordsOf } from './outcome-words.ts';

/** How a call ended: in words, what it means for the next try, and the server's own. */
export function OutcomeText({ call }: { call: Pick<Call, 'direction' | 'outcome'> }) {
  const words = wordsOf(call);
  const said = serverWords(call.outcome ?? {});
  return (
    <div class={`outcome ${words.tone}`}>
      <b>{t(words.title)}</b>
      <p>{t(words.explain, call.outcome?.to ? partyText(call.outcome.to) : '')}</p>
      {said !== '' && (
        <p class="said">
          <bdi>{said}</bdi>
        </p>
      )}
    </div>
  );
}
