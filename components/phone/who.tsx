import type { ComponentChildren } from 'preact';
import type { Party } from '../../lib/call/call.ts';
import type { NumberDescription } from '../../lib/mirror/commands.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { regionName } from '../controls/region-name.ts';
import { Face } from './face.tsx';
import { NumberText, useNumber, useWritten } from './number.tsx';

/** How a party is named in one word: the name, else the number. */
export function usePartyName(phone: Phone, party: Party): string {
  const number = useWritten(phone, party.number);
  return party.name || number || t('unknownCaller');
}

interface WhoProps {
  phone: Phone;
  party: Party;
  /** Stands at the end of the line: a timer. */
  children?: ComponentChildren;
}

/** Who is at the other end: face, name, number. */
export function Who({ phone, party, children }: WhoProps) {
  const name = usePartyName(phone, party);
  return (
    <div class="who">
      <Face name={party.name} />
      <div class="who-text">
        <h2 class="name" title={name}>
          <bdi>{name}</bdi>
        </h2>
        {party.name ? (
          <NumberText phone={phone} number={party.number} class="sub" />
        ) : (
          <Origin phone={phone} number={party.number} />
        )}
      </div>
      {children}
    </div>
  );
}

/** In place of a name nobody gave: where the number belongs. */
function Origin({ phone, number }: { phone: Phone; number: string }) {
  const described = useNumber(phone, number);
  return <span class="sub">{originWords(number, described)}</span>;
}

/** In place of a name nobody gave: where the number belongs. */
export function originWords(number: string, described: NumberDescription | null): string {
  if (number === '') return t('numberWithheld');
  if (described?.region) return regionName(described.region);
  return described?.dialable && described.number === undefined ? t('internalNumber') : t('noName');
}
