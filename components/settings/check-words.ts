/** The self-test in words: what is looked at, how it stands, why, and the one thing to do. */
import type { CheckAdvice, CheckCause, CheckName, CheckState } from '../../lib/mirror/diagnosis.ts';
import type { TextKey } from '../../lib/text.ts';

/** What is looked at. */
export const checkNames: Readonly<Record<CheckName, TextKey>> = {
  microphone: 'microphone',
  speaker: 'speaker',
  ringer: 'ringer',
  name: 'checkNameName',
  server: 'checkNameServer',
  socket: 'checkNameSocket',
  registration: 'checkNameRegistration',
  stun: 'checkNameStun',
  turn: 'checkNameTurn',
  echo: 'checkNameEcho',
};

/** How it stands. */
export const checkStates: Readonly<Record<CheckState, TextKey>> = {
  waiting: 'checkStateWaiting',
  running: 'checkStateRunning',
  ok: 'checkStateOk',
  slow: 'checkStateSlow',
  blocked: 'checkStateBlocked',
  skipped: 'checkStateSkipped',
};

/** The colour that repeats it. */
export const checkTones: Readonly<Record<CheckState, '' | 'go' | 'warn' | 'stop' | 'accent'>> = {
  waiting: '',
  running: 'accent',
  ok: 'go',
  slow: 'warn',
  blocked: 'stop',
  skipped: '',
};

/** Why it is not ok. */
export const checkCauses: Readonly<Record<CheckCause, TextKey>> = {
  'microphone-refused': 'faultMicrophoneRefused',
  'microphone-missing': 'faultMicrophoneMissing',
  'microphone-busy': 'faultMicrophoneBusy',
  'microphone-silent': 'causeMicrophoneSilent',
  'no-output': 'causeNoOutput',
  'output-refused': 'causeOutputRefused',
  'device-replaced': 'causeDeviceReplaced',
  offline: 'causeOffline',
  'name-unknown': 'causeNameUnknown',
  'local-network': 'causeLocalNetwork',
  'server-silent': 'causeServerSilent',
  'tls-failed': 'causeTlsFailed',
  'server-unreachable': 'causeServerUnreachable',
  'socket-refused': 'causeSocketRefused',
  'registration-refused': 'causeRegistrationRefused',
  'registration-failing': 'causeRegistrationFailing',
  'took-long': 'causeTookLong',
  'stun-silent': 'causeStunSilent',
  'turn-silent': 'causeTurnSilent',
  'turn-refused': 'causeTurnRefused',
  'call-refused': 'causeCallRefused',
  'no-answer': 'causeNoAnswer',
  'no-sound': 'causeNoSound',
  'no-echo': 'causeNoEcho',
  'no-account': 'faultNoAccount',
  'not-configured': 'causeNotConfigured',
  'in-call': 'causeInCall',
  'needs-line': 'causeNeedsLine',
  'needs-server': 'causeNeedsServer',
  unexpected: 'causeUnexpected',
};

/** What to do about it. */
export const checkAdvice: Readonly<Record<CheckAdvice, TextKey>> = {
  'allow-microphone': 'adviseAllowMicrophone',
  'plug-in': 'advisePlugIn',
  'close-other-programs': 'adviseCloseOtherPrograms',
  'unmute-headset': 'adviseUnmuteHeadset',
  'choose-device': 'adviseChooseDevice',
  'check-network': 'adviseCheckNetwork',
  'allow-local-network': 'adviseAllowLocalNetwork',
  'check-address': 'adviseCheckAddress',
  'check-account': 'adviseCheckAccount',
  'ask-administrator': 'adviseAskAdministrator',
  'try-again': 'adviseTryAgain',
  'add-account': 'adviseAddAccount',
  'finish-call': 'adviseFinishCall',
};

/** The section of the options where it is done, if it is done there. */
export const adviceAt: Readonly<Partial<Record<CheckAdvice, 'sound' | 'account'>>> = {
  'allow-microphone': 'sound',
  'choose-device': 'sound',
  'check-address': 'account',
  'check-account': 'account',
  'add-account': 'account',
};
