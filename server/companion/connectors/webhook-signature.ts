/** Signatures of Standard Webhooks 1.0.0 (symmetric, `v1`): of what we tell a CRM, and for a CRM to check. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Bytes of a secret, as the specification has them. */
const SECRET_BYTES = { least: 24, most: 64 };

const PREFIX = 'whsec_';

/** The key in `whsec_<base64>`; undefined when it is none, or shorter or longer than the specification allows. */
export function keyOfSecret(secret: string): Buffer | undefined {
  const encoded = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : '';
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return undefined;
  const key = Buffer.from(encoded, 'base64');
  return key.length >= SECRET_BYTES.least && key.length <= SECRET_BYTES.most ? key : undefined;
}

/** The value of `webhook-signature`: one signature for each key, so that a secret can be changed without a gap. */
export function signWebhook(
  message: { id: string; timestamp: number; body: string },
  keys: readonly Buffer[],
): string {
  return keys.map((key) => `v1,${digest(message, key).toString('base64')}`).join(' ');
}

function digest(
  { id, timestamp, body }: { id: string; timestamp: number; body: string },
  key: Buffer,
): Buffer {
  return createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
}

export interface WebhookToVerify {
  /** Of the request, e.g. `request.headers` of a Web-standard Request or `new Headers(…)`. */
  headers: Headers;
  /** Exactly as received: parsed and written again it would not fit any more. */
  body: string;
  /** `whsec_…`; several while it is being changed. */
  secrets: readonly string[];
  /** How far its clock may differ from ours, in seconds; 300 unless told. */
  toleranceSeconds?: number;
  /** Milliseconds since 1970; the present unless told. */
  now?: number;
}

/**
 * Whether a webhook comes from a companion that has one of these secrets, and is not an old one sent again.
 * Throws TypeError for a secret that is none. Whoever handles it should also remember `webhook-id` and do nothing for a
 * second one: what is not acknowledged is sent again.
 */
export function verifyWebhook(webhook: WebhookToVerify): boolean {
  const { headers, body, secrets, toleranceSeconds = 300, now = Date.now() } = webhook;
  const keys = secrets.map((secret) => {
    const key = keyOfSecret(secret);
    if (key === undefined) throw new TypeError('a secret of webhooks is whsec_ and 24 to 64 bytes in base64');
    return key;
  });
  const id = headers.get('webhook-id') ?? '';
  const stamp = headers.get('webhook-timestamp') ?? '';
  const timestamp = Number(stamp);
  if (id === '' || !/^\d{1,12}$/.test(stamp)) return false;
  if (Math.abs(now / 1000 - timestamp) > toleranceSeconds) return false;
  const given = (headers.get('webhook-signature') ?? '').split(' ').flatMap((entry) => {
    const [version, encoded = ''] = entry.split(',', 2);
    return version === 'v1' ? [Buffer.from(encoded, 'base64')] : [];
  });
  let fits = false;
  for (const key of keys) {
    const right = digest({ id, timestamp, body }, key);
    for (const one of given) {
      if (one.length === right.length && timingSafeEqual(one, right)) fits = true;
    }
  }
  return fits;
}
