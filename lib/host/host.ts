/** What the browser lends the engine. The engine knows no other way out. */
import type { LogLevel, LogLine } from './log.ts';
import type { InboxKind } from '../mirror/inbox.ts';
import type { SitesSlice } from '../mirror/slices.ts';

export interface Host {
  /** Values under a key; `local` outlives the browser, `session` ends with it. Trusted contexts only. */
  local: Store;
  session: Store;
  /** What the administrator set; read only. */
  managed: Pick<Store, 'get'>;
  /** The badge on the toolbar button; an empty text takes it away. */
  badge(text: string, tone: BadgeTone): Promise<void>;
  openPage(page: OwnPage, section?: string): Promise<void>;
  /** A tab with a page of somebody else's; https only. */
  openTab(url: string): Promise<void>;
  /** Which sites the browser lets us appear on, read back from it. */
  readSites(): Promise<SitesSlice>;
  /** The operating system's notification of a ringing call, where the operator allowed it. */
  showNotice(notice: CallNotice): Promise<void>;
  hideNotice(call: string): Promise<void>;
  /** Takes away all that an engine before this one has left. */
  hideNotices(): Promise<void>;
  /** The same while there is no line. */
  showNoLine(): Promise<void>;
  hideNoLine(): Promise<void>;
  /** The same for an item of the Inbox that is urgent or was handed to the operator. */
  showItem(notice: ItemNotice): Promise<void>;
  hideItem(item: string): Promise<void>;
  /** One notification for several items. */
  showWaiting(notice: WaitingNotice): Promise<void>;
  hideWaiting(): Promise<void>;
  /** Starts the thread that finds numbers (lib/numbers/thread.ts). */
  startFinder(): Worker;
  /** Our own version, as the store knows it. */
  version(): Promise<string>;
  /** A line for the copyable diagnostics; secrets and numbers are taken out of it. */
  log(line: string, level?: LogLevel): void;
  /** The last lines, oldest first. */
  logged(): readonly LogLine[];
}

export interface CallNotice {
  call: string;
  name?: string;
  /** As people read it. */
  number: string;
}

export interface ItemNotice {
  item: string;
  kind: InboxKind;
  /** Their name, else their number; absent where neither was given. */
  who?: string;
  text?: string;
  urgent: boolean;
  /** The colleague who handed it over. */
  by?: string;
}

export interface WaitingNotice {
  count: number;
  /** So many of them. */
  urgent: number;
  /** Otherwise it only puts right the one that is still there. */
  news: boolean;
}

export interface Store {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
}

export type BadgeTone = 'ringing' | 'live' | 'trouble' | 'waiting';
export type OwnPage = 'options' | 'welcome';
