/** What asks about a page's numbers and acts on them, wired to the phone. */
import { askAboutPage } from '../host/ask.ts';
import type { NumberOwner } from '../mirror/commands.ts';
import { asker } from '../numbers/page/ask.ts';
import { createChip } from '../numbers/page/chip.ts';
import { walks } from '../numbers/page/listed.ts';
import type { Hand } from '../numbers/page/watch.ts';
import { t } from '../text.ts';
import { copyText } from './copy.ts';
import { faultIn } from './fault.ts';
import type { Shell } from './shared.ts';

/** How a number with an extension is written in one string (RFC 3966). */
const whole = (number: string, ext?: string) => (ext ? `${number};ext=${ext}` : number);

/** Makes the chip of a page or frame, with what asks about its numbers and goes through them; `step` goes to the next number, or back. */
export function makeHand(shell: Shell, step: (by: 1 | -1) => void, signal: AbortSignal): Hand {
  const { host, phone } = shell;
  const dark = matchMedia('(prefers-color-scheme: dark)');

  /** A failed command says why in the panel. */
  function run(command: Promise<unknown>): void {
    command.catch((error: unknown) => shell.tell?.(faultIn(error)));
  }

  async function copy(number: string): Promise<void> {
    if (await copyText(number)) return;
    shell.tell?.({ code: 'unexpected', said: t('numberNotCopied'), at: Date.now() });
  }

  async function known(number: string): Promise<NumberOwner> {
    const [owner] = await phone.whoIs({ numbers: [number] });
    return owner ?? { number };
  }

  const chip = createChip(
    () => {
      host.settle();
      return host.root;
    },
    {
      call: (number, ext) => run(phone.dial({ number: whole(number, ext) })),
      copy: (number) => void copy(number),
      fill: (number, ext) => shell.fill?.(whole(number, ext)),
      contact: (number, name) => phone.createContact({ number, name }),
      hasContacts: () => phone.desk.peek().ports.includes('contacts'),
      not: (text) => run(phone.notNumber({ text, on: true })),
      back: () => void (window !== window.top && askAboutPage({ page: 'back' })),
      country: () => shell.showNumbers?.(),
      prepare: () => void phone.prepare({}).catch(() => undefined), // The call itself says what is wrong.
      known,
      isDark: () => {
        const { appearance } = phone.settings.peek();
        return appearance === 'dark' || (appearance === 'auto' && dark.matches);
      },
      said: (error) => faultIn(error).said ?? t('contactNotSaved'),
    },
    {
      call: t('call'),
      callNumber: t('callParty', '$1'),
      copy: t('copyNumber'),
      copied: t('numberCopied'),
      fill: t('toDialField'),
      contact: t('createContact'),
      contactName: t('contactName'),
      contactSaved: t('contactSaved'),
      not: t('notANumber'),
      country: t('numberOf', '$1'),
    },
    step,
    signal,
  );
  return { asker, chip, walks };
}
