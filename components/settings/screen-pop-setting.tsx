import { useSignal } from '@preact/signals';
import { useContext, useEffect } from 'preact/hooks';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Choice } from '../controls/choice.tsx';
import { DeskContext, send } from '../controls/desk.ts';
import { TextField } from '../controls/field.tsx';
import { examplePop, isPopUrl, popFields, unknownFields } from './screen-pop.ts';

/** Opens the caller's page in the CRM by itself: when, and which. */
export function ScreenPopSetting({ phone }: { phone: Phone }) {
  const desk = useContext(DeskContext);
  const { on, url } = phone.settings.value.screenPop;
  const typed = useSignal(url);
  const text = typed.value;
  const off = on === 'never';
  const unknown = unknownFields(text);

  // Changed elsewhere, or saved as the engine keeps it.
  useEffect(() => {
    typed.value = url;
  }, [url, typed]);

  function keep(): void {
    const now = typed.peek().trim();
    if (now !== url && (now === '' || isPopUrl(now)))
      send(desk, phone.setSettings({ screenPop: { on, url: now } }));
  }

  return (
    <>
      <Choice
        label={t('screenPopOn')}
        hideLabel
        value={on}
        options={[
          { value: 'never', text: t('screenPopNever') },
          { value: 'ring', text: t('screenPopRing') },
          { value: 'answer', text: t('screenPopAnswer') },
        ]}
        change={(next) => send(desk, phone.setSettings({ screenPop: { on: next, url } }))}
      />
      <TextField
        label={t('screenPopUrl')}
        help={off || text.trim() === '' ? t('screenPopHelp') : undefined}
        error={errorOf(text, off, unknown)}
        inputMode="url"
        placeholder="https://crm.example.com/search?phone={number}"
        value={text}
        change={(value) => {
          typed.value = value;
        }}
        leave={keep}
      />
      <div class="chips" role="group" aria-label={t('screenPopInsert')}>
        {popFields.map((field) => (
          <button
            key={field}
            type="button"
            class="chip plain-chip"
            onClick={() => {
              typed.value = `${typed.peek()}{${field}}`;
              keep();
            }}
          >
            <code>{`{${field}}`}</code>
          </button>
        ))}
      </div>
      {isPopUrl(text) && (
        <p class="help pop-example">
          {t('screenPopExample')} <output class="dialled">{examplePop(text)}</output>
        </p>
      )}
    </>
  );
}

function errorOf(text: string, off: boolean, unknown: readonly string[]): string | undefined {
  if (text.trim() === '') return off ? undefined : t('errorScreenPopEmpty');
  if (!isPopUrl(text)) return t('errorScreenPop');
  return unknown[0] === undefined ? undefined : t('errorScreenPopField', `{${unknown[0]}}`);
}
