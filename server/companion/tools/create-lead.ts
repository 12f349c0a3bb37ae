import { numberOf } from './phone.ts';
import { languageOf, onlySaid, type Sentence, type Tool } from './tool.ts';

const ASK_NAME: Sentence = { en: 'May I have your name, please?', es: '¿Me dice su nombre, por favor?' };
const ASK_PHONE: Sentence = {
  en: 'What is the best phone number to reach you?',
  es: '¿Cuál es el mejor número de teléfono para contactarle?',
};
const CREATED: Sentence = {
  en: 'Thank you, I have saved your information. Someone from our team will contact you.',
  es: 'Gracias, he guardado sus datos. Alguien de nuestro equipo se pondrá en contacto con usted.',
};

/** `create_lead`: somebody who may become a customer. The same number again in one call completes what is there. */
export const createLead: Tool = {
  kind: 'lead',
  read(args, { tenant }) {
    const first = args.line('first_name', 'caller_name', 'name');
    const last = args.line('last_name');
    const given = args.line('phone', 'caller_phone', 'to_phone');
    const text = args.text('notes');
    const phone = numberOf(given, tenant.region);
    const name = [first, last].filter((one) => one !== undefined).join(' ') || undefined;
    const draft = { ...phone, ...onlySaid({ name, text }) };
    if (first === undefined) return { ask: ASK_NAME, draft };
    if (given === undefined) return { ask: ASK_PHONE, draft };
    return {
      draft,
      merge: phone.number ?? given,
      told: ({ id }) => ({
        status: 'created',
        spoken: CREATED[languageOf(tenant)],
        more: { lead_id: id },
      }),
    };
  },
};
