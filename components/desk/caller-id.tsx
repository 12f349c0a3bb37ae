import { useContext } from 'preact/hooks';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { DeskContext, send } from '../controls/desk.ts';
import { faultWords } from '../controls/fault-words.ts';
import { ChevronIcon } from '../controls/icons.tsx';

/** An option takes no markup, so a number keeps its order by marks: left-to-right isolate and its end (UAX #9). */
const leftToRight = (number: string): string => `\u2066${number}\u2069`;

/** Which number those we call are shown. */
export function CallerId({ phone }: { phone: Phone }) {
  const desk = useContext(DeskContext);
  const { state, numbers, chosen, fault } = phone.callerIds.value;
  if (state === 'failed' && numbers.length === 0 && fault) {
    return <p class="caller-id-fault">{t('callerIdFailed', t(faultWords[fault.code].title))}</p>;
  }
  return (
    <label class="caller-id">
      <span class="sub">{t('callerId')}</span>
      <span class="quick-select">
        <select
          value={chosen ?? ''}
          disabled={state === 'loading' || desk.away}
          onChange={(event) => {
            const id = event.currentTarget.value;
            send(desk, phone.chooseCallerId({ id: id === '' ? null : id }));
          }}
        >
          <option value="">{t('callerIdService')}</option>
          {numbers.map((number) => (
            <option key={number.id} value={number.id}>
              {[leftToRight(number.display || number.number), number.label].filter(Boolean).join(' · ')}
            </option>
          ))}
        </select>
        <ChevronIcon />
      </span>
    </label>
  );
}
