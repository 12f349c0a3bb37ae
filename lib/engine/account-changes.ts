/**
 * Saving an account, putting one to use and letting one go, with what that means for the line: a call that is running is
 * never touched. A new token reaches it at once; whatever else changes the line is refused until the call is over.
 */
import type { ReadonlySignal } from '@preact/signals-core';
import type { Call } from '../call/call.ts';
import { isOver } from '../call/registry.ts';
import type { AccountInput } from '../mirror/commands.ts';
import { FaultError } from '../mirror/fault.ts';
import type { createAccounts } from './accounts.ts';
import { whenIdle } from './idle.ts';
import { onlyRenewed, sameManaged } from './saved-accounts.ts';

export interface AccountChangesDeps {
  accounts: ReturnType<typeof createAccounts>;
  calls: ReadonlySignal<Call[]>;
  connectLine: () => Promise<void>;
  /** Gives the service in use a newer token. */
  offerToken: (token: string) => Promise<void>;
}

export function accountChanges({ accounts, calls, connectLine, offerToken }: AccountChangesDeps) {
  /** The line is made anew when the call is over. */
  let waiting = false;

  const calling = () => calls.peek().some((call) => !isOver(call));

  function mustBeIdle(): void {
    if (calling()) throw new FaultError('call-running');
  }

  /** Runs `work` when no call is going on; several changes in one call are one. */
  function later(work: () => Promise<unknown>): void {
    if (waiting) return;
    waiting = true;
    whenIdle(calls, () => {
      waiting = false;
      // Whoever else waits for the end of the call comes first: its notes are of the account it ran on.
      setTimeout(() => void work(), 0);
    });
  }

  /** A newer token for the account in use: the call that is running has it at once, the line when it is over. */
  async function renewed(token: string | undefined): Promise<void> {
    if (!calling()) return connectLine();
    if (!token) return;
    await offerToken(token);
    // It may be somebody else's token, whose line is another one.
    later(connectIfIdle);
  }

  /** Another call may have come meanwhile. */
  async function connectIfIdle(): Promise<void> {
    if (calling()) later(connectIfIdle);
    else await connectLine();
  }

  /** What the administrator has changed since; true where something has. */
  async function readPolicy(): Promise<boolean> {
    const policy = await accounts.readManaged();
    const before = accounts.managed();
    if (sameManaged(before, policy) && before?.token === policy?.token) return false;
    if (sameManaged(before, policy)) {
      accounts.takeManaged(policy);
      await renewed(policy?.token);
    } else if (calling()) later(readPolicy);
    else {
      accounts.takeManaged(policy);
      await connectLine();
    }
    return true;
  }

  return {
    async save(input: AccountInput): Promise<{ id: string }> {
      const before = accounts.saved(input.id);
      const inUse = before !== undefined && before.id === accounts.activeId();
      const gentle = inUse && onlyRenewed(before, input);
      if (inUse && !gentle) mustBeIdle();
      const id = await accounts.save(input);
      if (gentle) await renewed(input.kind === 'sippet' ? input.token : undefined);
      else if (accounts.activeId() === id) await connectIfIdle();
      return { id };
    },
    async use(id: string | null): Promise<void> {
      const before = accounts.activeId();
      // It is connected already: another sign-in would take back the access that the first one is using.
      if (id !== null && id === before) return accounts.use(id);
      mustBeIdle();
      await accounts.use(id);
      // Signing out takes the token away (DESIGN §7); another account does not.
      if (id === null && before) await accounts.shelf.remove(before);
      // Saving the first account has put it to use already.
      if (id !== before) await connectIfIdle();
    },
    async remove(id: string): Promise<void> {
      const wasActive = accounts.activeId() === id;
      if (wasActive) mustBeIdle();
      await accounts.remove(id);
      if (wasActive) await connectIfIdle();
    },
    readPolicy,
  };
}
