/** Asks the server for a sign of life: OPTIONS (RFC 3261 §11), answered by anything at all. */
import { Grammar, type Core, type UserAgent } from 'sip.js';

/** Resolves true when any answer came within `patience` ms. */
export type Ping = (patience: number) => Promise<boolean>;

export function createPing(agent: UserAgent, domain: string): Ping {
  return (patience) =>
    new Promise((resolve) => {
      const target = Grammar.URIParse(`sip:${domain}`);
      if (!target) throw new Error(`not a SIP domain: ${domain}`);
      const { uri } = agent.configuration;
      const message = agent.userAgentCore.makeOutgoingRequestMessage('OPTIONS', target, uri, uri, {});
      const timer = setTimeout(() => resolve(false), patience);
      const answered = ({ message: answer }: { message: Core.IncomingResponseMessage }) => {
        clearTimeout(timer);
        resolve(isFromServer(answer));
      };
      agent.userAgentCore.request(message, {
        onTrying: answered,
        onProgress: answered,
        onAccept: answered,
        onRedirect: answered,
        onReject: answered,
      });
    });
}

/** SIP.js makes up a 408 or 503 of its own when no answer comes; such a one has no headers. */
export const isFromServer = (answer: Core.IncomingResponseMessage): boolean => answer.hasHeader('via');
