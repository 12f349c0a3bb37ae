/** Puts headers of ours into the 200 that SIP.js gives to re-INVITEs; it has no option for that. */
import type { Core, Session } from 'sip.js';

/** Call once the session is established; `headersFor` is asked when a re-INVITE is accepted. */
export function answerReinvitesWith(
  session: Session,
  headersFor: (request: Core.IncomingRequestMessage) => string[],
): void {
  const delegate = session.dialog?.delegate;
  const take = delegate?.onInvite?.bind(delegate);
  if (!delegate || !take) return;
  delegate.onInvite = (request) => {
    const accept = request.accept.bind(request);
    request.accept = (options) =>
      accept({
        statusCode: 200,
        ...options,
        extraHeaders: [...(options?.extraHeaders ?? []), ...headersFor(request.message)],
      });
    take(request);
  };
}
