/** Answers to a registration that say: not you. What they mean depends on whether we were let in before. */
import type { FaultCode } from '../mirror/fault.ts';
import type { RegisterAnswer } from './registration.ts';

/** Asking again with the same credentials would only lock an account that never let them in. */
const refusals: Readonly<Record<number, FaultCode>> = {
  401: 'wrong-password',
  403: 'register-forbidden',
  404: 'register-forbidden',
  407: 'wrong-password',
};

export interface Refusal {
  code: FaultCode;
  /** The server's own words. */
  said: string;
  /** The way of signing in that it wants, where we know none such. */
  about?: string;
}

/** Undefined for any other answer. */
export function refusalIn(answer: Extract<RegisterAnswer, { ok: false }>): Refusal | undefined {
  const usual = refusals[answer.code];
  if (!usual) return undefined;
  const said = `${answer.code} ${answer.said}`.trim();
  const code =
    usual === 'register-forbidden' && /auth|passw|credential/i.test(said) ? 'wrong-password' : usual;
  if (code === 'wrong-password' && answer.unknown)
    return { code: 'sign-in-method-unknown', said, about: answer.unknown };
  return { code, said };
}
