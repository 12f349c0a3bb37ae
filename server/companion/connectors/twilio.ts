/** SMS by Twilio's Messages API (2010-04-01), or one that speaks it. */
import * as v from 'valibot';
import { ConnectorFault, type Sms, type SmsSender } from './connector.ts';
import { type Answer, exchange, faultOfAnswer, faultOfSilence, jsonOf } from './http.ts';
import { attempt, forReview, type SmsApi, Uncertain } from './sms-attempt.ts';

export interface TwilioOptions {
  accountSid: string;
  /** The account's, or the secret of the API key. */
  authToken: string;
  /** `SK…`: an API key to sign in with instead of the account. */
  apiKeySid?: string;
  /** A number in E.164, or `MG…` for a messaging service. */
  from: string;
  /** An origin; `https://api.twilio.com` unless told. */
  baseUrl?: string;
  /** For each exchange; 10 000 unless told. */
  timeoutMs?: number;
  /**
   * How long after it was asked for a message that may have been sent is still looked for in the log and tried again,
   * in minutes; after that a person decides. 0: at once. 1440 unless told.
   */
  lookBackMinutes?: number;
}

/** After what may have been sent: time for it to appear in the log. */
const SETTLE_MS = 30_000;

/** Dates in the log are whole seconds, and so is what is known of its clock. */
const WHOLE_SECONDS_MS = 2000;

/** How many messages are remembered to tell them apart. */
const REMEMBERED = 5000;

const Complaint = v.object({
  code: v.optional(v.union([v.number(), v.string()])),
  message: v.optional(v.string(), ''),
  status: v.optional(v.number()),
});
/** A message may be accepted and fail at once. */
const Message = v.object({
  sid: v.pipe(v.string(), v.nonEmpty()),
  status: v.optional(v.nullable(v.string())),
  error_code: v.optional(v.nullable(v.union([v.number(), v.string()]))),
  error_message: v.optional(v.nullable(v.string())),
});
const Log = v.object({
  messages: v.array(
    v.looseObject({
      sid: v.string(),
      body: v.optional(v.nullable(v.string())),
      to: v.optional(v.nullable(v.string())),
      status: v.optional(v.nullable(v.string())),
      direction: v.optional(v.nullable(v.string())),
      date_created: v.optional(v.nullable(v.string())),
    }),
  ),
});
type Logged = v.InferOutput<typeof Log>['messages'][number];

const UNSENT: readonly string[] = ['failed', 'undelivered', 'canceled'];

function twilioApi(secrets: readonly string[]): SmsApi {
  return {
    name: 'Twilio',
    secrets,
    idOf: (body) => (v.is(Message, body) ? body.sid : undefined),
    complaintOf(body) {
      if (v.is(Message, body)) {
        if (body.status !== 'failed') return undefined;
        return { code: String(body.error_code ?? 'failed'), text: body.error_message ?? '' };
      }
      const complaint = v.safeParse(Complaint, body);
      if (!complaint.success || complaint.output.code === undefined) return undefined;
      return { code: String(complaint.output.code), text: complaint.output.message };
    },
    // https://www.twilio.com/docs/api/errors
    lasting: {
      '20003': 'the account or its token is wrong',
      '21211': 'that is not a phone number',
      '21212': 'the sender is not a phone number',
      '21265': 'the recipient is a short code',
      '21408': 'the account may not send to that country',
      '21602': 'the message is empty',
      '21606': 'the sender cannot send SMS to that number',
      '21608': 'a trial account only sends to verified numbers',
      '21610': 'the recipient has opted out (STOP)',
      '21612': 'the recipient cannot be reached from this sender',
      '21614': 'the recipient cannot receive SMS',
      '21617': 'the message is too long',
      '21659': 'the sender is not a number of this account',
      '21660': 'the sender is not a number of this account',
      '30004': 'the recipient is blocked',
      '30005': 'the recipient does not exist',
      '30006': 'the recipient is a landline or cannot be reached',
      '30007': 'the carrier filters it',
      '30034': 'the sender is not registered for this traffic (A2P 10DLC)',
    },
    passing: ['20429', '21611', '30001'],
  };
}

/**
 * The API has no idempotency key, and says itself that a request which failed may have sent the message (error 20500).
 * So before a message is tried again, the account's log is searched for one with the same text to the same number, from
 * after it was asked for, that is not known to be another's: found, it is ours from a try whose answer was lost, in this
 * process or in one that was killed. What another process has sent of the very same words since then cannot be told from it.
 */
