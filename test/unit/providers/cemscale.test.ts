import type { Provider } from '../../../lib/providers/provider.ts';
import { startSandbox, type Sandbox } from '../../../server/sandbox/sandbox.ts';
import { administratorOne, byCompanion, cemscaleAt } from '../../support/cemscale.ts';
import { providerContract } from './contract.ts';

let sandbox: Sandbox;
let running = false;

async function stop(): Promise<void> {
  if (running) await sandbox.stop();
  running = false;
}

const ports = ['lines', 'history', 'presence', 'numbers', 'control', 'blocked', 'admin'] as const;

async function start(): Promise<void> {
  await stop();
  sandbox = await startSandbox();
  running = true;
}

const administer = async ({ admin }: Provider): Promise<void> =>
  admin?.signIn?.(administratorOne.email, administratorOne.password);

providerContract('cemscale', {
  ports,
  async open() {
    await start();
    return cemscaleAt(sandbox).provider;
  },
  administer,
  cut: stop,
  close: stop,
});

providerContract('cemscale with a token of the company’s server', {
  ports,
  async open() {
    await start();
    return cemscaleAt(sandbox, { signIn: await byCompanion(sandbox) }).provider;
  },
  administer,
  cut: stop,
  close: stop,
});
