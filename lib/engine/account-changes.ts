/** Saving an account and putting one to use, with what that means for the line. */
import type { AccountInput } from '../mirror/commands.ts';
import type { createAccounts } from './accounts.ts';

export function accountChanges(
  accounts: ReturnType<typeof createAccounts>,
  connectLine: () => Promise<void>,
) {
  return {
    async save(input: AccountInput): Promise<{ id: string }> {
      const id = await accounts.save(input);
      if (accounts.activeId() === id) await connectLine();
      return { id };
    },
    async use(id: string | null): Promise<void> {
      const before = accounts.activeId();
      await accounts.use(id);
      // It is connected already: another sign-in would take back the access that the first one is using.
      if (id !== null && id === before) return;
      // Signing out takes the token away (DESIGN §7); another account does not.
      if (id === null && before) await accounts.shelf.remove(before);
      // Saving the first account has put it to use already.
      if (id !== before) await connectLine();
    },
  };
}
