import { startSandbox, type Sandbox } from '../../../server/sandbox/sandbox.ts';
import { sippetAt } from '../../support/sippet.ts';
import { providerContract } from './contract.ts';

let sandbox: Sandbox;
let running = false;

async function stop(): Promise<void> {
  if (running) await sandbox.stop();
  running = false;
}

providerContract('sippet', {
  ports: ['lines', 'queue', 'contacts', 'history', 'presence', 'transcripts', 'ai', 'numbers', 'notes'],
  async open() {
    await stop();
    sandbox = await startSandbox();
    running = true;
    return sippetAt(sandbox).provider;
  },
  cut: stop,
  close: stop,
});
