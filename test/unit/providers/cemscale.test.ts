import { startSandbox, type Sandbox } from '../../../server/sandbox/sandbox.ts';
import { byCompanion, cemscaleAt } from '../../support/cemscale.ts';
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

providerContract('cemscale', {
  ports,
  async open() {
    await start();
    return cemscaleAt(sandbox).provider;
  },
  cut: stop,
  close: stop,
});

providerContract('cemscale with a token of the company’s server', {
  ports,
  async open() {
    await start();
    return cemscaleAt(sandbox, { signIn: await byCompanion(sandbox) }).provider;
  },
  cut: stop,
  close: stop,
});
