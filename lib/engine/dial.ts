/** Dialling, whoever wants it: the operator, a key of the browser's, or a page that may. */
import type { SipAccess } from '../providers/provider.ts';
import { dialString } from '../numbers/dial.ts';
import { parseNumber } from '../numbers/parse.ts';
import { FaultError } from '../mirror/fault.ts';
import type { Line } from '../sip/line.ts';
import type { Party } from '../call/call.ts';
import type { createCalls } from './calls.ts';
import type { Desk } from './desk/desk.ts';
import type { Settings } from './settings.ts';

interface DialParts {
  calls: Pick<ReturnType<typeof createCalls>, 'dial'>;
  settings: Pick<Settings, 'settings'>;
  desk: Pick<Desk, 'named' | 'dialAs'>;
  /** A number as the operator reads it. */
  readable(party: Party, ext?: string): Party;
  line(): { line: Line; access: SipAccess } | undefined;
  mustBeReady(): void;
}

export type Dial = (number: string, name?: string, site?: string) => Promise<{ call: string }>;

/** Places a call; `site` is the page's that wanted it. */
export function dialOf(parts: DialParts): Dial {
  function readyLine(): { line: Line; access: SipAccess } {
    parts.mustBeReady();
    const current = parts.line();
    if (!current) throw new FaultError('no-account');
    return current;
  }

  return async (number, name, site) => {
    const region = parts.settings.settings.peek().region;
    const parsed = parseNumber(number, region);
    if (!parsed.ok) throw new FaultError('not-a-number', { about: number });
    const { line, access } = readyLine();
    const target = dialString(parsed.number, access.dialRule, region);
    const { ext } = parsed.kind === 'phone' ? parsed : {};
    const readable = parts.readable({ number: parsed.number, name }, ext);
    const party = name ? readable : parts.desk.named(readable);
    const through = parts.desk.dialAs(party, site);
    if (through) return { call: await through };
    return { call: await parts.calls.dial(party, (tell) => line.call(target, tell), site) };
  };
}
