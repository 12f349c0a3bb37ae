/** Clicks on links that name a number put it into the phone; one more click, on our own button, calls. */
import { isNumberLink, numberIn } from '../numbers/link.ts';
import type { Shell } from './shared.ts';

/** Watches the page's clicks; the page's own handlers come first and may keep a link for themselves. */
export function startTelLinks(shell: Shell): void {
  let on = false;
  const stop = shell.follow(({ settings, link }) => {
    on = link === 'live' && settings.telLinks && !settings.numbersOff.includes(location.origin);
  });
  shell.gone.addEventListener('abort', stop);
  window.addEventListener('click', clicked, { signal: shell.gone });

  function clicked(event: MouseEvent): void {
    if (!on || !event.isTrusted || event.defaultPrevented || event.button !== 0) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    // Links inside open components are only in the composed path.
    const link = event.composedPath().find((one) => one instanceof HTMLAnchorElement);
    if (!link || !isNumberLink(link.href) || !shell.fill) return;
    event.preventDefault();
    shell.fill(numberIn(link.href));
  }
}
