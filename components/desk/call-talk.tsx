import type { Call } from '../../lib/call/call.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { HandBack } from './ai-call-view.tsx';
import { Transcript } from './transcript.tsx';

/** What the service adds to a call that goes on: what is said, and the way back to the AI agent it came from. */
export function CallTalk({ phone, call }: { phone: Phone; call: Call }) {
  const { ports } = phone.desk.value;
  const transcripts = phone.transcripts.value;
  const fromAi = phone.aiCalls.value.find((one) => one.call === call.id);
  const agreed = call.answeredAt !== undefined && call.phase !== 'closing';
  if (!agreed) return null;
  return (
    <>
      {ports.includes('transcripts') && (
        <Transcript
          lines={transcripts[call.id] ?? []}
          caller={call.party.name}
          live
          empty={t('transcriptEmpty')}
        />
      )}
      {fromAi && <HandBack phone={phone} call={fromAi} />}
    </>
  );
}
