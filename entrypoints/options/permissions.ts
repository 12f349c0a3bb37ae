/** Site access, notifications and the microphone, asked of the browser: each needs a page of ours and the operator's own click. */
import { browser, type Browser } from 'wxt/browser';
import { telephonyPage } from '../../lib/media/telephony.ts';
import type { MicrophoneAnswer } from '../../components/settings/browser-side.ts';

/** Asks the browser's own question; false when the operator said no. Call it from a click. */
export const requestSites = (origins: string[]): Promise<boolean> => browser.permissions.request({ origins });

/** Gives site access back to the browser. */
export const removeSites = (origins: string[]): Promise<boolean> => browser.permissions.remove({ origins });

const notices = { permissions: ['notifications'] } satisfies Browser.permissions.Permissions;

/** Whether notifications of the system are allowed. */
export const hasNotifications = (): Promise<boolean> => browser.permissions.contains(notices);

/** Asks for notifications of the system; false when the operator said no. Call it from a click. */
export const requestNotifications = (): Promise<boolean> => browser.permissions.request(notices);

/** Gives notifications back to the browser. */
export const removeNotifications = (): Promise<boolean> => browser.permissions.remove(notices);

/** WebHID, as far as it is asked here; TypeScript's library does not know it. */
interface Hid {
  requestDevice(options: { filters: { usagePage: number }[] }): Promise<unknown[]>;
}

const { hid } = navigator as { hid?: Hid };

/** Shows the browser's list of telephone headsets; undefined where the browser has no WebHID. */
export const requestHeadset = hid
  ? async (): Promise<boolean> =>
      (await hid.requestDevice({ filters: [{ usagePage: telephonyPage }] })).length > 0
  : undefined;

/** Opens the microphone for a moment, so that the browser asks; the extension's other pages then have it too. */
export async function requestMicrophone(): Promise<MicrophoneAnswer> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    for (const track of stream.getTracks()) track.stop();
    return 'granted';
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    if (name === 'NotFoundError') return 'missing';
    if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
    // Refused: by a click on the prompt's cross (it may be asked again), or for good.
    const { state } = await navigator.permissions.query({ name: 'microphone' });
    return state === 'denied' ? 'blocked' : 'dismissed';
  }
}
