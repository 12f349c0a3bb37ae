import { languageOf, type Sentence, type Tool } from './tool.ts';

const ONE_MOMENT: Sentence = { en: 'One moment, please.', es: 'Un momento, por favor.' };
const GOODBYE: Sentence = { en: 'Thank you for calling. Goodbye.', es: 'Gracias por llamar. Adiós.' };
const NOTED: Sentence = {
  en: 'I have made a note of that for our team.',
  es: 'Lo he anotado para nuestro equipo.',
};

/** `transfer_call`: the platform does it; the operators see what it was about. */
export const transferCall: Tool = {
  kind: 'transfer',
  read(args, { tenant }) {
    const text = args.text('summary', 'reason');
    const forPerson = args.line('target', 'for_person');
    return {
      draft: { ...(text !== undefined && { text }), ...(forPerson !== undefined && { forPerson }) },
      told: () => ({ status: 'noted', spoken: ONE_MOMENT[languageOf(tenant)] }),
    };
  },
};

/** `end_call`: the platform hangs up; its summary, if there is one, is worth reading. */
export const endCall: Tool = {
  kind: 'summary',
  read(args, { tenant }) {
    const text = args.text('summary');
    return {
      draft: text === undefined ? {} : { text },
      ...(text === undefined && { nothingToDo: true }),
      told: () => ({ status: 'noted', spoken: GOODBYE[languageOf(tenant)] }),
    };
  },
};

/** Any other function: kept with all its arguments. */
export const anythingElse: Tool = {
  kind: 'other',
  read(args, { tenant }) {
    const name = args.line('caller_name');
    return {
      draft: name === undefined ? {} : { name },
      told: () => ({ status: 'noted', spoken: NOTED[languageOf(tenant)] }),
    };
  },
};
