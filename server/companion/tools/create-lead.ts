import { numberOf } from './phone.ts';
import { languageOf, type Sentence, type Tool } from './tool.ts';

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
    const names = [args.line('first_name', 'caller_name', 'name'), args.line('last_name')];
    const given = args.line('phone', 'caller_phone', 'to_phone');
    if (names[0] === undefined) return { ask: ASK_NAME };
    if (given === undefined) return { ask: ASK_PHONE };
    const phone = numberOf(given, tenant.region);
    const text = args.text('notes');
    const name = names.filter((one) => one !== undefined).join(' ');
    return {
      draft: { ...phone, name, ...(text !== undefined && { text }) },
      merge: phone.number ?? given,
      told: ({ id }) => ({
        status: 'created',
        spoken: CREATED[languageOf(tenant)],
        more: { lead_id: id },
      }),
    };
  },
};
