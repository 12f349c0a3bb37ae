/** A request the sandbox's CemScale turns down, in the sheet's form (§13, ASSUMED). */
export class Refusal extends Error {
  readonly status: 400 | 401 | 403 | 404 | 409 | 422 | 500;
  readonly code: string;

  constructor(status: Refusal['status'], code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
