import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { CloseIcon, MoreIcon } from '../controls/icons.tsx';
import { PresenceMenu } from '../desk/presence-menu.tsx';
import { DoNotDisturb } from './do-not-disturb.tsx';
import { StatusPill } from './status-pill.tsx';

interface TopBarProps {
  phone: Phone;
  onClose?: () => void;
}

/** The line's state, who we are, the way to the options, and out. */
export function TopBar({ phone, onClose }: TopBarProps) {
  const { account } = phone.session.value;
  const name = phone.presence.value.ownName ?? account?.identity;
  const line = phone.line.value;
  const link = phone.link.value;
  const quiet = phone.settings.value.doNotDisturb;
  const hasPresence = phone.desk.value.ports.includes('presence');
  // A status says more than "ready"; whatever keeps calls away is said beside it.
  const lineSaid = !hasPresence || line.state !== 'ready' || link === 'away' || quiet;
  return (
    <header class="top-bar">
      {lineSaid && <StatusPill line={line} link={link} quiet={quiet} />}
      {hasPresence && <PresenceMenu phone={phone} />}
      <span
        class="identity"
        dir="auto"
        title={account ? [account.label, name, account.identity].filter(Boolean).join(' · ') : undefined}
      >
        {account && name}
      </span>
      <DoNotDisturb phone={phone} />
      <Action class="icon-button" run={() => phone.openOptions({})} label={t('options')} title={t('options')}>
        <MoreIcon />
      </Action>
      {onClose && (
        <button
          type="button"
          class="icon-button"
          aria-label={t('close')}
          title={t('close')}
          onClick={onClose}
        >
          <CloseIcon />
        </button>
      )}
    </header>
  );
}
