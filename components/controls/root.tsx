import type { ComponentChildren, Ref } from 'preact';
import { t } from '../../lib/text.ts';
import type { SettingsSlice } from '../../lib/mirror/slices.ts';

interface RootProps {
  appearance: SettingsSlice['appearance'];
  class?: string;
  children: ComponentChildren;
  ref?: Ref<HTMLDivElement>;
}

/** The element every surface stands in: it carries the tokens, the theme, the language and its direction. */
export function Root({ appearance, class: more, children, ref }: RootProps) {
  return (
    <div
      ref={ref}
      class={more ? `ringside ${more}` : 'ringside'}
      data-theme={appearance}
      lang={t('language')}
      dir={t('direction') === 'rtl' ? 'rtl' : 'ltr'}
    >
      {children}
    </div>
  );
}
