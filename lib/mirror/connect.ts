/** Connects this context to the engine over the browser's own ports. */
import { browser } from 'wxt/browser';
import { ask } from '../host/ask.ts';
import { connectMirror, type MirrorClient } from './client.ts';
import { portName } from './port-name.ts';

/** A started client; call `stop()` when the page goes into hiding and `start()` when it is back. */
export function connectPhone(): MirrorClient {
  const client = connectMirror({
    open: () => browser.runtime.connect({ name: portName }),
    wake: () => ask('wake'),
  });
  client.start();
  return client;
}
