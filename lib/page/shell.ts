/** Makes the shell of a page: the host element and one connection to the phone. */
import { effect } from '@preact/signals-core';
import { browser } from 'wxt/browser';
import { connectPhone } from '../mirror/connect.ts';
import { createHost } from './host.ts';
import type { Shell } from './shared.ts';
import { whileVisible } from './visible.ts';

/**
 * Only call it while the page is visible: it connects.
 * @param erased the document was written anew and this shell is dead: make another
 */
export function makeShell(erased: () => void): Shell {
  const host = createHost(() => {
    leave();
    erased();
  });
  const client = connectPhone();
  const { phone } = client;
  const gone = new AbortController();

  /** Chromium takes the runtime's id away from scripts whose extension is gone. */
  function leaveIfGone(): void {
    if (browser.runtime?.id === undefined) leave();
  }

  function leave(): void {
    gone.abort();
    client.stop();
    host.remove();
  }

  whileVisible({ start: () => client.start(), stop: () => client.stop(), signal: gone.signal });
  phone.link.subscribe((link) => {
    if (link === 'live') return;
    leaveIfGone();
    // The port may close a moment before the runtime's id goes.
    setTimeout(leaveIfGone, 1000);
  });

  return {
    host,
    phone,
    gone: gone.signal,
    follow: (tell) =>
      effect(() =>
        tell({
          link: phone.link.value,
          session: phone.session.value,
          line: phone.line.value,
          calls: phone.calls.value,
          devices: phone.devices.value,
          quality: phone.quality.value,
          settings: phone.settings.value,
          pageQuestions: phone.pageQuestions.value,
        }),
      ),
  };
}
