import type { ComponentChildren } from 'preact';
import type { Call } from '../../lib/call/call.ts';
import type { ThreeWaySlice } from '../../lib/mirror/desk.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { faultWords } from '../controls/fault-words.ts';
import { CloseIcon, ListenIcon, PauseIcon, PeopleIcon, WarnIcon } from '../controls/icons.tsx';
import { Timer } from '../controls/timer.tsx';
import { usePartyName } from './who.tsx';

/** The third person of the call in front: being called, there, who waits, and what can be done about it. */
export function ThreeWay({ phone, call }: { phone: Phone; call: Call }) {
  const session = phone.threeWay.value;
  if (session?.call !== call.id) return null;
  return <Session phone={phone} call={call} session={session} />;
}

interface SessionProps {
  phone: Phone;
  call: Call;
  session: ThreeWaySlice;
}

function Session({ phone, call, session }: SessionProps) {
  const added = usePartyName(phone, session.person);
  const first = usePartyName(phone, call.party);
  const { state, waits, since, asking, fault } = session;
  if (fault)
    return (
      <div class="three-way" role="alert">
        <p class="three-way-state">
          <WarnIcon />
          <span>
            {t(faultWords[fault.code].title)} {added}
          </span>
        </p>
        <Action class="button quiet small" run={() => phone.dropPerson({})}>
          {t('putAway')}
        </Action>
      </div>
    );
  const words =
    state === 'dialing'
      ? t('threeDialing', added)
      : state === 'active'
        ? t('threeActive', added, first)
        : waits.first && waits.added
          ? t('threeBothWait')
          : t('threeHolding', waits.first ? added : first, waits.first ? first : added);
  return (
    <section class="three-way" aria-label={t('threeWay')}>
      <p class="three-way-state" role="status">
        <PeopleIcon />
        <span>{words}</span>
        {/* No timer before all three talk: until then there is nothing to count. */}
        {state === 'active' && since !== undefined && <Timer since={since} />}
      </p>
      {state === 'dialing' ? (
        <Action class="button quiet small" run={() => phone.dropPerson({})}>
          {t('cancel')}
        </Action>
      ) : (
        <ul class="three-way-people">
          <Person phone={phone} who="first" name={first} waits={waits.first} off={asking} />
          <Person phone={phone} who="added" name={added} waits={waits.added} off={asking}>
            <Action
              class="icon-button"
              off={asking}
              label={t('dropPerson', added)}
              title={t('dropPerson', added)}
              run={() => phone.dropPerson({})}
            >
              <CloseIcon />
            </Action>
          </Person>
        </ul>
      )}
    </section>
  );
}

interface PersonProps {
  phone: Phone;
  who: 'first' | 'added';
  name: string;
  waits: boolean;
  off: boolean;
  children?: ComponentChildren;
}

/** One of the two others: whether they wait, and letting them. */
function Person({ phone, who, name, waits, off, children }: PersonProps) {
  return (
    <li class="three-way-person">
      <span class="three-way-name" title={name}>
        <bdi>{name}</bdi>
      </span>
      <Action
        class="button quiet small"
        pressed={waits}
        off={off}
        label={t(waits ? 'letInNamed' : 'letWaitNamed', name)}
        run={() => phone.holdPerson({ who, on: !waits })}
      >
        {waits ? <ListenIcon /> : <PauseIcon />}
        {t(waits ? 'letIn' : 'letWait')}
      </Action>
      {children}
    </li>
  );
}
