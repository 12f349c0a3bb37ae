/** The configuration file. What is said of its properties here is also in companion.config.schema.json. */
import * as v from 'valibot';
import { CSV_ENCODINGS } from '../connectors/csv-table.ts';
import { QUESTION_FIELDS } from '../connectors/policy-http.ts';
import { keyOfSecret } from '../connectors/webhook-signature.ts';
import {
  headers,
  language,
  operator,
  origin,
  pointer,
  proper,
  region,
  secret,
  text,
  timeoutMs,
  timeZone,
  tree,
  url,
} from './parts.ts';

const said = <Schema extends v.GenericSchema>(schema: Schema, words: string) =>
  v.pipe(schema, v.description(words));

const Twilio = v.strictObject({
  type: v.literal('twilio'),
  accountSid: text,
  authToken: said(secret, "The account's token, or the secret of the API key"),
  apiKeySid: v.optional(said(text, 'SK…: signs in with an API key instead of the account')),
  from: said(text, 'A number in E.164, or MG… for a messaging service'),
  baseUrl: v.optional(said(origin, 'Of another API that speaks the same; https://api.twilio.com')),
  timeoutMs: v.optional(said(timeoutMs, 'For each request; 10000')),
  lookBackMinutes: v.optional(
    said(
      v.pipe(
        v.number(),
        v.check(
          (minutes) => Number.isInteger(minutes) && minutes >= 0 && minutes <= 10_080,
          'is not a whole number of minutes from 0 to 10080',
        ),
      ),
      'How long a message that may have been sent is looked for in the log and tried again; then, with 0 at once, a person decides. 1440',
    ),
  ),
});

const Telnyx = v.strictObject({
  type: v.literal('telnyx'),
  apiKey: secret,
  from: said(text, 'A number in E.164, a short code or an alphanumeric sender'),
  messagingProfileId: v.optional(text),
  baseUrl: v.optional(said(origin, 'Of another API that speaks the same; https://api.telnyx.com')),
  timeoutMs: v.optional(said(timeoutMs, 'For the request; 10000')),
  idempotent: v.optional(
    said(v.boolean(), 'Whether Idempotency-Key is known to be honoured for messages; false'),
  ),
});

const dates = v.optional(
  said(v.picklist(['mdy', 'dmy']), 'How dates of birth are written that do not begin with the year; mdy'),
);

const placesIn = (template: string): string[] =>
  [...template.matchAll(/\{(\w*)\}/g)].map(([, name = '']) => name);
const knowsPlaces = (template: string): boolean =>
  placesIn(template).every((name) => QUESTION_FIELDS.some((field) => field === name));

const PolicyHttp = v.strictObject({
  type: v.literal('http'),
  url: said(
    v.pipe(
      url,
      v.check(knowsPlaces, `has something else in braces than ${QUESTION_FIELDS.join(', ')}`),
      v.check(
        (template) => !URL.canParse(template) || !/%7b|[{}]/i.test(new URL(template).origin),
        'has braces outside of its path and query',
      ),
    ),
    'With {policyNumber}, {phone}, {lastName}, {dateOfBirth} or {lookupType} in its path or query',
  ),
  method: v.optional(said(v.picklist(['GET', 'POST']), 'GET')),
  body: v.optional(said(tree, 'JSON of a POST, with the same braces in its texts; the question as it is')),
  headers: v.optional(headers),
  answer: said(
    v.strictObject({
      status: pointer,
      details: v.optional(said(pointer, 'Something fit to be spoken besides the status')),
      policyNumber: v.optional(pointer),
      found: v.optional(
        said(pointer, 'There is a policy when this is there, and neither null, false nor empty'),
      ),
      phone: v.optional(pointer),
      lastName: v.optional(pointer),
      dateOfBirth: v.optional(pointer),
    }),
    'Where things are in the answer: JSON pointers. What is there of phone, lastName and dateOfBirth must fit the caller',
  ),
  dates,
  timeoutMs: v.optional(said(timeoutMs, 'For the request; 5000')),
});

const column = v.pipe(v.string(), v.nonEmpty('is empty'));

