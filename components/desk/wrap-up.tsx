import { useSignal } from '@preact/signals';
import { useContext, useEffect, useId, useRef } from 'preact/hooks';
import type { WrapUp } from '../../lib/mirror/desk.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { DeskContext, faultOf } from '../controls/desk.ts';
import { FaultDetail } from '../controls/fault-detail.tsx';
import { CheckIcon } from '../controls/icons.tsx';
import { usePartyName } from '../phone/who.tsx';
import { NoteIcon } from './desk-icons.tsx';
import { dispositions, dispositionWords } from './disposition.ts';

/** A pause in typing after which the note is kept, in ms: nothing to speak of is lost whatever closes. */
const pause = 300;

/** The longest note there may be. */
const maxLength = 10_000;

interface WrapUpsProps {
  phone: Phone;
  /** Another call needs the room: the forms fold into lines. */
  busy: boolean;
}

/** Notes on calls that are over: those to be written, and those on their way. */
export function WrapUps({ phone, busy }: WrapUpsProps) {
  const unfolded = useSignal<string | null>(null);
  const all = phone.wrapUp.value;
  const open = all.filter(({ state }) => state === 'open');
  const { live } = phone.desk.value;
  const waiting = all.filter(({ state }) => state === 'waiting');
  // Those on their way this very moment are not worth a word.
  const stuck = live !== 'live' || waiting.some(({ fault }) => fault);
  // The latest call is the one still in mind; earlier ones can be opened.
  const latest = open.toSorted((a, b) => b.endedAt - a.endedAt)[0];
  const shown = unfolded.value ?? (busy ? null : latest?.call);
  return (
    <>
      {open.map((one) =>
        one.call === shown ? (
          <WrapUpForm key={one.call} phone={phone} wrapUp={one} />
        ) : (
          <FoldedNote
            key={one.call}
            phone={phone}
            wrapUp={one}
            unfold={() => {
              unfolded.value = one.call;
            }}
          />
        ),
      )}
      {stuck && waiting.length > 0 && <WaitingNotes notes={waiting} />}
    </>
  );
}

function FoldedNote({ phone, wrapUp, unfold }: { phone: Phone; wrapUp: WrapUp; unfold: () => void }) {
  const name = usePartyName(phone, wrapUp.party);
  return (
    <div class="note-row">
      <NoteIcon />
      <span class="ended-name" title={name}>
        {t('noteOpen', name)}
      </span>
      <button type="button" class="bar-button" onClick={unfold} aria-label={t('noteWriteOn', name)}>
        {t('noteWrite')}
      </button>
    </div>
  );
}

/** Finished notes that the service has not got yet: where they are, and that nothing needs doing. */
function WaitingNotes({ notes }: { notes: readonly WrapUp[] }) {
  const fault = notes.find((one) => one.fault)?.fault;
  return (
    <div class="note-row waiting-notes" role="status">
      <NoteIcon />
      <div class="row-text">
        <span>{notes.length === 1 ? t('noteWaiting') : t('notesWaiting', notes.length)}</span>
        {fault && <FaultDetail fault={fault} />}
      </div>
    </div>
  );
}

function WrapUpForm({ phone, wrapUp }: { phone: Phone; wrapUp: WrapUp }) {
  const { call } = wrapUp;
  const desk = useContext(DeskContext);
  const title = useId();
  const name = usePartyName(phone, wrapUp.party);
  const note = useSignal(wrapUp.note);
  const disposition = useSignal(wrapUp.disposition);
  const kept = useSignal(true);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const text = note.value;
  const chosen = disposition.value;
  const blank = text.trim() === '' && chosen === undefined;

  async function keep(): Promise<void> {
    clearTimeout(timer.current);
    const saved = { call, note: note.peek(), disposition: disposition.peek() };
    await phone.saveWrapUp(saved);
    kept.value = note.peek() === saved.note && disposition.peek() === saved.disposition;
  }

  function keepAside(): void {
    if (!kept.peek()) keep().catch((error: unknown) => desk.report(faultOf(error)));
  }

  function changed(): void {
    kept.value = false;
    clearTimeout(timer.current);
    timer.current = setTimeout(keepAside, pause);
  }

  // Folded away by another call in the middle of a word: what is typed is kept first.
  const last = useRef(keepAside);
  last.current = keepAside;
  useEffect(() => () => last.current(), []);

  async function finish(): Promise<void> {
    await keep();
    await phone.finishWrapUp({ call });
    // The note was the last thing to do about this call: it leaves the screen with it.
    if (phone.calls.peek().some(({ id, phase }) => id === call && phase === 'closed'))
      await phone.dismiss({ call });
  }

  return (
    <section class="card wrap-up" aria-labelledby={title}>
      <h2 class="wrap-title" id={title} title={name}>
        {t('noteOn', name)}
      </h2>
      <div class="choices" role="group" aria-label={t('disposition')}>
        {dispositions.map((one) => (
          <button
            key={one}
            type="button"
            class={one === chosen ? 'choice-chip on' : 'choice-chip'}
            aria-pressed={one === chosen}
            onClick={() => {
              disposition.value = one === chosen ? undefined : one;
              changed();
            }}
          >
            {one === chosen && <CheckIcon />}
            {dispositionWords(one)}
          </button>
        ))}
      </div>
      <textarea
        class="input"
        rows={3}
        dir="auto"
        maxLength={maxLength}
        aria-label={t('note')}
        placeholder={t('notePlaceholder')}
        value={text}
        onInput={(event) => {
          note.value = event.currentTarget.value;
          changed();
        }}
        onBlur={keepAside}
      />
      <p class="hint-text" role="status">
        {!blank && t(kept.value ? 'noteKept' : 'noteKeeping')}
      </p>
      <Action class="button accent wide" run={finish}>
        {t(blank ? 'noteNone' : 'noteDone')}
      </Action>
    </section>
  );
}
