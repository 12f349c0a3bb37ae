import { sipProvider } from '../../../lib/providers/sip/provider.ts';
import { account } from '../../support/accounts.ts';
import { providerContract } from './contract.ts';

const nothing = () => Promise.resolve();

providerContract('sip', {
  ports: ['lines'],
  open: () => {
    const input = account({
      servers: ['wss://pbx.example/ws'],
      user: '1001',
      domain: 'pbx.example',
      password: 'not-a-real-password',
    });
    return Promise.resolve(sipProvider({ ...input, password: 'not-a-real-password' }));
  },
  cut: nothing,
  close: nothing,
});
