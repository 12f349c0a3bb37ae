/** A request that cannot be granted: what went wrong, for programs (`code`) and for people (`message`). */
export class Refusal extends Error {
  readonly status: 400 | 401 | 403 | 413 | 429 | 502 | 503 | 504;
  readonly code: string;
  /** Seconds after which it is worth another try. */
  readonly retryAfter: number | undefined;

  constructor(status: Refusal['status'], code: string, message: string, retryAfter?: number) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}
