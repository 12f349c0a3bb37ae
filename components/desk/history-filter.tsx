import type { CommandInput } from '../../lib/mirror/commands.ts';
import { t, type TextKey } from '../../lib/text.ts';
import { Segments } from '../controls/segments.tsx';

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

/** Which calls are shown. */
export function HistoryFilter({ view, choose }: { view: HistoryView; choose: (view: HistoryView) => void }) {
  return (
    <Segments
      label={t('historyFilter')}
      value={view}
      options={views.map((one) => ({ value: one.view, text: t(one.text) }))}
      change={choose}
    />
  );
}
