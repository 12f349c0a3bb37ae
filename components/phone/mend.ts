/** The one thing to do about a fault, as far as this surface may do it. */
import type { Fault } from '../../lib/mirror/fault.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { faultWords } from '../controls/fault-words.ts';

/** Where the panel stands: a page may not do all that our own pages may. */
export type Surface = 'overlay' | 'popup';

/** The way to the self-test; undefined for what it cannot explain. */
export const diagnoseOf = (phone: Phone, fault: Fault): (() => Promise<unknown>) | undefined =>
  faultWords[fault.code].mend === 'known' && fault.code !== 'unexpected'
    ? undefined
    : () => phone.openOptions({ section: 'diagnostics' });

/** A label and what pressing it does; undefined where having read it is enough. */
export function mendOf(
  phone: Phone,
  fault: Fault,
  surface: Surface,
): { label: string; run: () => Promise<unknown> } | undefined {
  const { mend, action } = faultWords[fault.code];
  switch (mend) {
    case 'account':
      return { label: t(action), run: () => phone.openOptions({ section: 'account' }) };
    case 'microphone':
      return { label: t(action), run: () => phone.openOptions({ section: 'sound' }) };
    case 'again':
      // Only our own pages may ask for a reconnect; a page is shown the way to the account.
      return surface === 'popup'
        ? { label: t(action), run: () => phone.reconnect({}) }
        : { label: t('checkAccount'), run: () => phone.openOptions({ section: 'account' }) };
    case 'known':
      return undefined;
  }
}
