import { useContext } from 'preact/hooks';
import type { Phone } from '../../lib/mirror/phone.ts';
import { DeskContext, send, type Desk } from '../controls/desk.ts';
import { Notice } from '../controls/notice.tsx';

/** What went wrong in the background: the newest, until it is put away. */
export function DeskFaults({ phone }: { phone: Phone }) {
  const desk = useContext(DeskContext);
  const [fault] = phone.desk.value.faults;
  if (!fault) return null;
  const own: Desk = { away: desk.away, report: () => send(desk, phone.dismissDeskFault({ at: fault.at })) };
  return (
    <DeskContext.Provider value={own}>
      <Notice fault={fault} />
    </DeskContext.Provider>
  );
}
