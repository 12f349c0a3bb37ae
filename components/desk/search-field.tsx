import { t } from '../../lib/text.ts';
import { CloseIcon, SearchIcon } from '../controls/icons.tsx';

interface SearchFieldProps {
  label: string;
  value: string;
  change: (value: string) => void;
}

/** Narrows a list while one types. */
export function SearchField({ label, value, change }: SearchFieldProps) {
  return (
    <div class="search-field">
      <SearchIcon />
      <input
        type="text"
        inputMode="search"
        autocomplete="off"
        spellcheck={false}
        dir="auto"
        maxLength={120}
        aria-label={label}
        placeholder={label}
        value={value}
        onInput={(event) => change(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || value === '') return;
          // The first Escape empties the field; only the next may close what is around it.
          event.preventDefault();
          event.stopPropagation();
          change('');
        }}
      />
      {value !== '' && (
        <button
          type="button"
          class="icon-button small"
          aria-label={t('searchClear')}
          title={t('searchClear')}
          onClick={() => change('')}
        >
          <CloseIcon />
        </button>
      )}
    </div>
  );
}
