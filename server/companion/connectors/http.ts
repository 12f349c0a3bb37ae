/** One bounded HTTP exchange of a connector, and what its failures mean. No address, header or secret gets into an error. */
import { ConnectorFault } from './connector.ts';

export interface Ask {
  method: 'GET' | 'POST';
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
}

export interface Answer {
  status: number;
  headers: Headers;
  /** Undefined when it could not be read to its end, or is longer than a connector reads. */
  text: string | undefined;
}

/** Nothing was answered. */
export class NoAnswer extends Error {
  /** Whether the other side may have had the request, and so may have done what it was asked. */
  readonly mayHaveArrived: boolean;

  constructor(message: string, mayHaveArrived: boolean) {
    super(message);
    this.mayHaveArrived = mayHaveArrived;
  }
}

/** Longer answers are not read. */
const MAX_ANSWER_BYTES = 256 * 1024;

/** What goes wrong before a request is written, and how one says it. */
const BEFORE_SENDING: readonly [codes: RegExp, words: string][] = [
  [/^ECONNREFUSED$/, 'refuses connections'],
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'cannot be found by its name'],
  [/^(EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT)$/, 'cannot be reached'],
  [/^(EPROTO$|ERR_SSL_|ERR_TLS_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/, 'cannot be spoken to securely'],
];

/**
 * Asks once. Redirects are not followed; the answer is capped.
 * Rejects with NoAnswer when there is none within `timeoutMs` or before `signal`.
 */
export async function exchange(
  ask: Ask,
  limits: { timeoutMs: number; signal: AbortSignal },
): Promise<Answer> {
  const timeout = AbortSignal.timeout(limits.timeoutMs);
  const signal = AbortSignal.any([limits.signal, timeout]);
  if (signal.aborted) throw new NoAnswer('was not asked any more', false);
  try {
    const response = await fetch(ask.url, {
      method: ask.method,
      headers: ask.headers,
      redirect: 'manual',
      signal,
      ...(ask.body !== undefined && { body: ask.body }),
    });
    return { status: response.status, headers: response.headers, text: await readText(response) };
  } catch (error) {
    if (timeout.aborted) throw new NoAnswer(`did not answer within ${limits.timeoutMs / 1000} s`, true);
    if (signal.aborted) throw new NoAnswer('had not answered when it was given up', true);
    const code = codeOf(error);
    // Without a code it is no failure of the network but a mistake in how fetch is called.
    if (code === undefined) throw error;
    const known = BEFORE_SENDING.find(([codes]) => codes.test(code));
    if (known !== undefined) throw new NoAnswer(`${known[1]} (${code})`, false);
    throw new NoAnswer(`broke the connection off (${code})`, true);
  }
}

async function readText(response: Response): Promise<string | undefined> {
  if (response.body === null) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      size += value.byteLength;
      if (size > MAX_ANSWER_BYTES) {
        await reader.cancel();
        return undefined;
      }
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    // The status is known all the same, and is what counts for some.
    return undefined;
  }
}

/** The system's code behind "fetch failed"; several addresses may each have failed. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return codeOf(error.cause);
}

/** The JSON in an answer; undefined when there is none. */
export function jsonOf(answer: Answer): unknown {
  try {
    return JSON.parse(answer.text ?? '');
  } catch {
    return undefined;
  }
}

/** How long a wait is believed, however much longer the other side asks for. */
const LONGEST_WAIT_MS = 24 * 3_600_000;

/** The wait in a Retry-After header, in milliseconds: it is either a number of seconds or a date (RFC 9110 §10.2.3). */
export function retryAfterMs(headers: Headers, now = Date.now()): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? '';
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : /[a-z]/i.test(text) ? Date.parse(text) - now : NaN;
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), LONGEST_WAIT_MS);
}

/** Statuses below 500 after which another try may do. */
const PASSING: readonly number[] = [408, 425, 429];

/** Whether an answer with this status may be another one later. */
export function mayPass(status: number): boolean {
  return status >= 500 || PASSING.includes(status);
}

/** The fault that an answer without success is. `why` is what the other side says of it. */
export function faultOfAnswer(who: string, answer: Answer, why = ''): ConnectorFault {
  const { status } = answer;
  const said = why === '' ? '' : `: ${why}`;
  if (status >= 300 && status < 400) {
    return new ConnectorFault(
      'refused',
      `${who} redirects (${status}), which is not followed: its final address belongs in the configuration.`,
    );
  }
  if (status === 401 || status === 403) {
    return new ConnectorFault('refused', `${who} does not accept our credentials (${status})${said}`);
  }
  const afterMs = retryAfterMs(answer.headers);
  return new ConnectorFault(
    mayPass(status) ? 'again' : 'refused',
    `${who} answered with status ${status}${said}`,
    mayPass(status) && afterMs !== undefined ? { afterMs } : {},
  );
}

/** The fault that no answer is, where asking twice does no harm. Other errors are bugs and are thrown on. */
export function faultOfSilence(who: string, error: unknown): ConnectorFault {
  if (!(error instanceof NoAnswer)) throw error;
  return new ConnectorFault('again', `${who} ${error.message}.`);
}
