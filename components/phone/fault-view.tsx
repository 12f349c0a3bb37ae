import type { Fault } from '../../lib/mirror/fault.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { FaultDetail } from '../controls/fault-detail.tsx';
import { faultWords } from '../controls/fault-words.ts';
import { diagnoseOf, mendOf, type Surface } from './mend.ts';

interface FaultViewProps {
  phone: Phone;
  fault: Fault;
  surface: Surface;
}

/** The line cannot be used: the cause, the server's own words, what is not lost, and the one thing to do. */
export function FaultView({ phone, fault, surface }: FaultViewProps) {
  const words = faultWords[fault.code];
  const mend = mendOf(phone, fault, surface);
  const diagnose = diagnoseOf(phone, fault);
  return (
    <section class="card fault" role="alert">
      <h2>{t(words.title)}</h2>
      <p>{t(words.explain)}</p>
      <FaultDetail fault={fault} />
      <p>{t('nothingLost')}</p>
      <div class="fault-ways">
        {mend && (
          <Action class="button accent" run={mend.run}>
            {mend.label}
          </Action>
        )}
        {diagnose && (
          <Action class="button quiet" run={diagnose}>
            {t('findCause')}
          </Action>
        )}
      </div>
    </section>
  );
}

/** No account yet: not a fault, a beginning. */
export function NoAccountView({ phone }: { phone: Phone }) {
  return (
    <section class="card fault">
      <h2>{t('noAccountTitle')}</h2>
      <p>{t('noAccountText')}</p>
      <Action class="button accent wide" run={() => phone.openOptions({ section: 'account' })}>
        {t('addAccount')}
      </Action>
    </section>
  );
}
