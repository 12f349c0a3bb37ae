import { useId } from 'preact/hooks';
import type { CommandInput } from '../../lib/mirror/commands.ts';
import { t, type TextKey } from '../../lib/text.ts';

/** Which calls are shown. */
export type HistoryView = 'all' | 'missed' | 'incoming' | 'outgoing';

const views: readonly { view: HistoryView; text: TextKey }[] = [
  { view: 'all', text: 'historyAll' },
  { view: 'missed', text: 'historyMissed' },
  { view: 'incoming', text: 'incoming' },
  { view: 'outgoing', text: 'outgoing' },
];

/** The question a view is to the engine. */
export function filterOf(view: HistoryView): Pick<CommandInput<'searchHistory'>, 'direction' | 'result'> {
  switch (view) {
    case 'all':
      return {};
    case 'missed':
      return { result: 'missed' };
    case 'incoming':
    case 'outgoing':
      return { direction: view };
  }
}

/** One of four, all seen at once: the browser's own radio buttons, so the arrow keys walk. */
export function HistoryFilter({
  view: chosen,
  choose,
}: {
  view: HistoryView;
  choose: (view: HistoryView) => void;
}) {
  const name = useId();
  return (
    <fieldset class="segments">
      <legend class="unseen">{t('historyFilter')}</legend>
      {views.map(({ view, text }) => (
        <label key={view} class="segment">
          <input
            type="radio"
            class="unseen"
            name={name}
            checked={view === chosen}
            onChange={() => choose(view)}
          />
          <span>{t(text)}</span>
        </label>
      ))}
    </fieldset>
  );
}
