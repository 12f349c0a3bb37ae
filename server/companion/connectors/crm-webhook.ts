/** Tells a CRM of accepted tool calls by signed HTTP requests (Standard Webhooks 1.0.0). */
import { ConnectorFault, type CrmSink } from './connector.ts';
import { type Answer, exchange, faultOfAnswer, faultOfSilence } from './http.ts';
import { keyOfSecret, signWebhook } from './webhook-signature.ts';

export interface CrmWebhookOptions {
  url: string;
  /** `whsec_<base64>`; the first is the present one, others are being retired. */
  secrets: readonly string[];
  /** Besides the signature, e.g. for a gateway in front. */
  headers?: Readonly<Record<string, string>>;
  /** For the whole exchange; 15 000 unless told. */
  timeoutMs?: number;
}

const WHO = 'The CRM';

/** A larger event is refused: nobody's tool call is as long. */
const MAX_BODY_BYTES = 256 * 1024;

/** Delivers to one address. Any 2xx acknowledges, whatever its body. */
export function crmWebhook(options: CrmWebhookOptions): CrmSink {
  const keys = options.secrets.map((secret) => {
    const key = keyOfSecret(secret);
    if (key === undefined) throw new TypeError('a secret of webhooks is whsec_ and 24 to 64 bytes in base64');
    return key;
  });
  return {
    async deliver(event, signal) {
      // The id is signed in front of a full stop and must not bring its own.
      if (!/^[!-\-/-~]{1,256}$/.test(event.id))
        throw new TypeError('the id of an event has characters it may not');
      const { id, type, tenant, at, data } = event;
      const body = JSON.stringify({ id, type, timestamp: at, tenant, data });
      if (Buffer.byteLength(body) > MAX_BODY_BYTES) {
        throw new ConnectorFault('refused', 'The event is too large for the CRM (over 256 KiB).');
      }
      const timestamp = Math.floor(Date.now() / 1000);
      let answer: Answer;
      try {
        answer = await exchange(
          {
            method: 'POST',
            url: options.url,
            headers: {
              ...options.headers,
              'content-type': 'application/json',
              'user-agent': 'Ringside-Companion',
              'webhook-id': id,
              'webhook-timestamp': String(timestamp),
              'webhook-signature': signWebhook({ id, timestamp, body }, keys),
            },
            body,
          },
          { timeoutMs: options.timeoutMs ?? 15_000, signal },
        );
      } catch (error) {
        throw faultOfSilence(WHO, error);
      }
      if (answer.status >= 200 && answer.status < 300) return;
      if (answer.status === 410) {
        throw new ConnectorFault('refused', `${WHO} wants no more webhooks at this address (410).`);
      }
      throw faultOfAnswer(WHO, answer);
    },
  };
}
