import { useSignal, type ReadonlySignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { NumberDescription } from '../../lib/mirror/commands.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { latestOnly } from './latest-only.ts';

/** A pause in typing, in ms: long enough to skip the middle of a burst, short enough to feel immediate. */
const pause = 60;

/** The engine's reading of an input, with the input it was asked about. */
export interface Described extends NumberDescription {
  input: string;
}

/** What the typed text is, as far as the engine has answered for exactly this text. */
export function useDescription(
  phone: Phone,
  draft: ReadonlySignal<string>,
): ReadonlySignal<Described | null> {
  const described = useSignal<Described | null>(null);
  const asker = useMemo(
    () =>
      latestOnly(
        (input: string) => phone.describeNumber({ input }),
        (input, result) => {
          described.value = result ? { ...result, input } : null;
        },
        pause,
      ),
    [phone, described],
  );
  const text = draft.value;
  const { region } = phone.settings.value;
  useEffect(() => {
    if (text.trim() === '') {
      asker.stop();
      described.value = null;
    } else asker.ask(text);
  }, [text, region, asker, described]);
  useEffect(() => () => asker.stop(), [asker]);
  return described;
}
