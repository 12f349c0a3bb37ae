/** The offscreen document that hosts the engine on Chromium: made once, and made again when it is gone. Worker only. */
import { browser } from 'wxt/browser';

const page = '/offscreen.html';

let making: Promise<void> | undefined;

export const enginePageUrl = () => browser.runtime.getURL(page);

/** Resolves when the engine's page is there. */
export function ensureEnginePage(): Promise<void> {
  making ??= make().finally(() => {
    making = undefined;
  });
  return making;
}

async function make(): Promise<void> {
  const there = await browser.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] });
  if (there.length > 0) return;
  await browser.offscreen.createDocument({
    url: page,
    // Any reason but audio alone keeps it alive without sound.
    reasons: ['USER_MEDIA', 'WEB_RTC', 'AUDIO_PLAYBACK'],
    justification: 'Holds the phone line and the audio of calls, so that a call outlives every page.',
  });
}
