import { useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import type { CallDetails as Details, HistoryRow } from '../../lib/mirror/desk.ts';
import type { Fault } from '../../lib/mirror/fault.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { faultOf } from '../controls/desk.ts';
import { CallDetails } from '../phone/call-details.tsx';
import { BlockNumber } from '../phone/block-number.tsx';
import type { Surface } from '../phone/mend.ts';
import { AiNotes } from './ai-notes.tsx';
import { dispositionWords } from './disposition.ts';
import { ListFault, LoadingRows } from './list-state.tsx';
import { Transcript } from './transcript.tsx';

interface HistoryDetailProps {
  phone: Phone;
  row: HistoryRow;
  surface: Surface;
  copy?: (text: string) => Promise<void>;
  back: () => void;
  called: () => void;
}

/** One past call in full: how it went, what was written down, what was said. */
export function HistoryDetail({ phone, row, surface, copy, back, called }: HistoryDetailProps) {
  const { callUuid, party, note, disposition } = row;
  // How it sounded is kept on this computer and is no business of a page.
  const entry = surface === 'popup' ? row : { ...row, quality: undefined };
  return (
    <CallDetails phone={phone} entry={entry} copy={copy} back={back} backTo={t('tabHistory')} called={called}>
      {(note || disposition) && (
        <dl class="card detail-facts">
          {disposition && (
            <div>
              <dt>{t('disposition')}</dt>
              <dd>{dispositionWords(disposition)}</dd>
            </div>
          )}
          {note && (
            <div>
              <dt>{t('note')}</dt>
              <dd class="long-text">{note}</dd>
            </div>
          )}
        </dl>
      )}
      <BlockNumber phone={phone} number={party.number} />
      {callUuid !== undefined && <Said phone={phone} callUuid={callUuid} caller={party.name} />}
    </CallDetails>
  );
}

interface Read {
  details?: Details;
  fault?: Fault;
}

/** What was said and done in it, as the service kept it. */
function Said({ phone, callUuid, caller }: { phone: Phone; callUuid: string; caller?: string }) {
  const read = useSignal<Read>({});
  const { details, fault } = read.value;
  const ask = useCallback(async () => {
    try {
      read.value = { details: await phone.callDetails({ callUuid }) };
    } catch (error) {
      read.value = { fault: faultOf(error) };
    }
  }, [phone, callUuid, read]);
  useEffect(() => void ask(), [ask]);
  if (fault) return <ListFault fault={fault} again={ask} />;
  if (!details) return <LoadingRows text={t('transcriptLoading')} count={2} />;
  return (
    <section class="card past-words" aria-label={t('transcript')}>
      <h3>{t('transcript')}</h3>
      <Transcript lines={details.lines} caller={caller} empty={t('noTranscript')} />
      <AiNotes notes={details.notes} />
    </section>
  );
}
