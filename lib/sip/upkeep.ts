/** Keeps one established call up: session timer, silence, lost paths, and the way to the far end after a reconnect. */
import { SessionState, type Session } from 'sip.js';
import type { LegEvent } from '../call/leg.ts';
import type { Peer } from '../media/peer.ts';
import { watchSilence } from '../media/silence.ts';
import type { DescriptionOptions } from './description.ts';
import { createRecovery } from './recovery.ts';
import { type Answer, createReinviter } from './reinvite.ts';
import { createSessionTimer } from './session-timer.ts';
import { answerReinvitesWith } from './timer-headers.ts';

export interface UpkeepDeps {
  peer: () => Peer;
  /** Whether the far end ought to be sending. */
  expectsSound: () => boolean;
  tell: (event: LegEvent) => void;
  /** The call is beyond help. */
  giveUp: (said?: string) => void;
  /** The far end no longer knows this call. */
  forgotten: () => void;
  /** The media path is lost, and the way to the server may be as well. */
  onPathLost: () => void;
}

/** How long the far end may take to say that it is there before the call counts as in trouble, in ms. */
const doubtLimit = 8000;
/** So long without a packet right after a reconnect means that the sound is gone too, in ms. */
const stallLimit = 500;
/** How often, and how long apart (ms), the far end is told of a fresh connection when it does not take it at once. */
const refreshTries = 3;
const refreshPause = 3000;

export function createUpkeep(session: Session, deps: UpkeepDeps) {
  const timer = createSessionTimer({
    refresh: () => void refresh(),
    expire: () => deps.giveUp('session timer expired'),
  });
  const ask = createReinviter(session, timer);
  const recovery = createRecovery({
    restart: () => reinvite({ iceRestart: true }),
    connected: () => deps.peer().connected(),
    tell(event) {
      deps.tell(event);
      if (event.type === 'media-lost') deps.onPathLost();
    },
    giveUp: () => deps.giveUp(),
  });
  const expectsSound = () => deps.expectsSound() && !recovery.lost();
  let stopListening: (() => void) | undefined;

  async function reinvite(options?: DescriptionOptions): Promise<Answer> {
    const answer = await ask(options);
    // RFC 3261 §12.2.1.2.
    if (!answer.ok && answer.code === 481) deps.forgotten();
    return answer;
  }

  /** Says again what holds, so that the far end knows where we are and we that it is there. */
  async function refresh(options?: DescriptionOptions): Promise<void> {
    for (let tries = 1; session.state === SessionState.Established; tries++) {
      const answer = await reinvite(options);
      if (answer.ok || answer.unsaid || answer.code === 488 || tries === refreshTries) return;
      await new Promise((resolve) => setTimeout(resolve, refreshPause));
    }
  }

  /** After a reconnect. What broke the connection may have broken the sound too, long before the browser says so. */
  async function reintroduce(): Promise<void> {
    const before = await deps.peer().packets();
    await new Promise((resolve) => setTimeout(resolve, stallLimit));
    await refresh({ iceRestart: expectsSound() && (await deps.peer().packets()) === before });
  }

  /** Nothing is heard: somebody who is there answers a re-INVITE. */
  async function askWhetherThere(): Promise<void> {
    const doubt = setTimeout(() => recovery.path('lost'), doubtLimit);
    const answer = await reinvite();
    clearTimeout(doubt);
    if (answer.ok && deps.peer().connected()) recovery.path('back');
    // Without a connection of ours, silence says nothing about the far end.
    else if (!answer.ok && !answer.unsaid) recovery.path('lost');
  }

  return {
    timer,
    reinvite,
    /** What the peer connection says of its path. */
    path: (state: 'wavering' | 'lost' | 'back') => recovery.path(state),
    /** Both ends agreed. */
    start() {
      answerReinvitesWith(session, (request) => timer.asked(request));
      stopListening = watchSilence({
        packets: () => deps.peer().packets(),
        expected: expectsSound,
        onSilence: () => void askWhetherThere(),
      });
    },
    /** There is a fresh connection to the server. */
    reconnected() {
      if (session.state !== SessionState.Established) return;
      if (recovery.lost()) recovery.askNow();
      else void reintroduce();
    },
    stop() {
      timer.stop();
      recovery.close();
      stopListening?.();
    },
  };
}
