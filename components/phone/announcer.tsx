import type { Call } from '../../lib/call/call.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { arrange } from './arrange.ts';
import { stateWords } from './call-words.ts';
import { wordsOf } from './outcome-words.ts';

const nameOf = ({ party }: Call): string => party.name || party.number || t('unknownCaller');

function news(calls: readonly Call[]): string {
  const { front, ended } = arrange(calls);
  if (front) {
    const { text } = stateWords(front);
    return `${t('callWith', nameOf(front))}. ${text}`;
  }
  return ended[0] ? `${nameOf(ended[0])}: ${t(wordsOf(ended[0]).title)}` : '';
}

/** Tells a screen reader how the calls stand: what rings at once, the rest when there is a pause. */
export function Announcer({ phone }: { phone: Phone }) {
  const calls = phone.calls.value;
  const offers = calls.filter((call) => call.phase === 'offered');
  return (
    <>
      <div class="unseen" role="status">
        {news(calls)}
      </div>
      <div class="unseen" aria-live="assertive">
        {offers.map((call) => t('incomingFrom', nameOf(call))).join('. ')}
      </div>
    </>
  );
}
