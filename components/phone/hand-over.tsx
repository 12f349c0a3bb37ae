import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { Call } from '../../lib/call/call.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { TransferIcon, AddPersonIcon } from '../controls/icons.tsx';
import { PresenceIcon } from '../desk/presence-menu.tsx';
import { presenceWords } from '../desk/presence-words.ts';
import { usePartyName } from './who.tsx';

/** What is done with whoever is chosen. */
export type HandOver = 'transfer' | 'add';

/** More colleagues than this are found by typing. */
const shownColleagues = 6;

interface HandOverProps {
  phone: Phone;
  call: Call;
  what: HandOver;
  /** It is under way, or was given up. */
  close: () => void;
}

/** To whom: a number, an extension or a colleague. */
export function HandOverTo({ phone, call, what, close }: HandOverProps) {
  const typed = useSignal('');
  const input = useRef<HTMLInputElement>(null);
  const label = useId();
  const { colleagues, choices } = phone.presence.value;
  const text = typed.value.trim();
  const wanted = text.toLowerCase();
  const fitting = colleagues
    .filter(({ extension }) => extension !== undefined)
    .filter(({ name, extension = '' }) => name.toLowerCase().includes(wanted) || extension.startsWith(wanted))
    .slice(0, shownColleagues);
  useEffect(() => input.current?.focus(), []);

  async function give(to: string): Promise<void> {
    await (what === 'transfer'
      ? phone.transfer({ call: call.id, to })
      : phone.addPerson({ call: call.id, to }));
    close();
  }

  return (
    <form
      class="hand-over"
      onSubmit={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
    >
      <label id={label} for={`${label}-to`}>
        {t(what === 'transfer' ? 'transferTo' : 'addPersonTo')}
      </label>
      <div class="hand-over-row">
        <input
          id={`${label}-to`}
          ref={input}
          class="input"
          type="text"
          inputMode="tel"
          autocomplete="off"
          spellcheck={false}
          dir="auto"
          placeholder={t('handOverPlaceholder')}
          value={typed.value}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
          }}
        />
        <Action class="button accent small" type="submit" off={text === ''} run={() => give(text)}>
          {what === 'transfer' ? <TransferIcon /> : <AddPersonIcon />}
          {t(what === 'transfer' ? 'transferNow' : 'addNow')}
        </Action>
      </div>
      {what === 'transfer' && <Consults phone={phone} call={call} close={close} />}
      {fitting.length > 0 && (
        <ul class="hand-over-list" aria-label={t('colleagues')}>
          {fitting.map(({ id, name, status, extension = '' }) => (
            <li key={id}>
              <Action
                class="hand-over-who"
                label={t(what === 'transfer' ? 'transferToNamed' : 'addNamed', name)}
                run={() => give(extension)}
              >
                <PresenceIcon status={status} />
                <span class="hand-over-name" title={name}>
                  <bdi>{name}</bdi>
                </span>
                <span class="sub">
                  {extension} · {presenceWords(status, choices)}
                </span>
              </Action>
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}

/** Whom the operator has on the line besides: they have been asked, and the two can be put together. */
function Consults({ phone, call, close }: Omit<HandOverProps, 'what'>) {
  const others = phone.calls.value.filter((one) => one.id !== call.id && one.phase === 'live');
  return others.map((other) => (
    <Consult key={other.id} phone={phone} call={call} other={other} close={close} />
  ));
}

function Consult({ phone, call, other, close }: Omit<HandOverProps, 'what'> & { other: Call }) {
  const name = usePartyName(phone, other.party);
  return (
    <Action
      class="button go small wide"
      title={t('connectWithHelp')}
      run={() => phone.connectCalls({ call: call.id, other: other.id }).then(close)}
    >
      <TransferIcon />
      {t('connectWith', name)}
    </Action>
  );
}
