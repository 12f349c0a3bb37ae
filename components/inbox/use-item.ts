import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Fault } from '../../lib/mirror/fault.ts';
import type { InboxEntry } from '../../lib/mirror/inbox.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { faultOf } from '../controls/desk.ts';

/** One item as it is now; `before` is what the list knows of it, shown at once. */
export function useItem(
  phone: Phone,
  id: string,
  before: InboxEntry | undefined,
): { entry?: InboxEntry; fault?: Fault } {
  const read = useSignal<{ entry?: InboxEntry; fault?: Fault }>({ entry: before });
  const { version } = phone.inbox.value;
  useEffect(() => {
    let late = false;
    const ask = async () => {
      try {
        const entry = await phone.readItem({ item: id });
        if (!late) read.value = { entry };
      } catch (error) {
        if (!late) read.value = { ...read.peek(), fault: faultOf(error) };
      }
    };
    void ask();
    return () => {
      late = true;
    };
  }, [phone, id, version, read]);
  return read.value;
}
