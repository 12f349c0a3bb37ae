import * as v from 'valibot';
import { ConnectorFault } from '../connectors/connector.ts';
import { numberOf } from './phone.ts';
import { type Errand, languageOf, type Sentence, type Tool } from './tool.ts';

const ASK_NUMBER: Sentence = {
  en: 'What mobile number should I send the text to?',
  es: '¿A qué número de móvil le envío el mensaje?',
};
const ASK_MESSAGE: Sentence = {
  en: 'What would you like the text message to say?',
  es: '¿Qué quiere que diga el mensaje de texto?',
};
const SENT: Sentence = { en: 'I have sent you the text message.', es: 'Le he enviado el mensaje de texto.' };
const FAILED: Sentence = {
  en: "I couldn't send the text message. Someone from our team will follow up with you.",
  es: 'No he podido enviar el mensaje de texto. Alguien de nuestro equipo se pondrá en contacto con usted.',
};

/** `send_sms`: a text message by the tenant's SMS service; without one, for the operators to send. */
export const sendSms: Tool = {
  kind: 'sms',
  read(args, { tenant }) {
    const phone = numberOf(args.line('to_phone', 'phone', 'caller_phone'), tenant.region);
    const text = args.text('message', 'text', 'body');
    if (phone.number === undefined) return { ask: ASK_NUMBER };
    if (text === undefined) return { ask: ASK_MESSAGE };
    const name = args.line('caller_name', 'name');
    const draft = { ...phone, text, ...(name !== undefined && { name }) };
    if (tenant.connectors.sms !== undefined)
      return { draft, errand: 'sms', payload: { to: phone.number, text } };
    const problem = 'No SMS service is set up here, so it was not sent.';
    const spoken = FAILED[languageOf(tenant)];
    return { draft, told: () => ({ status: 'failed', spoken, state: 'failed', problem }) };
  },
};

const Payload = v.object({ to: v.string(), text: v.string() });

/** Sends the message. */
export const smsErrand: Errand = {
  tries: 10,
  apartMs: 5 * 60_000,
  async run(payload, { connectors, tenant, item, key, mayBeDone, signal }) {
    if (!connectors.sms) throw new ConnectorFault('refused', 'There is no SMS service set up any more.');
    const sms = { ...v.parse(Payload, payload), key, since: new Date(item.at), mayBeSent: mayBeDone };
    await connectors.sms.send(sms, signal);
    return { status: 'sent', spoken: SENT[languageOf(tenant)] };
  },
  sayings: {
    later: {
      status: 'failed',
      spoken: {
        en: "The text message couldn't be sent right away. We will keep trying, and our team will follow up if it doesn't arrive.",
        es: 'No he podido enviar el mensaje de inmediato. Lo seguiremos intentando y, si no llega, nuestro equipo se pondrá en contacto con usted.',
      },
    },
    refused: { status: 'failed', spoken: FAILED },
  },
  problem: 'The text message was not sent.',
};
