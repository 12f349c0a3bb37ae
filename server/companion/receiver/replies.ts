import { type Sentence, type Told, languageOf } from '../tools/tool.ts';
import type { Tenant } from '../config/tenant.ts';
import type { Reply } from '../store/operations.ts';
import { speakable } from './speech.ts';

/** Why nothing was done, in words that can be spoken. */
export const SENTENCES = {
  refused: {
    en: "I'm sorry, I can't do that right now. Our team can help you directly.",
    es: 'Lo siento, ahora mismo no puedo hacerlo. Nuestro equipo puede ayudarle directamente.',
  },
  notUnderstood: {
    en: "I'm sorry, something went wrong with that request. Could you say it again?",
    es: 'Lo siento, algo ha fallado con su solicitud. ¿Puede repetirla?',
  },
  tooMany: {
    en: "I'm sorry, we're very busy at the moment. Please try again in a minute.",
    es: 'Lo siento, ahora mismo estamos muy ocupados. Inténtelo de nuevo en un minuto, por favor.',
  },
  broken: {
    en: "I'm sorry, something went wrong on our side and I couldn't do that. Please call us again a little later.",
    es: 'Lo siento, ha habido un problema por nuestra parte y no he podido hacerlo. Llámenos de nuevo un poco más tarde.',
  },
  /** It is kept, but was not finished in time. */
  later: {
    en: 'This is taking longer than usual. I have passed it on, and our team will follow up with you.',
    es: 'Esto está tardando más de lo normal. Lo he transmitido y nuestro equipo se pondrá en contacto con usted.',
  },
} satisfies Record<string, Sentence>;

/** A reply as it is sent and kept: what is said is made fit to be spoken. */
export function replyOf(status: number, told: Told, tenant: Pick<Tenant, 'language'> | undefined): Reply {
  const language = tenant ? languageOf(tenant) : 'en';
  const message = speakable(told.spoken) ?? SENTENCES.refused[language];
  return { status, body: JSON.stringify({ status: told.status, message, ...told.more }) };
}

/** A reply with one of our own sentences. */
export function replyWith(
  status: number,
  word: string,
  sentence: Sentence,
  tenant?: Pick<Tenant, 'language'>,
): Reply {
  return replyOf(status, { status: word, spoken: sentence[tenant ? languageOf(tenant) : 'en'] }, tenant);
}
