/** What CemScale says when it says no, and the fault that comes of it. The bodies are ASSUMED (protocol sheet §13). */
import { FaultError, type FaultCode } from '../../mirror/fault.ts';
import { isRow, textOf } from '../row.ts';

/** A refusal, an answer that is none, or no answer. */
export class CemscaleError extends FaultError {
  /** The service's own word (`CALL_NOT_FOUND`); empty where it gave none. */
  readonly code: string;
  /** The HTTP status; 0 when there was no answer at all. */
  readonly status: number;
  /** What the server wishes for, in ms. */
  readonly retryAfter?: number;

  constructor(
    fault: FaultCode,
    more: { code?: string; status: number; said?: string; retryAfter?: number; cause?: unknown },
  ) {
    super(fault, { said: more.said, cause: more.cause });
    this.name = 'CemscaleError';
    this.code = more.code ?? '';
    this.status = more.status;
    this.retryAfter = more.retryAfter;
  }
}

/** The forms a body may have: `{error:{code,message}}`, `{error:string}`, `{message}`, `{status:"error",message}`; anything else says nothing. */
export function wordsOf(body: unknown): { code?: string; message?: string } {
  if (!isRow(body)) return {};
  const { error } = body;
  if (isRow(error)) return { code: textOf(error, 'code'), message: textOf(error, 'message') };
  if (typeof error === 'string') return { code: textOf(body, 'code'), message: error };
  return { code: textOf(body, 'code'), message: textOf(body, 'message') };
}

/** An HTTP status that is no 2xx. `body` is what could be read of it as JSON. */
export function refusalOf(
  { status, statusText }: Pick<Response, 'status' | 'statusText'>,
  body: unknown,
  retryAfter?: number,
): CemscaleError {
  const { code, message } = wordsOf(body);
  const said = message ?? `${status} ${statusText}`.trim();
  return new CemscaleError(faultCode(status), { code, status, said, retryAfter });
}

function faultCode(status: number): FaultCode {
  if (status === 401 || status === 403) return 'service-forbidden';
  if (status === 429 || status >= 500) return 'service-unreachable';
  return 'service-refused';
}

/** No answer, or one that cannot be understood. */
export function noAnswer(cause: unknown, status = 0): CemscaleError {
  const said = cause instanceof Error ? cause.message : String(cause);
  return new CemscaleError('service-unreachable', { status, said, cause });
}

/** The service knows no such thing, or no such route. */
export const isMissing = (error: unknown): boolean =>
  error instanceof CemscaleError && [404, 405, 410, 501].includes(error.status);