const PolicyCsv = v.strictObject({
  type: v.literal('csv'),
  file: said(column, 'Relative to this file'),
  columns: said(
    v.strictObject({
      policyNumber: column,
      status: column,
      phone: v.optional(column),
      lastName: v.optional(column),
      dateOfBirth: v.optional(column),
    }),
    'Their headings. What a row has of phone, lastName and dateOfBirth must fit the caller',
  ),
  details: v.optional(
    said(
      v.string(),
      'What is said besides the status, with headings in braces: {Amount due} is due on {Due date}.',
    ),
  ),
  delimiter: v.optional(said(v.picklist([',', ';', '\t', '|']), 'Found by the headings unless told')),
  encoding: v.optional(said(v.picklist(CSV_ENCODINGS), 'Told by the byte order mark, else utf-8')),
  dates,
});

const CrmHook = v.strictObject({
  url,
  secret: said(
    v.pipe(
      secret,
      v.transform((list) => list.split(',').map((one) => one.trim())),
      v.check(
        (secrets) => secrets.every((one) => one === '' || keyOfSecret(one) !== undefined),
        'is not whsec_ and 24 to 64 bytes in base64 (make one: echo "whsec_$(openssl rand -base64 32)")',
      ),
    ),
    'whsec_…; several separated by commas while it is being changed, the present one first',
  ),
  headers: v.optional(said(headers, 'Besides the signature, e.g. for a gateway in front')),
  timeoutMs: v.optional(said(timeoutMs, 'For the request; 15000')),
});

const ConnectorsOfFile = proper(
  v.strictObject({
    sms: v.optional(v.nullable(v.variant('type', [Twilio, Telnyx]))),
    policies: v.optional(v.nullable(v.variant('type', [PolicyHttp, PolicyCsv]))),
    crm: v.optional(
      said(
        proper(
          v.record(
            v.pipe(v.string(), v.regex(/^(\*|[a-z][a-z0-9_]*)$/, 'is not the name of a tool, nor *')),
            v.nullable(CrmHook),
          ),
        ),
        'By the name of the tool whose accepted calls are told; * for the rest, null for none',
      ),
    ),
  }),
);

const shared = {
  timeZone: v.optional(said(timeZone, 'IANA, e.g. America/New_York; UTC')),
  language: v.optional(said(language, 'What callers are told is in: en or es; en')),
  region: v.optional(said(region, 'ISO 3166-1 alpha-2: whose national numbers are meant; US')),
  operators: v.optional(
    said(v.array(operator), 'Who sees the Inbox: e-mail addresses or @domain; everybody who can sign in'),
  ),
  connectors: v.optional(ConnectorsOfFile),
};

const Key = v.union(
  [secret, v.strictObject({ sha256: v.pipe(v.string(), v.regex(/^[0-9a-fA-F]{64}$/), v.toLowerCase()) })],
  'is neither { "env": "NAME" } nor { "sha256": "<64 hex digits>" }: a key never stands in this file',
);

/** What every tenant has that does not say otherwise. */
export const DefaultsOfFile = proper(v.strictObject(shared));

export const TenantOfFile = v.strictObject({
  id: said(v.pipe(v.string(), v.nonEmpty('is empty')), 'What tenant_id must be'),
  keys: said(
    v.pipe(v.array(Key), v.minLength(1, 'lists no key, so that nobody could call')),
    'What the voice platform signs in with; several for rotation',
  ),
  ...shared,
});

/** The outline, in which each tenant is read by itself. */
export const FileOutline = v.strictObject({
  $schema: v.optional(v.string()),
  defaults: v.optional(v.unknown()),
  tenants: v.pipe(v.array(v.unknown()), v.minLength(1, 'lists no tenant')),
});

/** All of it, for the published schema. */
export const WholeFile = v.strictObject({
  ...FileOutline.entries,
  defaults: v.optional(said(DefaultsOfFile, 'What every tenant has that does not say otherwise')),
  tenants: v.pipe(v.array(TenantOfFile), v.minLength(1)),
});

export type TenantSettings = v.InferOutput<typeof TenantOfFile>;
export type SharedSettings = v.InferOutput<typeof DefaultsOfFile>;
export type ConnectorSettings = v.InferOutput<typeof ConnectorsOfFile>;
