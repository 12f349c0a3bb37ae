import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { InboxEntry } from '../../lib/mirror/inbox.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { faultOf } from '../controls/desk.ts';
import { Said } from '../desk/past-words.tsx';

/**
 * What was said in the AI's call, behind a press, where the service of the account keeps it. The agent may be another
 * platform's, whose calls the service does not know: then it says so instead of offering what is not there.
 */
export function CallWords({ phone, entry: { callId, name } }: { phone: Phone; entry: InboxEntry }) {
  const asked = useSignal(false);
  const kept = useSignal<boolean | undefined>(undefined);
  const may = callId !== '' && phone.desk.value.ports.includes('transcripts');
  useEffect(() => {
    kept.value = undefined;
    if (!may) return;
    let late = false;
    const tell = (is: boolean) => {
      if (!late) kept.value = is;
    };
    phone.callDetails({ callUuid: callId }).then(
      ({ lines }) => tell(lines.length > 0),
      // Out of reach: it may be there, and whoever presses is told what is wrong. An id of somebody else's is refused.
      (error: unknown) => tell(faultOf(error).code !== 'service-refused'),
    );
    return () => {
      late = true;
    };
  }, [phone, may, callId, kept]);
  if (!may || kept.value === undefined) return null;
  if (!kept.value) return <p class="sub">{t('noTranscript')}</p>;
  if (asked.value) return <Said phone={phone} callUuid={callId} caller={name} />;
  return (
    <button
      type="button"
      class="link"
      onClick={() => {
        asked.value = true;
      }}
    >
      {t('inboxShowTranscript')}
    </button>
  );
}
