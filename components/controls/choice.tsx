import { useId } from 'preact/hooks';

interface ChoiceProps<T extends string> {
  label: string;
  /** The label stands above already and is only told to readers. */
  hideLabel?: boolean;
  /** One below the other: the words about each need the width. */
  upright?: boolean;
  value: T;
  options: readonly { value: T; text: string; help?: string }[];
  change: (value: T) => void;
}

/** One of two or three, all seen at once. The browser's own radio buttons, so the arrow keys walk. */
export function Choice<T extends string>({
  label,
  hideLabel,
  upright,
  value,
  options,
  change,
}: ChoiceProps<T>) {
  const name = useId();
  return (
    <fieldset
      class={`choice ${options.some((option) => option.help) ? 'tall' : ''} ${upright ? 'upright' : ''}`}
    >
      <legend class={hideLabel ? 'unseen' : 'label'}>{label}</legend>
      {options.map((option) => (
        <label key={option.value} class="choice-option">
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => change(option.value)}
          />
          <span>
            {option.text}
            {option.help && <small>{option.help}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
