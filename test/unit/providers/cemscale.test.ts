import { startSandbox, type Sandbox } from '../../../server/sandbox/sandbox.ts';
import { cemscaleAt } from '../../support/cemscale.ts';
import { providerContract } from './contract.ts';

let sandbox: Sandbox;
let running = false;

async function stop(): Promise<void> {
  if (running) await sandbox.stop();
  running = false;
}

providerContract('cemscale', {
  ports: ['lines', 'history', 'presence', 'numbers', 'control', 'blocked', 'admin'],
  async open() {
    await stop();
    sandbox = await startSandbox();
    running = true;
    return cemscaleAt(sandbox).provider;
  },
  cut: stop,
  close: stop,
});
