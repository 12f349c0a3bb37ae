/** The page API's end in the engine: its door, what asks do, signing in by a page, and what pages are told. */
import { effect } from '@preact/signals-core';
import type { Call } from '../../call/call.ts';
import type { PageEvent } from '../../mirror/page-words.ts';
import type { Host } from '../../host/host.ts';
import type { accountChanges } from '../account-changes.ts';
import type { createAccounts } from '../accounts.ts';
import type { createCalls } from '../calls.ts';
import type { Desk } from '../desk/desk.ts';
import type { Dial } from '../dial.ts';
import { actsOf, factsOf } from './acts.ts';
import type { Consents } from './consents.ts';
import { createPageDoor } from './door.ts';
import { callRowOf, eventBetween, plainFacts } from './rows.ts';
import type { PageApiSender } from '../../mirror/sender.ts';
import type { MirrorPort } from '../../mirror/wire.ts';
import { createPageSignIn } from './sign-in.ts';
import type { PageTokens } from '../page-tokens.ts';

export interface PageParts {
  host: Pick<Host, 'log'>;
  calls: ReturnType<typeof createCalls>;
  desk: Desk;
  accounts: ReturnType<typeof createAccounts>;
  answer(call: string): Promise<void>;
  consents: Consents;
  pageTokens: PageTokens;
  dial: Dial;
  /** A number as the operator reads it; fails with `not-a-number`. */
  numberIn: (text: string) => string;
  changes: ReturnType<typeof accountChanges>;
}

export function createPageApi(parts: PageParts) {
  const { calls, desk, consents } = parts;
  const signIn = createPageSignIn({
    accounts: parts.accounts,
    calls: calls.calls,
    desk: desk.slices.desk,
    consents,
    tokens: parts.pageTokens,
    askFor: (origin, service) => door.askFor(origin, service),
    save: (input) => parts.changes.save(input),
    use: (id) => parts.changes.use(id),
  });
  const door = createPageDoor({
    consents,
    acts: actsOf(parts, signIn),
    factsOf: (name, input, visitor) => factsOf(name, input, visitor, { signIn, numberIn: parts.numberIn }),
    log: (line) => parts.host.log(line, 'warn'),
  });
  parts.pageTokens.askThrough((origin, service) => door.askFor(origin, service));

  let before = new Map<string, Call>();
  effect(() => {
    const now = new Map(calls.calls.value.map((call) => [call.id, call]));
    const old = before;
    before = now;
    // A service that tells its own events would tell these twice.
    if (desk.slices.desk.peek().live !== 'off') return;
    for (const call of now.values()) {
      const name = eventBetween(old.get(call.id), call);
      if (name) door.tell(name, plainFacts(callRowOf(call, desk.uuidOf(call.id))));
    }
  });

  return {
    accept: (port: MirrorPort, sender: PageApiSender) => door.accept(port, sender),
    /** An event of the service's, as it came. */
    tell: (name: PageEvent, payload: Readonly<Record<string, unknown>>) =>
      door.tell(name, plainFacts(payload)),
  };
}
