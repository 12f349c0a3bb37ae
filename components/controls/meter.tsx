interface MeterProps {
  label: string;
  /** RMS of full scale, 0..1. */
  level: number;
  /** Only the bar: what it measures stands beside it. */
  slim?: boolean;
}

/** The quietest thing the meter shows, in dB below full scale. */
const floor = 60;

/** How far the bar goes: ears hear in decibels, not in volts. */
export const loudness = (level: number): number =>
  level <= 0 ? 0 : Math.min(1, Math.max(0, 1 + (20 * Math.log10(level)) / floor));

/** How loud it is now. */
export function Meter({ label, level, slim }: MeterProps) {
  const share = loudness(level);
  return (
    <div class={slim ? 'meter slim' : 'meter'}>
      {!slim && <span class="meter-label">{label}</span>}
      <span
        class="meter-track"
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
      >
        <span class="meter-bar" style={{ transform: `scaleX(${share})` }} />
      </span>
    </div>
  );
}
