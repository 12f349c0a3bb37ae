/** One SIP session as a leg: effects go in, events come out. */
import { Invitation, Inviter, SessionState, type Session, type SessionDescriptionHandler } from 'sip.js';
import type { Effect } from '../call/call.ts';
import type { Leg, LegEvent } from '../call/leg.ts';
import { MicrophoneError, type Microphone, type MicrophoneShare } from '../media/microphone.ts';
import { createPeer, type Peer } from '../media/peer.ts';
import { createFarAudio } from '../media/speaker.ts';
import { describeBy } from './description.ts';
import { partyOf, reasonText } from './identity.ts';
import { createReinviter } from './reinvite.ts';
import type { DtmfMode } from '../mirror/slices.ts';

export interface LegOptions {
  iceServers: RTCIceServer[];
  dtmf: DtmfMode;
  microphone: Microphone;
  context: () => AudioContext;
  tell: (event: LegEvent) => void;
}

const handlers = new WeakMap<Session, () => SessionDescriptionHandler>();

/** The factory SIP.js asks when it first needs a session's media, so an unanswered offer opens no microphone. */
export function handlerOf(session: Session): SessionDescriptionHandler {
  const make = handlers.get(session);
  if (!make) throw new Error('a session without a leg');
  return make();
}

/** Makes the leg of a session that SIP.js just created; an Inviter is invited at once. */
export function createLeg(session: Inviter | Invitation, options: LegOptions): Leg {
  const far = createFarAudio(options.context);
  let share: Promise<MicrophoneShare> | undefined;
  let ended = false;
  let muted = false;
  let held = false;

  const takeMicrophone = () => (share ??= options.microphone.take());

  /** After the end nothing is told: the engine must not hear a dead session speak. */
  function tell(event: LegEvent): void {
    if (ended) return;
    if (['refused', 'withdrawn', 'far-hang-up', 'failed', 'released'].includes(event.type)) ended = true;
    options.tell(event);
  }

  let madePeer: Peer | undefined;
  function peer(): Peer {
    madePeer ??= createPeer({
      iceServers: options.iceServers,
      microphone: takeMicrophone().then((taken) => taken.track),
      onAudio: (track) => far.play(track),
      onPath: (state) => tell({ type: state === 'lost' ? 'media-lost' : 'media-back' }),
    });
    return madePeer;
  }

  let farHeld = false;
  function followFarDirection(): void {
    const held = peer().remoteDirection() === 'sendonly' || peer().remoteDirection() === 'inactive';
    // While we hold, their answer is never sendrecv and says nothing about their wish.
    if (held === farHeld || (peer().remoteDirection() === 'recvonly' && !farHeld)) return;
    farHeld = held;
    tell({ type: held ? 'far-hold' : 'far-resume' });
  }

  const reinvite = createReinviter(session, {
    confirmed: (what) => {
      held = what === 'hold';
      listen();
      tell({ type: held ? 'hold-confirmed' : 'resume-confirmed' });
    },
    refused: (what, code, said) => {
      // RFC 3261 §12.2.1.2: the far end no longer knows this dialog.
      if (code === 481) return tell({ type: 'released' });
      held = what === 'resume';
      peer().direct(held ? 'sendonly' : 'sendrecv');
      listen();
      tell({ type: held ? 'resume-refused' : 'hold-refused', code, said });
    },
  });

  /** Puts mute and hold into effect on our side, without a message. */
  function listen(): void {
    madePeer?.speak(!muted && !held);
    far.quiet(held);
  }

  handlers.set(session, () =>
    describeBy(peer(), {
      farDirection: followFarDirection,
      close() {
        far.close();
        void share?.then(
          (taken) => taken.release(),
          () => undefined, // It was never taken.
        );
      },
    }),
  );

  session.stateChange.addListener((state) => {
    if (state === SessionState.Established) tell({ type: 'connected' });
    // SIP.js tells the state before the reason; the reason wins when both come in one breath.
    if (state === SessionState.Terminated) queueMicrotask(() => tell({ type: 'released' }));
  });
  session.delegate = {
    onBye: (bye) => {
      void bye.accept();
      tell({ type: 'far-hang-up', said: reasonText(bye.request.getHeader('reason')) });
    },
    onCancel: (cancel) => {
      const reason = cancel.request.getHeader('reason');
      tell({
        type: 'withdrawn',
        elsewhere: /cause\s*=\s*200\b/.test(reason ?? ''),
        said: reasonText(reason),
      });
    },
  };

  function fail(error: unknown): void {
    if (error instanceof MicrophoneError)
      tell({ type: 'failed', kind: 'no-microphone', said: error.message });
    else
      tell({ type: 'failed', kind: 'failed', said: error instanceof Error ? error.message : String(error) });
  }

  if (session instanceof Inviter) void invite(session);
  async function invite(inviter: Inviter): Promise<void> {
    try {
      await takeMicrophone();
      if (ended) return;
      await inviter.invite({
        requestDelegate: {
          onProgress: ({ message }) => {
            if (message.body && message.getHeader('content-type')?.includes('sdp'))
              void hearEarly(message.body);
            else if (message.statusCode === 180) tell({ type: 'ringing' });
          },
          onRedirect: ({ message }) =>
            tell({ type: 'refused', code: message.statusCode ?? 300, said: message.reasonPhrase }),
          onReject: ({ message }) =>
            tell({ type: 'refused', code: message.statusCode ?? 500, said: message.reasonPhrase }),
        },
      });
    } catch (error) {
      fail(error);
      end();
    }
  }

  /** A provisional answer lets us hear their tones; the final one may still differ (RFC 3960). */
  async function hearEarly(sdp: string): Promise<void> {
    try {
      await peer().take(sdp, true);
      tell({ type: 'early-media' });
    } catch {
      // Unusable early SDP costs only the far end's own tones; ours play instead.
      tell({ type: 'ringing' });
    }
  }

  /** Ends the session by whatever message its state asks for. */
  function end(): void {
    const ending = (() => {
      switch (session.state) {
        case SessionState.Initial:
        case SessionState.Establishing:
          return session instanceof Inviter ? session.cancel() : session.reject({ statusCode: 603 });
        case SessionState.Established:
          return session.bye({ requestDelegate: { onAccept: released, onReject: released } });
        case SessionState.Terminating:
        case SessionState.Terminated:
          return Promise.resolve();
      }
    })();
    // Without a connection there is nobody to say it to: for us it is over all the same.
    void ending.then(undefined, released);
  }
  const released = () => tell({ type: 'released' });

  async function accept(): Promise<void> {
    try {
      await takeMicrophone();
      if (ended || !(session instanceof Invitation)) return;
      await session.accept();
    } catch (error) {
      fail(error);
      end();
    }
  }

  return {
    party: partyOf(session),
    audio: { level: () => far.level(), quiet: (on) => far.quiet(on) },
    perform(effect: Effect) {
      switch (effect.do) {
        case 'accept':
          return void accept();
        case 'reject':
        case 'cancel':
        case 'bye':
          return end();
        case 'drop':
          ended = true;
          return end();
        case 'hold':
          held = true;
          // The microphone is cut at the click; the far end must not hear what is said while it is asked.
          listen();
          peer().direct('sendonly');
          return reinvite('hold');
        case 'resume':
          peer().direct('sendrecv');
          return reinvite('resume');
        case 'mute':
          muted = effect.on;
          return listen();
        case 'digits':
          return sendDigits(effect.tones);
      }
    },
  };

  function sendDigits(tones: string): void {
    if (options.dtmf === 'rfc4733' && peer().sendDigits(tones)) return;
    // One INFO a digit, as gateways expect (application/dtmf-relay).
    for (const tone of tones) {
      const content = `Signal=${tone}\r\nDuration=160\r\n`;
      void session
        .info({
          requestOptions: {
            body: { contentDisposition: 'render', contentType: 'application/dtmf-relay', content },
          },
        })
        .catch(() => undefined); // A digit on a dead connection is lost like speech is.
    }
  }
}
