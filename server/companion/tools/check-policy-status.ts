import * as v from 'valibot';
import { ConnectorFault, type PolicyAnswer } from '../connectors/connector.ts';
import { cleanLine } from '../receiver/clean.ts';
import { numberOf } from './phone.ts';
import { type Errand, type Language, languageOf, type Sentence, type Tool } from './tool.ts';
import { isoDay, readDate } from './when.ts';

const ASK_NUMBER: Sentence = { en: 'What is your policy number?', es: '¿Cuál es su número de póliza?' };
const FOUND: Sentence = {
  en: 'I found your policy, and its status is {status}.',
  es: 'He encontrado su póliza, y su estado es {status}.',
};
const NOT_FOUND: Sentence = {
  en: "I couldn't find a policy with these details. Could you check the policy number and say it again?",
  es: 'No he encontrado ninguna póliza con estos datos. ¿Puede comprobar el número y repetirlo?',
};
const LATER: Sentence = {
  en: "I can't look up your policy right now. Someone from our team will check it and get back to you.",
  es: 'Ahora mismo no puedo consultar su póliza. Alguien de nuestro equipo lo comprobará y le llamará.',
};

/** What a book's words for a policy's state are in Spanish; others are said as they stand. */
const STATES_ES: Readonly<Record<string, string>> = {
  active: 'activa',
  'in force': 'vigente',
  pending: 'pendiente',
  lapsed: 'vencida por falta de pago',
  expired: 'vencida',
  cancelled: 'cancelada',
  canceled: 'cancelada',
  suspended: 'suspendida',
};

/** `check_policy_status`: asks the tenant's book of policies; without one, for the operators to look up. */
export const checkPolicyStatus: Tool = {
  kind: 'policy',
  read(args, { tenant, now }) {
    const policyNumber = args.peek('policy_number', 'policy');
    if (policyNumber === undefined) return { ask: ASK_NUMBER };
    const phone = numberOf(args.line('phone', 'caller_phone'), tenant.region);
    const name = args.line('caller_name', 'name');
    const draft = { ...phone, ...(name !== undefined && { name }) };
    if (tenant.connectors.policies === undefined) {
      return { draft, told: () => ({ status: 'noted', spoken: LATER[languageOf(tenant)] }) };
    }
    const asked = {
      policyNumber,
      phone: phone.number ?? phone.numberAsGiven,
      lastName: args.peek('last_name'),
      dateOfBirth: birthday(args.peek('date_of_birth', 'dob'), { timeZone: tenant.timeZone, now }),
      lookupType: args.peek('lookup_type'),
    };
    return { draft, errand: 'policy', payload: asked };
  },
};

/** YYYY-MM-DD where it can only be that day; else as it was said, for the book to read in its own order. */
function birthday(said: string | undefined, clock: { timeZone: string; now: Date }): string | undefined {
  // A day of birth is no moment that could be another day elsewhere.
  const date =
    said === undefined ? undefined : readDate(said.replace(/(?<=^\s*\d{4}-\d\d-\d\d)T.*$/is, ''), clock);
  return date ? isoDay(date.day) : said;
}

const Payload = v.object({
  policyNumber: v.string(),
  phone: v.exactOptional(v.string()),
  lastName: v.exactOptional(v.string()),
  dateOfBirth: v.exactOptional(v.string()),
  lookupType: v.exactOptional(v.string()),
});

/** Looks the policy up. */
export const policyErrand: Errand = {
  tries: 6,
  apartMs: 5 * 60_000,
  async run(payload, { connectors, tenant, signal }) {
    if (!connectors.policies)
      throw new ConnectorFault('refused', 'There is no book of policies set up any more.');
    const language = languageOf(tenant);
    const found = await connectors.policies.find(v.parse(Payload, payload), signal);
    if (found === undefined) return { status: 'not_found', spoken: NOT_FOUND[language] };
    return { status: 'found', spoken: spokenPolicy(found, language) };
  },
  sayings: { later: { status: 'failed', spoken: LATER }, refused: { status: 'failed', spoken: LATER } },
  problem: 'The policy was not looked up.',
};

function spokenPolicy({ status, details }: PolicyAnswer, language: Language): string {
  const state = cleanLine(status).replace(/_/g, ' ').toLowerCase();
  const shown = language === 'es' ? (STATES_ES[state] ?? state) : state;
  const sentence = FOUND[language].replace('{status}', () => shown);
  return details === undefined ? sentence : `${sentence} ${cleanLine(details)}`;
}
