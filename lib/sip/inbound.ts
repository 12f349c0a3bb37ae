/** Stands between the socket and SIP.js: no message may stop the next one, and UPDATE gets the answer SIP.js does not know. */
import { Core, type UserAgent } from 'sip.js';
import { answerable } from './digest.ts';

export interface InboundDeps {
  /** Their UPDATE (RFC 3311) within a call, by the dialog's id: the headers of our 200; undefined for a call that is not ours. */
  updated(dialog: string, request: Core.IncomingRequestMessage): string[] | undefined;
  log(line: string): void;
}

/** What UPDATE changes of a dialog; SIP.js keeps it to itself. */
interface DialogInside {
  dialogState: { remoteTarget: Core.URI };
}

/** Puts itself before SIP.js's own listener; call once, right after the agent is made. */
export function guardInbound(agent: UserAgent, deps: InboundDeps): void {
  const { transport, userAgentCore: core } = agent;
  const hear = transport.onMessage;
  const parse = (text: string) => Core.Parser.parseMessage(text, agent.getLogger('sip.Parser'));

  transport.onMessage = (text) => {
    try {
      if (!(/^UPDATE\s/.test(text) && answerUpdate(text))) hear?.(answerable(text));
    } catch (error) {
      deps.log(`message not understood: ${error instanceof Error ? error.message : String(error)}`);
      refuse(text);
    }
  };

  /** False when the message is none of ours and SIP.js may answer it. */
  function answerUpdate(text: string): boolean {
    const request = parse(text);
    if (!(request instanceof Core.IncomingRequestMessage) || !request.toTag) return false;
    const dialog = core.dialogs.get(request.callId + request.toTag + request.fromTag);
    if (!dialog) return false;
    const late = dialog.remoteSequenceNumber !== undefined && request.cseq <= dialog.remoteSequenceNumber;
    // Checks and keeps the sequence number; out of order it gives the 500 itself.
    dialog.receiveRequest(request);
    if (late) return true;
    if (request.body) {
      // We do not list UPDATE in Allow, so an offer in one is a far end's slip; the session stays as it is (§5.2).
      core.replyStateless(request, { statusCode: 488 });
      return true;
    }
    const headers = deps.updated(dialog.id, request);
    if (!headers) return false;
    const contact: unknown = request.parseHeader('contact');
    if (contact instanceof Core.NameAddrHeader)
      (dialog as unknown as DialogInside).dialogState.remoteTarget = contact.uri;
    core.replyStateless(request, {
      statusCode: 200,
      extraHeaders: [`Contact: ${agent.contact.toString()}`, ...headers],
    });
    return true;
  }

  /** A request that SIP.js stumbled over is answered all the same, so that its sender does not wait. */
  function refuse(text: string): void {
    try {
      const request = parse(text);
      if (request instanceof Core.IncomingRequestMessage && request.method !== 'ACK')
        core.replyStateless(request, { statusCode: 400 });
    } catch (error) {
      deps.log(`message not answered: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** What SIP.js calls when a request could not be sent: the transaction and, told by it, the client. */
interface ToldOfTransport {
  onTransportError(error: Core.TransportError): void;
}
/** What SIP.js does with it for every request but an INVITE. */
const endRequest = (client: Core.UserAgentClient, error: Core.TransportError) =>
  (Core.UserAgentClient.prototype as unknown as ToldOfTransport).onTransportError.call(client, error);

/**
 * Ends all requests that wait for an answer: it would come over the connection that is gone (RFC 3261 §18.4). Without
 * this a re-INVITE would block the next one for 32 s.
 */
export function endPendingRequests(core: Core.UserAgentCore): void {
  for (const client of core.userAgentClients.values()) {
    const { transaction } = client;
    const waiting =
      transaction.state === Core.TransactionState.Calling ||
      transaction.state === Core.TransactionState.Trying ||
      transaction.state === Core.TransactionState.Proceeding;
    if (!waiting) continue;
    const broken = new Core.TransportError('the connection broke');
    // An INVITE with a provisional answer would ring for ever: SIP.js has its client take this error for an ACK's.
    if (
      client instanceof Core.InviteUserAgentClient &&
      transaction.state === Core.TransactionState.Proceeding
    )
      endRequest(client, broken);
    (transaction as unknown as ToldOfTransport).onTransportError(broken);
  }
}
