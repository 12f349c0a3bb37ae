import { useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import type { Contact, ContactPage } from '../../lib/mirror/desk.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { PersonIcon, PlusIcon } from '../controls/icons.tsx';
import { ContactForm } from './contact-form.tsx';
import { ContactRow } from './contact-row.tsx';
import { ContactView } from './contact-view.tsx';
import { EmptyList, ListFault, LoadingRows } from './list-state.tsx';
import { SearchField } from './search-field.tsx';
import { useNearEnd } from './use-near-end.ts';
import { usePaged } from './use-paged.ts';

/** How long until a book that is still coming is asked again, in ms. */
const stillComing = 800;

interface ContactsTabProps {
  phone: Phone;
  active: boolean;
  /** A call is on its way. */
  showCall: () => void;
}

type Open = { as: 'list' } | { as: 'new'; name: string } | { as: 'view' | 'edit'; contact: Contact };

/** The address book: find, look at, write down, call. */
export function ContactsTab({ phone, active, showCall }: ContactsTabProps) {
  const query = useSignal('');
  const open = useSignal<Open>({ as: 'list' });
  const typed = query.value;
  const shown = open.value;
  const ask = useCallback(
    async (span: { offset: number; limit: number }) => {
      const page = await phone.searchContacts({ query: typed, ...span });
      return { ...page, rows: page.contacts };
    },
    [phone, typed],
  );
  const { list, more, again } = usePaged<Contact, ContactPage & { rows: readonly Contact[] }>(ask);
  const { page, rows, fault } = list.value;
  const coming = page?.state === 'loading';

  useEffect(() => {
    if (!active) return;
    // Reading it anew is the engine's business; what goes wrong is in its next answer.
    void phone.refreshContacts({}).catch(() => undefined);
    again();
  }, [active, phone]);

  useEffect(() => {
    if (!active || !coming) return;
    const timer = setTimeout(again, stillComing);
    return () => clearTimeout(timer);
  }, [active, coming, page, again]);

  const show = (next: Open) => {
    open.value = next;
  };
  const saved = (contact: Contact) => {
    show({ as: 'view', contact });
    again();
  };

  switch (shown.as) {
    case 'new':
      return (
        <ContactForm phone={phone} name={shown.name} saved={saved} cancel={() => show({ as: 'list' })} />
      );
    case 'edit':
      return (
        <ContactForm
          phone={phone}
          contact={shown.contact}
          saved={saved}
          cancel={() => show({ as: 'view', contact: shown.contact })}
        />
      );
    case 'view':
      return (
        <ContactView
          phone={phone}
          contact={shown.contact}
          back={() => show({ as: 'list' })}
          edit={() => show({ as: 'edit', contact: shown.contact })}
          called={showCall}
        />
      );
    case 'list':
      break;
  }

  return (
    <section class="contacts" aria-label={t('tabContacts')}>
      <div class="list-tools">
        <SearchField
          label={t('contactsSearch')}
          value={typed}
          change={(value) => {
            query.value = value;
          }}
        />
        <button
          type="button"
          class="icon-button bordered"
          aria-label={t('contactNew')}
          title={t('contactNew')}
          onClick={() => show({ as: 'new', name: typed })}
        >
          <PlusIcon />
        </button>
      </div>
      <p class="list-count" role="status">
        {page && countWords(page)}
      </p>
      {page?.state === 'failed' && page.fault && (
        <ListFault
          fault={page.fault}
          again={() => phone.refreshContacts({}).then(again)}
          still={page.known > 0 ? t('contactsStill') : undefined}
        />
      )}
      {fault && <ListFault fault={fault} again={again} />}
      {(page === null || coming) && rows.length === 0 && !fault && (
        <LoadingRows text={t('contactsLoading')} />
      )}
      {rows.length > 0 && (
        <ul class="list">
          {rows.map((contact) => (
            <ContactRow
              key={contact.id}
              phone={phone}
              contact={contact}
              open={() => show({ as: 'view', contact })}
              called={showCall}
            />
          ))}
        </ul>
      )}
      {page?.state === 'ready' && rows.length === 0 && (
        <EmptyList
          icon={<PersonIcon />}
          title={typed === '' ? t('contactsEmpty') : t('contactsNone', typed)}
          text={typed === '' ? t('contactsEmptyText') : undefined}
        >
          <button type="button" class="button quiet small" onClick={() => show({ as: 'new', name: typed })}>
            <PlusIcon />
            {t('contactNew')}
          </button>
        </EmptyList>
      )}
      <End more={more} />
    </section>
  );
}

/** The next piece is asked for before the end is seen. */
export function End({ more }: { more: () => void }) {
  const mark = useNearEnd<HTMLDivElement>(more);
  return <div class="list-end" ref={mark} />;
}

function countWords({ total, known, state }: ContactPage): string {
  if (state === 'loading') return t('contactsComing', number.format(known));
  if (known === 0) return '';
  return total === known
    ? t('contactsAll', number.format(known))
    : t('contactsFound', number.format(total), number.format(known));
}

const number = new Intl.NumberFormat();
