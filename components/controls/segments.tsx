import { useId } from 'preact/hooks';

interface SegmentsProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; text: string }[];
  change: (value: T) => void;
}

/** One of a few, all seen at once: the browser's own radio buttons, so the arrow keys walk. */
export function Segments<T extends string>({ label, value: chosen, options, change }: SegmentsProps<T>) {
  const name = useId();
  return (
    <fieldset class="segments">
      <legend class="unseen">{label}</legend>
      {options.map(({ value, text }) => (
        <label key={value} class="segment" title={text}>
          <input
            type="radio"
            class="unseen"
            name={name}
            checked={value === chosen}
            onChange={() => change(value)}
          />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}
