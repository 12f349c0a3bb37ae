/** Proof of sender: who is on a port, by what the browser stamped on it. What a message says of itself counts nothing. */

/** The members of `runtime.MessageSender` that the browser fills in. */
export interface Stamp {
  id?: string;
  /** The page's origin for a content script, ours for our own pages. Absent on Firefox. */
  origin?: string;
  /** The page's URL for a content script. */
  url?: string;
  frameId?: number;
  tab?: { id?: number };
}

export type Sender =
  /** One of our own pages (popup, options, welcome) or the worker. */
  | { role: 'own' }
  /** Our script in somebody's page. */
  | { role: 'page'; origin: string };

/** Who asks for something; `left` is told when their view has closed, and absent where nothing closes (a key, a menu). */
export type Asker = Sender & { left?: AbortSignal };

/** A page itself, speaking through our script there. It may ask only what the page API offers (lib/mirror/page-api.ts). */
export interface PageApiSender {
  role: 'page-api';
  /** `https://crm.example` */
  origin: string;
}

/**
 * Who is on a page port: a web page in a tab's top frame. Undefined for everything else; a frame has no address that the
 * operator could judge, and a file or a sandbox no origin that could be told from another.
 */
export function pageSenderOf(
  stamp: Stamp | undefined,
  own: { id: string; origin: string },
): PageApiSender | undefined {
  const sender = senderOf(stamp, own);
  if (sender?.role !== 'page' || stamp?.frameId !== 0 || stamp.tab?.id === undefined) return undefined;
  return /^https?:\/\/[^/]+$/.test(sender.origin) ? { role: 'page-api', origin: sender.origin } : undefined;
}

/** `own` is this extension's id and its pages' origin. Undefined: not ours at all. */
export function senderOf(stamp: Stamp | undefined, own: { id: string; origin: string }): Sender | undefined {
  if (stamp?.id !== own.id) return undefined;
  const origin = originOf(stamp);
  if (!origin) return undefined;
  // A tab proves nothing: our own options page has one too. The origin does.
  if (origin === own.origin) return { role: 'own' };
  return stamp.tab ? { role: 'page', origin } : undefined;
}

function originOf({ origin, url }: Stamp): string | undefined {
  // A sandboxed or data: frame has the opaque origin "null" and gets nothing.
  if (origin) return origin === 'null' ? undefined : origin;
  if (!url || !URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  // moz-extension: URLs have an opaque origin in URL's eyes.
  return parsed.origin === 'null' ? `${parsed.protocol}//${parsed.host}` : parsed.origin;
}
