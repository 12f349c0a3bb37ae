/** Registering one contact (RFC 3261 §10): asks, refreshes nothing by itself, and always comes to an end. */
import { Grammar, type UserAgent, type NameAddrHeader } from 'sip.js';
import { unknownAlgorithm } from './digest.ts';
import { retryAfterIn } from './ladder.ts';

export type RegisterAnswer =
  | { ok: true; /** Seconds the server keeps the binding. */ expires: number }
  | {
      ok: false;
      code: number;
      said: string;
      /** Seconds. */
      retryAfter?: number;
      /** The digest algorithm the server wants, where it is none that we know. */
      unknown?: string;
    };

/** What we ask for, in seconds. */
const wanted = 600;
/** How long an answer may take, in ms. */
const usual = 8000;

/** `instance` is the UUID of the installation, for servers that know contacts by it (RFC 5626 §4.1). */
export function createRegistration(agent: UserAgent, domain: string, instance?: string) {
  const registrar = Grammar.URIParse(`sip:${domain}`);
  if (!registrar) throw new Error(`not a SIP domain: ${domain}`);
  // One Call-ID and a growing CSeq for all registrations of this agent (§10.2).
  const message = agent.userAgentCore.makeOutgoingRequestMessage(
    'REGISTER',
    registrar,
    agent.configuration.uri,
    agent.configuration.uri,
    {},
  );
  const params = instance === undefined ? '' : `;+sip.instance="<urn:uuid:${instance}>"`;
  let ask = wanted;

  function send(expires: number, patience = usual): Promise<RegisterAnswer> {
    message.cseq += 1;
    message.setHeader('cseq', `${message.cseq} REGISTER`);
    message.extraHeaders = [
      `Contact: ${agent.contact.toString({ register: true })}${params};expires=${expires}`,
      'Allow: ACK,BYE,CANCEL,INFO,INVITE,MESSAGE,NOTIFY,OPTIONS,REFER',
    ];
    return new Promise((resolve) => {
      const timer = setTimeout(
        () => resolve({ ok: false, code: 408, said: `no answer in ${patience / 1000} s` }),
        patience,
      );
      const settle = (answer: RegisterAnswer) => {
        clearTimeout(timer);
        resolve(answer);
      };
      agent.userAgentCore.register(message, {
        onAccept: ({ message }) => settle({ ok: true, expires: grantedBy(message) ?? expires }),
        onRedirect: ({ message }) =>
          settle({ ok: false, code: message.statusCode ?? 300, said: message.reasonPhrase ?? '' }),
        onReject: ({ message }) => {
          const least = Number.parseInt(message.getHeader('min-expires') ?? '', 10);
          if (message.statusCode === 423 && least > ask && least <= 86_400) {
            ask = least;
            clearTimeout(timer);
            return resolve(send(ask, patience));
          }
          settle({
            ok: false,
            code: message.statusCode ?? 500,
            said: message.reasonPhrase ?? '',
            retryAfter: retryAfterIn(message.getHeader('retry-after')),
            unknown: unknownAlgorithm(message),
          });
        },
      });
    });
  }

  /** The lifetime the server gave to our own contact among all it lists (§10.3). */
  function grantedBy(message: {
    getHeaders(name: string): string[];
    getHeader(name: string): string | undefined;
    parseHeader(name: string, index?: number): unknown;
  }): number | undefined {
    for (let index = 0; index < message.getHeaders('contact').length; index++) {
      const contact = message.parseHeader('contact', index) as NameAddrHeader | undefined;
      if (!contact || contact.uri.user !== agent.contact.uri.user) continue;
      const expires = Number.parseInt(contact.getParam('expires') ?? '', 10);
      if (expires > 0) return expires;
    }
    const expires = Number.parseInt(message.getHeader('expires') ?? '', 10);
    return expires > 0 ? expires : undefined;
  }

  return {
    /** Registers or refreshes; `patience` in ms. */
    register: (patience?: number) => send(ask, patience),
    /** Takes the binding back. */
    unregister: () => send(0),
  };
}
