/** Hosts the engine on Chromium. Listeners are registered before anything is awaited. */
import { browser } from 'wxt/browser';
import { serveEngine } from '../../lib/host/serve.ts';
import { hostOver, type Carry } from '../../lib/host/lent.ts';

const carry: Carry = (name, ...args) => browser.runtime.sendMessage({ lend: name, args });

void serveEngine(hostOver(carry));
