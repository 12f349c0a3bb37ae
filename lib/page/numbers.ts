/** Numbers on the page, wired to the phone and switched per site. */
import { watchNumbers } from '../numbers/page/watch.ts';
import { t } from '../text.ts';
import { copyText } from './copy.ts';
import { faultIn } from './fault.ts';
import type { Shell } from './shared.ts';

/** Watches the page's numbers while its site has them on. */
export function startNumbers(shell: Shell): void {
  const { host, phone, gone } = shell;
  let watching: AbortController | undefined;

  /** How a number with an extension is written in one string (RFC 3966). */
  const whole = (number: string, ext?: string) => (ext ? `${number};ext=${ext}` : number);

  async function call(number: string, ext?: string): Promise<void> {
    try {
      await phone.dial({ number: whole(number, ext) });
    } catch (error) {
      shell.tell?.(faultIn(error));
    }
  }

  async function copy(number: string): Promise<void> {
    if (await copyText(number)) return;
    shell.tell?.({ code: 'unexpected', said: t('numberNotCopied'), at: Date.now() });
  }

  function watch(): AbortController {
    const watching = new AbortController();
    watchNumbers({
      root: document,
      find: (items) => phone.findNumbers({ items }),
      chipRoot() {
        host.settle();
        return host.root;
      },
      actions: {
        call: (number, ext) => void call(number, ext),
        copy: (number) => void copy(number),
        prepare: () => void phone.prepare({}).catch(() => undefined), // The call itself says what is wrong.
      },
      texts: {
        call: t('call'),
        callNumber: t('callParty', '$1'),
        copy: t('copyNumber'),
        copied: t('numberCopied'),
      },
      signal: watching.signal,
    });
    return watching;
  }

  const stop = shell.follow(({ link, settings }) => {
    const off = settings.numbersOff.includes(location.origin);
    if (off) {
      watching?.abort();
      watching = undefined;
    } else if (link === 'live') watching ??= watch();
  });
  gone.addEventListener('abort', () => {
    stop();
    watching?.abort();
  });
}
