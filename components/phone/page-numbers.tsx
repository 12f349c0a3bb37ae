/** The numbers of the page in front, for those who would rather not point: find, call, and which country they are of. */
import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useId } from 'preact/hooks';
import type { NumberOwner } from '../../lib/mirror/commands.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import type { ListedNumber, PageList, PageNumbersSource } from '../../lib/numbers/page-list.ts';
import { t, type TextKey } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { ChevronIcon, FindIcon, PhoneIcon } from '../controls/icons.tsx';
import { regionName } from '../controls/region-name.ts';
import { regions } from '../settings/regions.ts';

const readEvery = 2000;
/** As many are asked about by one command. */
const mostOwners = 100;

const shortfalls: Record<NonNullable<PageList['shortfall']>, TextKey> = {
  'opted-out': 'pageNumbersOptedOut',
  large: 'pageNumbersLarge',
  busy: 'pageNumbersBusy',
  off: 'pageNumbersOff',
};

interface PageNumbersProps {
  phone: Phone;
  source: PageNumbersSource;
  /** Whether the list is unfolded; a chip on the page may ask for it. */
  open: Signal<boolean>;
}

/** A heading that unfolds into the list. */
export function PageNumbers({ phone, source, open }: PageNumbersProps) {
  const list = useSignal<PageList | undefined>(undefined);
  const heard = useSignal(false);
  const body = useId();
  const unfolded = open.value;
  const page = list.value;

  useEffect(() => {
    let over = false;
    const read = async () => {
      const found = await source.read().catch(() => undefined); // A page of the browser's own lets nobody in.
      if (over) return;
      list.value = found;
      heard.value = true;
    };
    void read();
    const timer = setInterval(() => void read(), readEvery);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [source, list, heard]);

  if (!heard.value) return null;
  return (
    <section class="page-numbers">
      <button
        type="button"
        class="fold"
        aria-expanded={unfolded}
        aria-controls={body}
        onClick={() => {
          open.value = !unfolded;
        }}
      >
        <ChevronIcon />
        <span>{t('pageNumbers')}</span>
        {page && <span class="fold-count">{page.numbers.length}</span>}
      </button>
      {unfolded && (
        <div class="fold-body" id={body}>
          {page ? (
            <Unfolded phone={phone} source={source} page={page} />
          ) : (
            <p class="help">{t('pageNumbersAway')}</p>
          )}
        </div>
      )}
    </section>
  );
}

function Unfolded({ phone, source, page }: { phone: Phone; source: PageNumbersSource; page: PageList }) {
  const owners = useOwners(phone, page.numbers);
  const { numbers, shortfall } = page;
  return (
    <>
      {shortfall && (
        <p class="help" role="status">
          {t(shortfalls[shortfall])}
        </p>
      )}
      {numbers.length === 0 && !shortfall && <p class="help">{t('pageNumbersNone')}</p>}
      {numbers.length > 0 && (
        <ul>
          {numbers.map((one) => (
            <Row
              key={`${one.frame} ${one.number} ${one.ext ?? ''}`}
              phone={phone}
              source={source}
              one={one}
              owner={owners.get(one.number)}
            />
          ))}
        </ul>
      )}
      {shortfall !== 'off' && shortfall !== 'opted-out' && <Country phone={phone} page={page} />}
    </>
  );
}

interface RowProps {
  phone: Phone;
  source: PageNumbersSource;
  one: ListedNumber;
  owner: NumberOwner | undefined;
}

function Row({ phone, source, one, owner }: RowProps) {
  const ready = phone.line.value.state === 'ready';
  const dialled = one.ext === undefined ? one.number : `${one.number};ext=${one.ext}`;
  const below = [owner?.name && one.written, owner?.region && regionName(owner.region)].filter(Boolean);
  const called = owner?.name ?? one.written;
  return (
    <li class="recent-row">
      <div class="recent-text">
        <b title={called}>
          <bdi>{called}</bdi>
        </b>
        <span class="sub">{below.join(' · ')}</span>
      </div>
      <Action
        class="icon-button"
        local
        run={() => source.reveal(one)}
        label={t('showOnPage', called)}
        title={t('showOnPage', called)}
      >
        <FindIcon />
      </Action>
      <Action
        class="icon-button go"
        run={() => phone.dial({ number: dialled })}
        off={!ready}
        label={t('callParty', called)}
        title={t('callParty', called)}
      >
        <PhoneIcon />
      </Action>
    </li>
  );
}

/** Which country's numbers stand on this site, why, and a way to say otherwise. */
function Country({ phone, page }: { phone: Phone; page: PageList }) {
  const id = useId();
  const chosen = page.from === 'site' ? (page.region ?? '') : '';
  const { region: own } = phone.settings.value;
  const unchosen =
    page.from === 'page' && page.region
      ? t('pageCountryByPage', regionName(page.region))
      : t('pageCountryByOwn', regionName(own));
  return (
    <div class="page-country">
      <label for={id}>{t('pageCountry')}</label>
      <select
        id={id}
        class="input"
        value={chosen}
        onChange={({ currentTarget }) =>
          void phone.setSiteRegion({ origin: page.origin, region: currentTarget.value || null })
        }
      >
        <option value="">{unchosen}</option>
        {regions().map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Names and countries, asked once for each number. */
function useOwners(phone: Phone, numbers: readonly ListedNumber[]): ReadonlyMap<string, NumberOwner> {
  const owners = useSignal<ReadonlyMap<string, NumberOwner>>(new Map());
  const wanted = [...new Set(numbers.map(({ number }) => number))];
  const key = wanted.join(' ');
  useEffect(() => {
    const unknown = wanted.filter((number) => !owners.peek().has(number)).slice(0, mostOwners);
    if (unknown.length === 0) return;
    void (async () => {
      // Without an answer the numbers stand as the page writes them.
      const answers = await phone.whoIs({ numbers: unknown }).catch(() => []);
      owners.value = new Map([...owners.peek(), ...answers.map((one) => [one.number, one] as const)]);
    })();
  }, [phone, key]);
  return owners.value;
}
