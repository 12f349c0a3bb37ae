import { useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import type { CallDetails as Details } from '../../lib/mirror/desk.ts';
import type { Fault } from '../../lib/mirror/fault.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { faultOf } from '../controls/desk.ts';
import { AiNotes } from './ai-notes.tsx';
import { ListFault, LoadingRows } from './list-state.tsx';
import { Transcript } from './transcript.tsx';

interface Read {
  details?: Details;
  fault?: Fault;
}

/** What was said and done in a past call, as the service kept it. */
export function Said({ phone, callUuid, caller }: { phone: Phone; callUuid: string; caller?: string }) {
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