export function twilioSms(options: TwilioOptions): SmsSender {
  const { accountSid, authToken, apiKeySid = accountSid, from, timeoutMs = 10_000 } = options;
  const lookBackMs = (options.lookBackMinutes ?? 1440) * 60_000;
  const base = (options.baseUrl ?? 'https://api.twilio.com').replace(/\/$/, '');
  const url = `${base}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Messages.json`;
  const basic = Buffer.from(`${apiKeySid}:${authToken}`).toString('base64');
  const headers = { authorization: `Basic ${basic}`, accept: 'application/json' };
  const api = twilioApi([authToken, basic]);
  const sender: Record<string, string> = from.startsWith('MG')
    ? { MessagingServiceSid: from }
    : { From: from };
  /** Whose a message in the log is, where we know. */
  const keyOf = new Map<string, string>();

  /** Whether the message is in the log; undefined when this API has none. */
  async function isInLog(sms: Sms, signal: AbortSignal) {
    const query = new URLSearchParams({ To: sms.to, PageSize: '100', ...('From' in sender && sender) });
    let answer: Answer;
    try {
      answer = await exchange(
        { method: 'GET', url: `${url}?${query.toString()}`, headers },
        { timeoutMs, signal },
      );
    } catch (error) {
      throw faultOfSilence(api.name, error);
    }
    if ([404, 405, 501].includes(answer.status)) return undefined;
    const body = jsonOf(answer);
    const complaint = api.complaintOf(body);
    if (answer.status !== 200) {
      const why = api.lasting[complaint?.code ?? ''] ?? '';
      throw faultOfAnswer(api.name, answer, why);
    }
    if (!v.is(Log, body)) {
      throw new ConnectorFault(
        'again',
        `${api.name} answered with something that is not a list of messages.`,
      );
    }
    // By the clock that the dates in the log are of.
    const now = Date.parse(answer.headers.get('date') ?? '') || Date.now();
    const since = now - (Date.now() - sms.since.getTime()) - WHOLE_SECONDS_MS;
    const ours = body.messages.find((message) => {
      const owner = keyOf.get(message.sid);
      return owner === undefined ? isAlike(message, sms, since) : owner === sms.key;
    });
    if (ours !== undefined) remember(keyOf, ours.sid, sms.key);
    return ours !== undefined;
  }

  return {
    async send(sms, signal) {
      if (sms.mayBeSent) {
        const inLog = lookBackMs > 0 && (await isInLog(sms, signal));
        if (inLog === true) return;
        const canTell = inLog === false && lookBackMs >= Date.now() - sms.since.getTime();
        if (!canTell) throw forReview('Twilio was asked before');
      }
      const body = new URLSearchParams({ To: sms.to, Body: sms.text, ...sender }).toString();
      const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
      try {
        const sid = await attempt(api, { method: 'POST', url, headers: form, body }, { timeoutMs, signal });
        remember(keyOf, sid, sms.key);
      } catch (error) {
        if (!(error instanceof Uncertain)) throw error;
        if (lookBackMs === 0) throw forReview(error.message);
        throw new ConnectorFault(
          'again',
          `${error.message}. Before the next try its log is searched for the message.`,
          { afterMs: SETTLE_MS, mayBeDone: true },
        );
      }
    },
  };
}

function isAlike(message: Logged, sms: { to: string; text: string }, since: number): boolean {
  if (message.direction === 'inbound' || UNSENT.includes(message.status ?? '')) return false;
  if (message.to !== sms.to) return false;
  // Without a date it is being sent at this moment.
  const createdAt = Date.parse(message.date_created ?? '');
  if (!Number.isNaN(createdAt) && createdAt < since) return false;
  const logged = essence(message.body ?? '');
  return logged === essence(sms.text) || logged === essence(`${TRIAL}${sms.text}`);
}

/** What a trial account puts in front. */
const TRIAL = 'Sent from your Twilio trial account - ';

/** What of a text smart encoding leaves alone: not quotation marks, dashes and the like. */
function essence(text: string): string {
  const plain = text.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');
  return plain === '' ? text : plain;
}

/** Keeps the newest entries. */
function remember<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= REMEMBERED) return;
    map.delete(oldest);
  }
}
