/** What was said and done, as data: nothing in it is ever markup. */
import type { ComponentChildren } from 'preact';
import type { Appointment, InboxEntry } from '../../lib/mirror/inbox.ts';
import { t } from '../../lib/text.ts';
import { fullTime } from '../controls/when.ts';
import { appointmentWords } from './appointment-words.ts';
import { fieldName, outcomeOf } from './inbox-words.ts';

interface FactProps {
  name: string;
  /** Our own words, which go our way. */
  ours?: boolean;
  children: ComponentChildren;
}

function Fact({ name, ours, children }: FactProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="long-text" dir={ours ? undefined : 'auto'}>
        {children}
      </dd>
    </div>
  );
}

export function InboxFacts({ entry }: { entry: InboxEntry }) {
  const { forPerson, preferredTime, text, fields, appointment } = entry;
  return (
    <>
      {appointment && <AppointmentCard appointment={appointment} />}
      {text && (
        <p class="card spoken long-text" dir="auto">
          {text}
        </p>
      )}
      <dl class="detail-facts">
        {forPerson && <Fact name={t('inboxForWhom')}>{forPerson}</Fact>}
        {preferredTime && <Fact name={t('inboxPreferred')}>{preferredTime}</Fact>}
        {Object.entries(fields).map(([name, value]) => (
          <Fact key={name} name={fieldName(name)}>
            {value}
          </Fact>
        ))}
        <Fact name={t('inboxCameIn')} ours>
          <bdi>{fullTime(Date.parse(entry.at))}</bdi>
        </Fact>
      </dl>
      <Outcome entry={entry} />
    </>
  );
}

/** In the zone it was made for, and beside it when that is here. */
function AppointmentCard({ appointment }: { appointment: Appointment }) {
  const { there, zone, here } = appointmentWords(appointment);
  const { minutes } = appointment;
  return (
    <div class="card appointment">
      <b>
        <bdi>{there}</bdi>
      </b>
      <span class="sub">
        <bdi>
          {[zone, minutes === undefined ? '' : t('inboxMinutes', minutes)].filter(Boolean).join(' · ')}
        </bdi>
      </span>
      {here !== undefined && (
        <span class="sub strong">
          <bdi>{t('inboxYourTime', here)}</bdi>
        </span>
      )}
    </div>
  );
}

function Outcome({ entry: { outcome, needsReview } }: { entry: InboxEntry }) {
  const { text, tone } = outcomeOf(outcome);
  return (
    <dl class="card detail-facts outcome">
      <div>
        <dt>{t('inboxOutcome')}</dt>
        <dd>
          <span class={`outcome-word ${tone}`}>{text}</span>
          {outcome.state === 'pending' && <p class="sub">{t('inboxPendingText')}</p>}
          {outcome.state === 'failed' && <p class="sub">{t('inboxFailedText')}</p>}
          {outcome.problem && (
            <p class="long-text" dir="auto">
              {outcome.problem}
            </p>
          )}
        </dd>
      </div>
      {needsReview && (
        <div>
          <dt>{t('inboxReview')}</dt>
          <dd>{t('inboxReviewText')}</dd>
        </div>
      )}
      {outcome.spoken && <Fact name={t('inboxToldCaller')}>{outcome.spoken}</Fact>}
    </dl>
  );
}
