import type { HistoryRow } from '../../lib/mirror/desk.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { CallDetails } from '../phone/call-details.tsx';
import { BlockNumber } from '../phone/block-number.tsx';
import type { Surface } from '../phone/mend.ts';
import { dispositionWords } from './disposition.ts';
import { Said } from './past-words.tsx';

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
