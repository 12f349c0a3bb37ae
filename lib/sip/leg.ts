/** One SIP session as a leg: effects go in, events come out. */
import {
  type Core,
  Invitation,
  Inviter,
  type Session,
  type SessionDescriptionHandler,
  SessionState,
  type URI,
} from 'sip.js';
import type { Effect } from '../call/call.ts';
import type { Leg, LegEvent } from '../call/leg.ts';
import type { Connection } from '../media/connection.ts';
import { MicrophoneError, type Microphone, type MicrophoneShare } from '../media/microphone.ts';
import { createPeer, type Peer } from '../media/peer.ts';
import type { FarAudio } from '../media/speaker.ts';
import { countersOf } from '../media/stats.ts';
import { describeBy, type DescriptionHandler } from './description.ts';
import { sendInfoDigits } from './digits.ts';
import type { Farewells } from './farewell.ts';
import { answerAfterOf, callUuidOf, partyOf, reasonText } from './identity.ts';
import { refer } from './refer.ts';
import { createUpkeep } from './upkeep.ts';
import type { DtmfMode } from '../mirror/slices.ts';

/** Where a leg's sound comes from and goes to. */
export interface LegMedia {
  microphone: Pick<Microphone, 'take'>;
  /** Whether the microphone opens without a question to the operator; absent is no. */
  isAllowed?(): boolean;
  /** Opens the operator's ear for one far end. */
  openFar(): FarAudio;
}

export interface LegOptions {
  /** Makes the call's connection, or hands out a prepared one. */
  connect: () => Connection;
  dtmf: DtmfMode;
  media: LegMedia;
  tell: (event: LegEvent) => void;
  /** Sends BYE, now or when there is a connection again; `done` is told either way. */
  farewell: Farewells['say'];
  /** The media path is lost, and the way to the server may be as well. */
  onPathLost: () => void;
  /** The address of what is dialled. */
  addressOf: (target: string) => URI | undefined;
}

/** A leg as its line sees it. */
export interface SipLeg extends Leg {
  readonly session: Session;
  /** It rings: takes the offer and lets candidates gather, so that the answer needs only the microphone. */
  prepare(): void;
  /** The line has a fresh connection and is registered again. */
  reconnected(): void;
  /** The line's connection is gone. */
  disconnected(): void;
  /** Their UPDATE: the headers of our 200. */
  updated(request: Core.IncomingRequestMessage): string[];
  /** The offer cannot be taken: says so with this status, and why to the operator. */
  turnDown(status: number, why: string, extraHeaders?: string[]): void;
}

const handlers = new WeakMap<Session, () => SessionDescriptionHandler>();

/** The factory SIP.js asks when it first needs a session's media, so an unanswered offer opens no microphone. */
export function handlerOf(session: Session): SessionDescriptionHandler {
  const make = handlers.get(session);
  if (!make) throw new Error('a session without a leg');
  return make();
}

