import type { Link } from '../../lib/mirror/phone.ts';
import type { LineSlice } from '../../lib/mirror/slices.ts';
import { t } from '../../lib/text.ts';
import { useNow } from '../controls/use-now.ts';

interface StatusPillProps {
  line: LineSlice;
  link: Link;
  /** Do not disturb is on: nothing rings, however ready the line is. */
  quiet?: boolean;
}

/** The line in words; colour only repeats them. */
export function StatusPill({ line, link, quiet }: StatusPillProps) {
  if (link === 'away') return <Pill tone="" text={t('lineConnecting')} />;
  switch (line.state) {
    case 'none':
      return <Pill tone="" text={t('lineNone')} />;
    case 'connecting':
      return <Pill tone="" text={t('lineConnecting')} />;
    case 'ready':
      return quiet ? <Pill tone="warn" text={t('doNotDisturb')} /> : <Pill tone="go" text={t('lineReady')} />;
    case 'refused':
      return <Pill tone="stop" text={t('lineRefused')} />;
    case 'retrying':
      return line.retryAt === undefined ? (
        <Pill tone="warn" text={t('lineRetrying')} />
      ) : (
        <Countdown until={line.retryAt} />
      );
  }
}

function Pill({ tone, text }: { tone: '' | 'go' | 'stop' | 'warn'; text: string }) {
  return (
    <span class={`pill ${tone}`}>
      <span class="dot" />
      {text}
    </span>
  );
}

function Countdown({ until }: { until: number }) {
  const seconds = Math.ceil((until - useNow()) / 1000);
  return <Pill tone="warn" text={seconds > 0 ? t('lineRetryingIn', seconds) : t('lineRetrying')} />;
}
