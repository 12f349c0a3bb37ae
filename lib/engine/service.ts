/** The provider behind an account. */
import type { Provider } from '../providers/provider.ts';
import { sipProvider } from '../providers/sip/provider.ts';
import type { AccountInUse } from './accounts.ts';

/** Undefined without an account. */
export function providerOf(inUse: AccountInUse | undefined): Provider | undefined {
  return inUse?.kind === 'sip' ? sipProvider(inUse.account) : undefined;
}