/** An offer whose connection broke is kept this long: its CANCEL could not reach us. ms */
const offerLimit = 10_000;
/** A BYE has to wait for their ACK (RFC 3261 §15); we wait no longer than this, in ms. */
const byeLimit = 5000;
/** Makes the leg of a session that SIP.js just created; an Inviter is invited at once. */
export function createLeg(session: Inviter | Invitation, options: LegOptions): SipLeg {
  const far = options.media.openFar();
  let share: Promise<MicrophoneShare> | undefined;
  let ended = false;
  let muted = false;
  let held = false;
  let unreadable: string | undefined;

  const takeMicrophone = () => (share ??= options.media.microphone.take());

  /** After the end nothing is told: the engine must not hear a dead session speak. */
  function tell(event: LegEvent): void {
    if (ended) return;
    if (['refused', 'withdrawn', 'far-hang-up', 'failed', 'released'].includes(event.type)) ended = true;
    options.tell(event);
  }

  let madePeer: Peer | undefined;
  function peer(): Peer {
    madePeer ??= createPeer({
      connection: options.connect(),
      microphone: () => takeMicrophone(),
      speaksLater: () => session instanceof Inviter && options.media.isAllowed?.() === true,
      onAudio: (track) => far.play(track),
      onPath: (state) => upkeep.path(state),
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

  const upkeep = createUpkeep(session, {
    peer,
    // While we hold or are held, nothing need come.
    expectsSound: () => !held && !farHeld,
    tell,
    giveUp(said) {
      // What is to be said on the wire follows as an effect, so this is not the last word.
      if (!ended) options.tell({ type: 'failed', kind: 'lost', said });
    },
    forgotten() {
      tell({ type: 'released' });
      end();
    },
    onPathLost: options.onPathLost,
  });

  async function direct(want: 'hold' | 'resume'): Promise<void> {
    peer().direct(want === 'hold' ? 'sendonly' : 'sendrecv');
    const answer = await upkeep.reinvite();
    held = answer.ok === (want === 'hold');
    if (!answer.ok) peer().direct(held ? 'sendonly' : 'sendrecv');
    listen();
    if (answer.ok) tell({ type: `${want}-confirmed` });
    else tell({ type: `${want}-refused`, code: answer.code, said: answer.said });
  }

  /** Puts mute and hold into effect on our side, without a message. */
  function listen(): void {
    madePeer?.speak(!muted && !held);
    far.quiet(held);
  }

  let description: DescriptionHandler | undefined;
  /** Makes the media, without the microphone; SIP.js asks for it late, we may before. */
  function describe(): DescriptionHandler {
    description ??= describeBy(peer(), {
      farDirection: followFarDirection,
      unreadable: (why) => (unreadable = why),
      close() {
        stop();
        far.close();
        void share?.then(
          (taken) => taken.release(),
          () => undefined, // It was never taken.
        );
      },
    });
    return description;
  }
  handlers.set(session, describe);

  function stop(): void {
    upkeep.stop();
    clearTimeout(waiting);
  }

  session.stateChange.addListener((state) => {
    if (state === SessionState.Established) {
      upkeep.start();
      tell({ type: 'connected' });
    }
    if (state !== SessionState.Terminated) return;
    stop();
    // SIP.js closes only what it asked for itself.
    description?.close();
    // SIP.js tells the state before the reason; the reason wins when both come in one breath.
    queueMicrotask(() => {
      if (unreadable !== undefined) tell({ type: 'failed', kind: 'incompatible', said: unreadable });
      else released();
    });
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
    // SIP.js would follow it and dial by itself; nobody but the operator dials.
    onRefer: (referral) => void referral.reject({ statusCode: 603 }),
  };

  function fail(error: unknown): void {
    const said = error instanceof Error ? error.message : String(error);
    if (error instanceof MicrophoneError) tell({ type: 'failed', kind: 'no-microphone', said });
    else tell({ type: 'failed', kind: unreadable === undefined ? 'failed' : 'incompatible', said });
  }

  if (session instanceof Inviter) void invite(session);
  async function invite(inviter: Inviter): Promise<void> {
    try {
      // Candidates gather while the microphone opens.
      describe();
      const opened = takeMicrophone();
      // A real one takes up to a second and a half; the far end rings meanwhile. Without a yes nobody is rung.
      if (options.media.isAllowed?.()) opened.catch(giveUp);
      else await opened;
      if (ended) return;
      await inviter.invite({
        requestDelegate: {
          onAccept: ({ message }) => upkeep.timer.agreed(message),
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
      giveUp(error);
    }
  }

  function giveUp(error: unknown): void {
    if (ended) return;
    fail(error);
    end();
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

  /** Ends the session by whatever message its state asks for, and lets the media go. */
  function end(declined = 603): void {
    const ending = (() => {
      switch (session.state) {
        case SessionState.Initial:
        case SessionState.Establishing:
          return session instanceof Inviter ? session.cancel() : session.reject({ statusCode: declined });
        case SessionState.Established:
          setTimeout(released, byeLimit);
          return options.farewell(session, released);
        case SessionState.Terminating:
        case SessionState.Terminated:
          return Promise.resolve();
      }
    })();
    // Without a connection there is nobody to say it to: for us it is over all the same.
    void ending.then(undefined, released);
    description?.close();
  }
  const released = () => tell({ type: 'released' });

  async function accept(): Promise<void> {
    try {
      await takeMicrophone();
      if (ended || !(session instanceof Invitation)) return;
      await session.accept({ extraHeaders: upkeep.timer.asked(session.request) });
    } catch (error) {
      fail(error);
      end();
    }
  }

  function referTo(target: string, consult: Leg | undefined): void {
    const to = consult ? (consult as Partial<SipLeg>).session : options.addressOf(target);
    if (to) void refer(session, to, tell);
    else tell({ type: 'transfer-refused', said: `no address: ${target}` });
  }

  let waiting: ReturnType<typeof setTimeout> | undefined;

  return {
    session,
    party: partyOf(session),
    answerAfter: answerAfterOf(session),
    callUuid: callUuidOf(session),
    audio: {
      level: () => far.level(),
      quiet: (on) => far.quiet(on),
      counters: async () => madePeer && countersOf(await madePeer.pc.getStats()),
    },
    prepare() {
      if (!(session instanceof Invitation) || !session.body) return;
      // What is wrong with the offer is told when it is answered.
      void describe()
        .peer.take(session.body)
        .catch(() => undefined);
    },
    answering() {
      const media = describe().peer;
      // What is wrong with it is told with the answer itself.
      if (media.expectsAnswer()) media.agree().catch(() => undefined);
    },
    disconnected() {
      if (!(session instanceof Invitation) || session.state !== SessionState.Initial) return;
      waiting ??= setTimeout(() => {
        if (session.state === SessionState.Initial) void session.reject({ statusCode: 480 });
      }, offerLimit);
    },
    reconnected: () => upkeep.reconnected(),
    updated: (request) => upkeep.timer.asked(request),
    turnDown(statusCode, why, extraHeaders) {
      if (session instanceof Invitation) void session.reject({ statusCode, extraHeaders });
      tell({ type: 'failed', kind: 'incompatible', said: why });
    },
    silence(on) {
      held = on;
      listen();
    },
    perform(effect: Effect, consult?: Leg) {
      switch (effect.do) {
        case 'accept':
          return void accept();
        case 'reject':
          return end(effect.busy ? 486 : 603);
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
          return void direct('hold');
        case 'resume':
          return void direct('resume');
        case 'mute':
          muted = effect.on;
          return listen();
        case 'digits':
          // One INFO a digit where there are no RFC 4733 events.
          if (options.dtmf === 'rfc4733' && peer().sendDigits(effect.tones)) return;
          return sendInfoDigits(session, effect.tones);
        case 'transfer':
          return referTo(effect.dial, consult);
      }
    },
  };
}
