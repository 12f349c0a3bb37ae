/** What only the browser can do, handed to components by the page they stand in. */

import type { ExportedFile } from '../../lib/mirror/desk.ts';

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
  /**
   * Shows the browser's list of headsets with buttons; false when none was chosen. Call it from a click. Absent where the
   * browser cannot reach buttons.
   */
  requestHeadset?(): Promise<boolean>;
  /** The system's notifications, an optional permission. */
  notifications: {
    /** As it was when the page was opened. */
    allowed: boolean;
    /** Asks the browser's own question; false when the operator said no. Call it from a click. */
    request(): Promise<boolean>;
    remove(): Promise<boolean>;
  };
  /**
   * Offers us to the browser as the one who opens `tel:` links; it asks the operator by itself. Call it from a click.
   * Absent where the browser offers us already.
   */
  handleTelLinks?(): void;
  /** Puts a text into the clipboard. */
  copy(text: string): Promise<void>;
  /** Saves a file where the browser saves downloads. */
  saveFile(file: ExportedFile): void;
  /** The browser's own page where the shortcuts are set. */
  openShortcuts(): Promise<void>;
  version: string;
  shortcuts: readonly Shortcut[];
}
