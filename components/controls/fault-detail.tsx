import { t } from '../../lib/text.ts';
import type { Fault } from '../../lib/mirror/fault.ts';
import { shortTime } from './when.ts';

/** What it was about, the other side's own words, and when: small, for whoever has to mend it. */
export function FaultDetail({ fault }: { fault: Fault }) {
  const said = fault.said ? t('itSaid', fault.said) : '';
  const parts = [said, fault.about, shortTime(fault.at)].filter(Boolean);
  return (
    <p class="said">
      <bdi>{parts.join(' · ')}</bdi>
    </p>
  );
}
