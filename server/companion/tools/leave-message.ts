import { numberOf } from './phone.ts';
import { languageOf, onlySaid, type Sentence, type Tool } from './tool.ts';

const ASK_NAME: Sentence = {
  en: 'May I have your name for the message?',
  es: '¿Me dice su nombre para el mensaje?',
};
const ASK_PHONE: Sentence = {
  en: 'What number can we call you back on?',
  es: '¿A qué número le podemos devolver la llamada?',
};
const ASK_MESSAGE: Sentence = { en: 'What is your message?', es: '¿Cuál es su mensaje?' };
const SAVED: Sentence = {
  en: 'I have taken down your message. Someone will get back to you.',
  es: 'He anotado su mensaje. Alguien le devolverá la llamada.',
};
const SAVED_URGENT: Sentence = {
  en: 'I have taken down your message and marked it as urgent. Someone will get back to you.',
  es: 'He anotado su mensaje y lo he marcado como urgente. Alguien le devolverá la llamada.',
};

/** `leave_message`: what a caller wants somebody to know. */
export const leaveMessage: Tool = {
  kind: 'message',
  read(args, { tenant }) {
    const name = args.line('caller_name', 'name');
    const given = args.line('caller_phone', 'phone', 'callback_number');
    const text = args.text('message', 'text');
    const forPerson = args.line('for_person');
    const preferredTime = args.line('callback_preferred_time', 'preferred_time');
    const urgent = args.flag('urgent', 'is_urgent') ?? false;
    const draft = {
      ...numberOf(given, tenant.region),
      urgent,
      ...onlySaid({ name, text, forPerson, preferredTime }),
    };
    if (text === undefined) return { ask: ASK_MESSAGE, draft };
    if (name === undefined) return { ask: ASK_NAME, draft };
    if (given === undefined) return { ask: ASK_PHONE, draft };
    return {
      draft,
      told: () => ({ status: 'saved', spoken: (urgent ? SAVED_URGENT : SAVED)[languageOf(tenant)] }),
    };
  },
};
