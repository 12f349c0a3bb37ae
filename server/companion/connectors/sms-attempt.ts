/** One try to hand an SMS to an HTTP API, and what is known after it. */
import { ConnectorFault } from './connector.ts';
import { type Answer, type Ask, exchange, faultOfAnswer, jsonOf, mayPass, NoAnswer } from './http.ts';
import { quoted } from '../receiver/clean.ts';

/** What the SMS APIs differ in. */
export interface SmsApi {
  /** As people know it. */
  name: string;
  /** Its id in the body of a 2xx answer; undefined when the body is none of this API's. */
  idOf(body: unknown): string | undefined;
  /** What the body of an answer complains of, if it does. */
  complaintOf(body: unknown): { code: string; text: string } | undefined;
  /** Codes that trying again does not change, in our words. */
  lasting: Readonly<Record<string, string>>;
  /** Codes that pass, whatever the status says. */
  passing: readonly string[];
  secrets: readonly string[];
}

/** The other side may have sent the message, or may not: only looking can tell. */
export class Uncertain extends Error {}

/** Hands the message over and returns its id. Throws ConnectorFault where it is certain that it was not sent, else Uncertain. */
export async function attempt(
  api: SmsApi,
  ask: Ask,
  limits: { timeoutMs: number; signal: AbortSignal },
): Promise<string> {
  let answer: Answer;
  try {
    answer = await exchange(ask, limits);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    const message = `${api.name} ${error.message}`;
    if (error.mayHaveArrived) throw new Uncertain(message);
    throw new ConnectorFault('again', `${message}.`);
  }
  const body = jsonOf(answer);
  const complaint = api.complaintOf(body);
  if (complaint !== undefined) throw faultOfComplaint(api, answer, complaint);
  if (answer.status >= 200 && answer.status < 300) {
    const id = api.idOf(body);
    if (id !== undefined) return id;
    throw new Uncertain(`${api.name} answered with something that is not about a message (${answer.status})`);
  }
  // 408 and 5xx say nothing of what was done before things went wrong.
  if (answer.status >= 500 || answer.status === 408) {
    throw new Uncertain(`${api.name} answered with status ${answer.status}`);
  }
  throw faultOfAnswer(api.name, answer);
}

function faultOfComplaint(
  api: SmsApi,
  answer: Answer,
  { code, text }: { code: string; text: string },
): ConnectorFault | Uncertain {
  const known = api.lasting[code];
  if (known !== undefined) {
    return new ConnectorFault('refused', `${api.name} does not send it: ${known} (${code}).`);
  }
  const why = `${quoted(text, api.secrets)} (${code})`;
  if (answer.status >= 500 || answer.status === 408) {
    return new Uncertain(`${api.name} answered with status ${answer.status}: ${why}`);
  }
  const fault = faultOfAnswer(api.name, answer, why);
  if (!api.passing.includes(code) || mayPass(answer.status)) return fault;
  return new ConnectorFault('again', fault.message);
}

/** For APIs that cannot be asked what became of a message: trying again might send it twice, so a person decides. */
export function forReview(trouble: string): ConnectorFault {
  return new ConnectorFault(
    'refused',
    `${trouble}. It is not known whether the SMS was sent: look in its log before sending it again.`,
  );
}
