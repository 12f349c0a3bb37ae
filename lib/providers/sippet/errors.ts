/** What the service says when it says no, and the fault that comes of it (protocol sheet §2.1, §2.4). */
import * as v from 'valibot';
import { FaultError, type FaultCode } from '../../mirror/fault.ts';

/** Every member is optional: an unmapped server exception has `code` and no `type`. */
const rpcError = v.looseObject({
  type: v.optional(v.nullable(v.string())),
  code: v.optional(v.nullable(v.string())),
  message: v.optional(v.nullable(v.string())),
  shortMessage: v.optional(v.nullable(v.string())),
  vars: v.optional(v.nullable(v.record(v.string(), v.unknown()))),
  fields: v.optional(v.nullable(v.array(v.unknown()))),
});

/** A structured refusal, or any HTTP status that is no 2xx. */
export class RpcError extends FaultError {
  /** `type` of the first error, else its `code`; `network_error` for anything but an answer. */
  readonly type: string;
  /** The field it is about, in the sheet's camelCase. */
  readonly field?: string;
  /** Of the first error, e.g. who was faster. */
  readonly vars: Readonly<Record<string, unknown>>;
  /** The HTTP status; 0 when there was no answer at all. */
  readonly status: number;
  /** What the server wishes for, in ms. */
  readonly retryAfter?: number;

  constructor(
    code: FaultCode,
    more: {
      type: string;
      status: number;
      said?: string;
      field?: string;
      vars?: Record<string, unknown>;
      retryAfter?: number;
      cause?: unknown;
    },
  ) {
    super(code, { said: more.said, cause: more.cause });
    this.name = 'RpcError';
    this.type = more.type;
    this.status = more.status;
    this.field = more.field;
    this.vars = more.vars ?? {};
    this.retryAfter = more.retryAfter;
  }
}

/** `%{name}` in a message is filled from `vars`; the server does not do it (§2.4). What has no var stays as written. */
export function interpolated(message: string, vars: Record<string, unknown>): string {
  return message.replaceAll(/%\{(\w+)\}/g, (whole, name: string) => {
    const value = vars[name] ?? vars[camel(name)];
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : whole;
  });
}

/** Keys inside `vars` are camelCased by the server, names in messages are not (§2.4). */
const camel = (name: string) => name.replaceAll(/_(\w)/g, (_whole, letter: string) => letter.toUpperCase());

const codes: Readonly<Record<string, FaultCode>> = {
  forbidden: 'service-forbidden',
  forbidden_field: 'service-forbidden',
  authentication_failed: 'service-forbidden',
  invalid_token: 'service-forbidden',
  action_not_found: 'not-offered',
};

/** The types that may mean a bad token rather than a lack of rights (§2.1). */
export const maybeToken: ReadonlySet<string> = new Set([
  'forbidden',
  'authentication_failed',
  'invalid_token',
]);

/** The errors of an envelope as one. */
export function refusalOf(errors: unknown): RpcError {
  const read = v.safeParse(v.pipe(v.array(rpcError), v.minLength(1)), errors);
  const first = read.success ? read.output[0] : undefined;
  const type = first?.type ?? first?.code ?? 'unknown_error';
  const vars = first?.vars ?? {};
  const text = first?.message ?? first?.shortMessage ?? undefined;
  const [path] = (first?.fields ?? []).filter((one) => typeof one === 'string');
  const field = typeof vars['field'] === 'string' ? vars['field'] : path;
  const said = text === undefined ? undefined : interpolated(text, vars);
  return new RpcError(codes[type] ?? 'service-refused', {
    type,
    status: 200,
    field,
    vars,
    // "is required" alone says nothing to a person.
    said: said !== undefined && field && !said.includes(field) ? `${field}: ${said}` : said,
  });
}

/** A status that is no 2xx; its body is never read (§2.1). */
export function statusError(status: number, statusText: string, retryAfter?: number): RpcError {
  const code: FaultCode =
    status === 401 || status === 403
      ? 'service-forbidden'
      : status === 429 || status >= 500
        ? 'service-unreachable'
        : 'service-refused';
  const said = `${status} ${statusText}`.trim();
  return new RpcError(code, { type: 'network_error', status, said, retryAfter });
}

/** No answer, or one that is no envelope. */
export function networkError(cause: unknown): RpcError {
  const said = cause instanceof Error ? cause.message : String(cause);
  return new RpcError('service-unreachable', { type: 'network_error', status: 0, said, cause });
}
