/** The desk's own line icons, on the same grid as the phone's. */
import { icon } from '../controls/icons.tsx';

export const QueueIcon = icon(
  <path d="M8.5 6.5H20M8.5 12H20M8.5 17.5H20M4.5 6.5h.01M4.5 12h.01M4.5 17.5h.01" />,
  true,
);
export const ClockIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 7.5V12l3 2" />
  </>,
);
export const ListenIcon = icon(
  <path d="M7.5 9.5a4.5 4.5 0 1 1 9 0c0 4-3.5 4.5-3.5 7.500a2.5 2.5 0 0 1-5 .5M10.5 10a1.5 1.5 0 1 1 3 0c0 1.5-1.5 1.5-1.5 3" />,
);
export const JoinIcon = icon(
  <path d="M4 12h11M11 7.5l4.5 4.5-4.5 4.500M15 4.500h3.500a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1H15" />,
  true,
);
export const HandBackIcon = icon(<path d="M9.5 6 4.5 11l5 5M4.5 11H14a5.5 5.5 0 0 1 5.5 5.500V19" />, true);
export const AiIcon = icon(
  <path d="M11 4.5 12.7 9.8 18 11.5 12.7 13.2 11 18.5 9.3 13.2 4 11.5 9.3 9.800zM18.5 16v4M16.5 18h4" />,
);
export const NoteIcon = icon(
  <path d="M6 4.500h8.500L19 9v10.500H6zM14 4.500V9.500h5M9 13h7M9 16.500h5" />,
  true,
);
export const DownIcon = icon(<path d="M12 5v13M6.5 12.5 12 18l5.5-5.5" />);
export const SaveIcon = icon(<path d="M12 4.500v10M8 11l4 4 4-4M5 19.500h14" />);
export const LockIcon = icon(
  <>
    <rect x="5.5" y="11" width="13" height="8.5" rx="1.5" />
    <path d="M8.5 11V8a3.5 3.5 0 0 1 7 0v3" />
  </>,
);

/** Presence by shape as well as by colour: full, barred, quarter past, hollow. */
export const presenceIcons = {
  available: icon(<circle class="fill" cx="12" cy="12" r="6.5" />),
  busy: icon(
    <>
      <circle class="fill" cx="12" cy="12" r="6.5" />
      <path class="bar" d="M8.5 12h7" />
    </>,
  ),
  away: icon(
    <>
      <circle cx="12" cy="12" r="6.5" />
      <path d="M12 8.500V12h3" />
    </>,
  ),
  offline: icon(<circle cx="12" cy="12" r="6.5" />),
  unknown: icon(
    <>
      <circle cx="12" cy="12" r="6.5" />
      <path d="M12 12h.01" />
    </>,
  ),
} as const;
