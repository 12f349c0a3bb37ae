/** The self-test as views see it. Types only. */

export type CheckName =
  | 'microphone'
  | 'speaker'
  | 'ringer'
  /** Whether the phone server's name is known. */
  | 'name'
  /** The network path to it and its certificate. */
  | 'server'
  /** The WebSocket on it. */
  | 'socket'
  | 'registration'
  | 'stun'
  | 'turn'
  /** A call to the account's test number that must give our own tone back. */
  | 'echo';

export type CheckState = 'waiting' | 'running' | 'ok' | 'slow' | 'blocked' | 'skipped';

/** Why a check is not `ok`. */
export type CheckCause =
  // the devices
  | 'microphone-refused'
  | 'microphone-missing'
  | 'microphone-busy'
  | 'microphone-silent'
  | 'no-output'
  | 'output-refused'
  | 'device-replaced'
  // signalling
  | 'offline'
  | 'name-unknown'
  /** The browser keeps us from this computer or its network. */
  | 'local-network'
  /** Nothing came back in time. */
  | 'server-silent'
  /** Somebody answers without encryption, but not with it. */
  | 'tls-failed'
  | 'server-unreachable'
  | 'socket-refused'
  | 'registration-refused'
  | 'registration-failing'
  | 'took-long'
  // media
  | 'stun-silent'
  | 'turn-silent'
  | 'turn-refused'
  | 'call-refused'
  | 'no-answer'
  | 'no-sound'
  | 'no-echo'
  // skipped
  | 'no-account'
  | 'not-configured'
  | 'in-call'
  | 'needs-line'
  | 'needs-server'
  | 'unexpected';

/** The one thing to do about it. */
export type CheckAdvice =
  | 'allow-microphone'
  | 'plug-in'
  | 'close-other-programs'
  | 'unmute-headset'
  | 'choose-device'
  | 'check-network'
  | 'allow-local-network'
  | 'check-address'
  | 'check-account'
  | 'ask-administrator'
  | 'try-again'
  | 'add-account'
  | 'finish-call';

export interface Check {
  name: CheckName;
  state: CheckState;
  /** What was looked at: a device's label, a server's address, a number. */
  about?: string;
  /** ms. */
  took?: number;
  cause?: CheckCause;
  /** The server's or the browser's own words. */
  said?: string;
  advice?: CheckAdvice;
}

export interface DiagnosisSlice {
  running: boolean;
  /** Milliseconds since the epoch; absent before the first run. */
  startedAt?: number;
  endedAt?: number;
  /** In the order they run. */
  checks: Check[];
}
