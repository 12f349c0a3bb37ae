/** An icon for each kind of item, on the same grid as the others. */
import type { FunctionComponent } from 'preact';
import type { InboxKind } from '../../lib/mirror/inbox.ts';
import { icon } from '../controls/icons.tsx';

export const InboxIcon = icon(
  <path d="M4 13.500 6.500 5.500h11L20 13.500v5H4zM4 13.500h4.500l1.200 2.500h4.600l1.200-2.500H20" />,
);
export const TakeIcon = icon(
  <path d="M12 4.500v9M8 10l4 4 4-4M4.500 14.500v4a1 1 0 0 0 1 1h13a1 1 0 0 0 1-1v-4" />,
);
export const SnoozeIcon = icon(
  <>
    <circle cx="12" cy="13" r="7.500" />
    <path d="M12 9v4l2.500 1.500M4 6l2.500-2M20 6l-2.500-2" />
  </>,
);

export const kindIcons: Readonly<Record<InboxKind, FunctionComponent>> = {
  message: icon(<path d="M4.500 5.500h15v10.500H11l-4.500 3.500V16h-2z" />, true),
  lead: icon(
    <>
      <circle cx="10" cy="8.500" r="3.500" />
      <path d="M3.500 19.500a6.500 6.500 0 0 1 13 0M18.500 8v5M16 10.500h5" />
    </>,
  ),
  appointment: icon(
    <>
      <rect x="4.500" y="5.500" width="15" height="14" rx="1.500" />
      <path d="M4.500 10h15M8.500 3.500v4M15.500 3.500v4M8.500 14h3" />
    </>,
  ),
  sms: icon(
    <>
      <rect x="7" y="3" width="10" height="18" rx="2" />
      <path d="M9.500 8h5M9.500 11h5M11 18h2" />
    </>,
  ),
  policy: icon(
    <path d="M12 3.500 5 6v5.500c0 4.500 3 7.500 7 9 4-1.500 7-4.500 7-9V6zM9 12l2.200 2.200L15 10" />,
  ),
  summary: icon(<path d="M6 4.500h12v15H6zM9 8.500h6M9 12h6M9 15.500h3.500" />, true),
  transfer: icon(<path d="M4 8.500h14l-3.500-3.500M20 15.500H6l3.500 3.500" />, true),
  other: icon(
    <>
      <circle cx="12" cy="12" r="8.500" />
      <path d="M8.500 12h.01M12 12h.01M15.500 12h.01" />
    </>,
  ),
};
