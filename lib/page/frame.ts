/** Frames: most hold nothing for us (advertisements, counters), and those cost nothing but this. */
import { seen } from './visible.ts';

const leastWidth = 80;
const leastHeight = 20;
/** Seven digits somewhere in a text of at most so many characters at a time. */
const digits = /\d(?:\D{0,5}\d){6}/;
const lookEvery = 1000;
const mostCharacters = 500_000;

/** Resolves when a frame is seen, big enough and has text with enough digits; never for most frames. */
export async function worthwhile(): Promise<void> {
  // A sandboxed frame has no origin that could be proven: the engine would refuse it.
  if (self.origin === 'null') return new Promise(() => undefined);
  await seen();
  if (isWorthwhile()) return undefined;
  return new Promise((resolve) => {
    let planned = false;
    const look = () => {
      planned = false;
      if (!isWorthwhile()) return;
      observer.disconnect();
      window.removeEventListener('resize', plan);
      resolve();
    };
    const plan = () => {
      if (!planned) setTimeout(look, lookEvery);
      planned = true;
    };
    const observer = new MutationObserver(plan);
    observer.observe(document, { subtree: true, childList: true, characterData: true });
    window.addEventListener('resize', plan);
  });
}

function isWorthwhile(): boolean {
  if (innerWidth < leastWidth || innerHeight < leastHeight) return false;
  return digits.test((document.body?.textContent ?? '').slice(0, mostCharacters));
}
