/** SMS by Telnyx' Messages API (v2), or one that speaks it. */
import * as v from 'valibot';
import { ConnectorFault, type SmsSender } from './connector.ts';
import { attempt, forReview, type SmsApi, Uncertain } from './sms-attempt.ts';

export interface TelnyxOptions {
  apiKey: string;
  /** A number in E.164, a short code or an alphanumeric sender. */
  from: string;
  messagingProfileId?: string;
  /** An origin; `https://api.telnyx.com` unless told. */
  baseUrl?: string;
  /** For the whole exchange; 10 000 unless told. */
  timeoutMs?: number;
  /** Whether this API is known to honour `Idempotency-Key` for messages; false unless told. */
  idempotent?: boolean;
}

const Accepted = v.object({ data: v.object({ id: v.pipe(v.string(), v.nonEmpty()) }) });
const Complaint = v.object({
  errors: v.pipe(
    v.array(
      v.object({
        code: v.union([v.number(), v.string()]),
        title: v.optional(v.string(), ''),
        detail: v.optional(v.nullable(v.string())),
      }),
    ),
    v.minLength(1),
  ),
});

function telnyxApi(secrets: readonly string[]): SmsApi {
  return {
    name: 'Telnyx',
    secrets,
    idOf: (body) => (v.is(Accepted, body) ? body.data.id : undefined),
    complaintOf(body) {
      const complaint = v.safeParse(Complaint, body);
      const first = complaint.success ? complaint.output.errors[0] : undefined;
      if (first === undefined) return undefined;
      return { code: String(first.code), text: first.detail ?? first.title };
    },
    // https://developers.telnyx.com/docs/messaging/messages/error-codes
    lasting: {
      '10002': 'that is not a phone number',
      '10009': 'the API key is wrong',
      '10010': 'the API key may not send messages',
      '10016': 'that is not a phone number in E.164',
      '40001': 'the recipient is a landline or cannot be reached',
      '40300': 'the recipient has opted out (STOP)',
      '40305': 'the sender is not a number of this account',
      '40310': 'that is not a phone number',
    },
    passing: ['10007', '10008', '10011', '40011', '40318'],
  };
}

/**
 * The general documentation knows `Idempotency-Key`, but only for endpoints whose reference declares it, and that of
 * messages was not seen to. There is no log to search by text either. So the key is sent along, and unless `idempotent`
 * says that it is honoured, nothing is tried again after a try that may have sent the message: a person decides.
 */
export function telnyxSms(options: TelnyxOptions): SmsSender {
  const { apiKey, from, messagingProfileId, timeoutMs = 10_000, idempotent = false } = options;
  const api = telnyxApi([apiKey]);
  const url = `${(options.baseUrl ?? 'https://api.telnyx.com').replace(/\/$/, '')}/v2/messages`;
  const profile = messagingProfileId === undefined ? {} : { messaging_profile_id: messagingProfileId };
  return {
    async send(sms, signal) {
      if (sms.mayBeSent && !idempotent) throw forReview('Telnyx was asked before');
      const headers = {
        authorization: `Bearer ${apiKey}`,
        'content-type': 'application/json',
        accept: 'application/json',
        'idempotency-key': sms.key.replace(/[^\w:-]/g, '_').slice(0, 255),
      };
      const body = JSON.stringify({ from, to: sms.to, text: sms.text, ...profile });
      try {
        await attempt(api, { method: 'POST', url, headers, body }, { timeoutMs, signal });
      } catch (error) {
        if (!(error instanceof Uncertain)) throw error;
        if (!idempotent) throw forReview(error.message);
        throw new ConnectorFault(
          'again',
          `${error.message}. The next try carries the same idempotency key.`,
          {
            mayBeDone: true,
          },
        );
      }
    },
  };
}
