/** Our own line icons on a 24 grid. Always beside a word or inside a named control, so they are hidden from readers. */
import type { ComponentChildren } from 'preact';

/** Makes an icon of its drawing; `flips` where it points along the line of reading. */
export function icon(drawing: ComponentChildren, flips = false) {
  return function Icon() {
    return (
      <svg class={flips ? 'icon flips' : 'icon'} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        {drawing}
      </svg>
    );
  };
}

const handset =
  'M6.2 3.5h2.4c.6 0 1.1.4 1.3 1l.9 3.1c.1.5 0 1-.4 1.4L8.8 10.6c1 2 2.6 3.6 4.6 4.6l1.6-1.6c.4-.4.9-.5 1.4-.4l3.1.9c.6.2 1 .7 1 1.3v2.4c0 1.3-1.1 2.3-2.4 2.2C10.4 19.5 4.5 13.6 4 5.9 3.9 4.6 4.9 3.5 6.2 3.5z';

export const PhoneIcon = icon(<path d={handset} />);
export const HangUpIcon = icon(
  <path d="M3.4 16.1l1.5 1.5c.5.5 1.3.6 1.9.2l2.3-1.5c.5-.3.7-.9.6-1.4l-.2-1.7a9.5 9.5 0 0 1 5 0l-.2 1.7c-.1.5.1 1.1.6 1.4l2.3 1.5c.6.4 1.4.3 1.9-.2l1.5-1.5c.8-.8.9-2 .3-2.9C18.8 10 15.6 8.3 12 8.3S5.2 10 3.1 13.2c-.6.9-.5 2.1.3 2.9z" />,
);
export const MicIcon = icon(
  <>
    <rect x="9" y="3" width="6" height="11" rx="3" />
    <path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3" />
  </>,
);
export const MicOffIcon = icon(
  <>
    <path d="M9 9.5V11a3 3 0 0 0 4.7 2.5M15 11V6a3 3 0 0 0-5.8-1.1M5.5 11.5A6.5 6.5 0 0 0 16 16.6M18.5 11.5c0 1-.2 1.9-.6 2.7M12 18v3M4 4l16 16" />
  </>,
);
export const PauseIcon = icon(<path d="M8.5 5v14M15.5 5v14" />);
export const KeypadIcon = icon(
  <path
    class="dots"
    d="M6 5.5h.01M12 5.5h.01M18 5.5h.01M6 12h.01M12 12h.01M18 12h.01M6 18.5h.01M12 18.5h.01M18 18.5h.01"
  />,
);
export const FindIcon = icon(
  <>
    <circle cx="12" cy="12" r="6.5" />
    <path d="M12 2.5v4M12 17.5v4M2.5 12h4M17.5 12h4" />
  </>,
);
export const CloseIcon = icon(<path d="M6.5 6.5l11 11M17.5 6.5l-11 11" />);
export const MoreIcon = icon(
  <>
    <path d="M4 7.5h9M19 7.5h1M4 16.5h1M11 16.5h9" />
    <circle cx="16" cy="7.5" r="2.5" />
    <circle cx="8" cy="16.5" r="2.5" />
  </>,
  true,
);
export const EraseIcon = icon(
  <path d="M9 5.5h10.5a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H9L3.5 12zM11.5 9.5l5 5M16.5 9.5l-5 5" />,
  true,
);
export const OutIcon = icon(<path d="M7 17 17 7M9 7h8v8" />, true);
export const InIcon = icon(<path d="M17 7 7 17M15 17H7V9" />, true);
export const MissedIcon = icon(<path d="M4 8l8 8 8-8M4 13V8h5" />, true);
export const SwapIcon = icon(<path d="M4 9h14l-3.5-3.5M20 15H6l3.5 3.5" />);
export const TransferIcon = icon(<path d="M4.5 17.5v-3a5 5 0 0 1 5-5h9M14.5 5.500l4 4-4 4" />, true);
export const AddPersonIcon = icon(
  <>
    <circle cx="10" cy="8" r="3.5" />
    <path d="M3.5 19.5c.5-3.500 3-5.500 6.500-5.500 1.500 0 2.800.4 3.900 1.100M17.500 14v6M14.500 17h6" />
  </>,
);
export const PeopleIcon = icon(
  <>
    <circle cx="8" cy="8.500" r="3" />
    <circle cx="16.500" cy="9.500" r="2.500" />
    <path d="M2.500 19c.4-3.200 2.500-5 5.500-5s5.100 1.800 5.500 5M15.500 14.600c3-.5 5.300 1.200 6 4.400" />
  </>,
);
export const CheckIcon = icon(<path d="M5 12.5l4.5 4.5L19 7.5" />);
export const WarnIcon = icon(
  <>
    <path d="M12 4 21 19.5H3z" />
    <path d="M12 10v4M12 17h.01" />
  </>,
);
export const FlagIcon = icon(<path d="M6 20.5v-17M6 4.5c4-2 8 2 12 0v9c-4 2-8-2-12 0" />);
export const ChevronIcon = icon(<path d="M7 10l5 5 5-5" />);
export const PersonIcon = icon(
  <>
    <circle cx="12" cy="8.5" r="3.5" />
    <path d="M5 20a7 7 0 0 1 14 0" />
  </>,
);
export const GlobeIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17" />
  </>,
);
export const ThemeIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path class="fill" d="M12 3.5a8.5 8.5 0 0 1 0 17z" />
  </>,
);
export const InfoIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 11v5M12 8h.01" />
  </>,
);
export const TrashIcon = icon(
  <path d="M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.5 10.5v5.5M13.5 10.5v5.5" />,
);
export const SpeakerIcon = icon(
  <path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4.5 4.5 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11" />,
  true,
);
export const BellIcon = icon(
  <path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5a2.2 2.2 0 0 0 4 0" />,
);
export const BellOffIcon = icon(
  <path d="M8 6.6A6 6 0 0 1 18 11v3M6.2 9.6c-.1.5-.2.9-.2 1.4v5.5L4.5 18H17M10 20.5a2.2 2.2 0 0 0 4 0M4 4l16 16" />,
);
export const ListenIcon = icon(<path class="fill" d="M8.5 6v12l9-6z" />, true);
export const CheckupIcon = icon(<path d="M3.5 12H8l2.5-6.5 4 13L17 12h3.5" />, true);
export const CopyIcon = icon(
  <>
    <rect x="9" y="9" width="11" height="11" rx="2" />
    <path d="M15 6V5.5a1.5 1.5 0 0 0-1.5-1.5H5.5A1.5 1.5 0 0 0 4 5.5v8A1.5 1.5 0 0 0 5.5 15H6" />
  </>,
);
export const BackIcon = icon(<path d="M14.5 6l-6 6 6 6" />, true);
export const SearchIcon = icon(
  <>
    <circle cx="11" cy="11" r="6.5" />
    <path d="M16 16l4.5 4.5" />
  </>,
);
export const PlusIcon = icon(<path d="M12 5v14M5 12h14" />);
