/** What only the browser can do, handed to components by the page they stand in. */

/** How the browser's microphone question ended. */
export type MicrophoneAnswer = 'granted' | 'dismissed' | 'blocked' | 'missing' | 'busy';

/** A keyboard shortcut of the extension as the browser has it. */
interface Shortcut {
  name: string;
  keys: string;
}

/** Given by the options and welcome pages. */
export interface BrowserSide {
  /** Asks for access to sites (match patterns); false when the operator said no. Call it from a click. */
  requestSites(patterns: string[]): Promise<boolean>;
  removeSites(patterns: string[]): Promise<boolean>;
  /** Shows the browser's microphone question. */
  requestMicrophone(): Promise<MicrophoneAnswer>;
  /** The browser's own page where the shortcuts are set. */
  openShortcuts(): Promise<void>;
  version: string;
  shortcuts: readonly Shortcut[];
}
