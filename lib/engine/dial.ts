/** Dialling, whoever wants it: the operator, a key of the browser's, or a page that may. */
import type { SipAccess } from '../providers/provider.ts';
import { dialString } from '../numbers/dial.ts';
import { parseNumber } from '../numbers/parse.ts';
import { FaultError } from '../mirror/fault.ts';
import type { Line } from '../sip/line.ts';
import type { Party } from '../call/call.ts';
import type { LegEvent } from '../call/leg.ts';
import type { createCalls } from './calls.ts';
import type { Desk } from './desk/desk.ts';
import type { Settings } from './settings.ts';

interface DialParts {
  calls: Pick<ReturnType<typeof createCalls>, 'dial' | 'find'>;
  settings: Pick<Settings, 'settings'>;
  desk: Pick<Desk, 'named' | 'callerIdReady' | 'dialAs' | 'legFor' | 'slices'>;
  /** A number as the operator reads it. */
  readable(party: Party, ext?: string): Party;
  line(): { line: Line; access: SipAccess } | undefined;
  mustBeReady(): void;
}

export type Dial = (number: string, name?: string, site?: string) => Promise<{ call: string }>;

export interface Dialling {
  /** Places a call; `site` is the page's that wanted it. */
  dial: Dial;
  /** Who a call is given to or who is added: a number, an extension, or (where the service knows them) a user's name. */
  targetOf: (to: string) => { to: string; dial: string };
}

export function createDialling(parts: DialParts): Dialling {
  const region = () => parts.settings.settings.peek().region;

  function readyLine(): { line: Line; access: SipAccess } {
    parts.mustBeReady();
    const current = parts.line();
    if (!current) throw new FaultError('no-account');
    return current;
  }

  async function dial(number: string, name?: string, site?: string): Promise<{ call: string }> {
    const parsed = parseNumber(number, region());
    if (!parsed.ok) throw new FaultError('not-a-number', { about: number });
    await parts.desk.callerIdReady();
    const { line, access } = readyLine();
    const target = dialString(parsed.number, access.dialRule, region());
    const { ext } = parsed.kind === 'phone' ? parsed : {};
    const readable = parts.readable({ number: parsed.number, name }, ext);
    const party = name ? readable : parts.desk.named(readable);
    const through = parts.desk.dialAs(party, site);
    if (through) return { call: await through };
    let id: string | undefined;
    const place = (tell: (event: LegEvent) => void) =>
      parts.desk.legFor(line.call(target, tell), { call: () => parts.calls.find(id ?? ''), tell });
    id = await parts.calls.dial(party, place, site);
    return { call: id };
  }

  function targetOf(to: string): { to: string; dial: string } {
    const { access } = readyLine();
    const parsed = parseNumber(to, region());
    const named = parts.desk.slices.desk.peek().ports.includes('control') && /^[\w.+@-]+$/.test(to);
    if (!parsed.ok && !named) throw new FaultError('not-a-number', { about: to });
    const number = parsed.ok ? parsed.number : to;
    // What reads as a SIP address may be a user's name; the service knows.
    const asked = !parsed.ok || (named && parsed.kind === 'sip');
    return { to: asked ? to : number, dial: dialString(number, access.dialRule, region()) };
  }

  return { dial, targetOf };
}
