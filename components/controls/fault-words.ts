/** Every fault in plain words: what happened, what it means, and the one thing to do about it. */
import type { Fault, FaultCode } from '../../lib/mirror/fault.ts';
import type { AccountView } from '../../lib/mirror/slices.ts';
import type { TextKey } from '../../lib/text.ts';

/** What mends a fault. `again` reconnects; `known` needs nothing but having been read. */
type Mend = 'account' | 'microphone' | 'again' | 'known';

/** The words of one fault. */
export interface FaultWords {
  title: TextKey;
  explain: TextKey;
  mend: Mend;
  /** On the button. */
  action: TextKey;
}

/** The words of every fault. */
export const faultWords: Readonly<Record<FaultCode, FaultWords>> = {
  'server-unreachable': {
    title: 'faultServerUnreachable',
    explain: 'faultServerUnreachableExplain',
    mend: 'again',
    action: 'tryNow',
  },
  'server-dropped': {
    title: 'faultServerDropped',
    explain: 'faultServerDroppedExplain',
    mend: 'again',
    action: 'tryNow',
  },
  'wrong-password': {
    title: 'faultWrongPassword',
    explain: 'faultWrongPasswordExplain',
    mend: 'account',
    action: 'enterAgain',
  },
  'sign-in-method-unknown': {
    title: 'faultSignInMethodUnknown',
    explain: 'faultSignInMethodUnknownExplain',
    mend: 'again',
    action: 'tryNow',
  },
  'register-forbidden': {
    title: 'faultRegisterForbidden',
    explain: 'faultRegisterForbiddenExplain',
    mend: 'account',
    action: 'checkAccount',
  },
  'register-failed': {
    title: 'faultRegisterFailed',
    explain: 'faultRegisterFailedExplain',
    mend: 'again',
    action: 'tryNow',
  },
  'bad-server-address': {
    title: 'faultBadServerAddress',
    explain: 'faultBadServerAddressExplain',
    mend: 'account',
    action: 'correctAddress',
  },
  'not-allowed': {
    title: 'faultNotAllowed',
    explain: 'faultNotAllowedExplain',
    mend: 'known',
    action: 'putAway',
  },
  'bad-input': { title: 'faultBadInput', explain: 'faultBadInputExplain', mend: 'known', action: 'putAway' },
  'not-a-number': {
    title: 'faultNotANumber',
    explain: 'faultNotANumberExplain',
    mend: 'known',
    action: 'putAway',
  },
  'no-account': {
    title: 'faultNoAccount',
    explain: 'faultNoAccountExplain',
    mend: 'account',
    action: 'addAccount',
  },
  'line-not-ready': {
    title: 'faultLineNotReady',
    explain: 'faultLineNotReadyExplain',
    mend: 'again',
    action: 'tryNow',
  },
  'no-such-call': {
    title: 'faultNoSuchCall',
    explain: 'faultNoSuchCallExplain',
    mend: 'known',
    action: 'putAway',
  },
  'call-moved-on': {
    title: 'faultCallMovedOn',
    explain: 'faultCallMovedOnExplain',
    mend: 'known',
    action: 'putAway',
  },
  'microphone-refused': {
    title: 'faultMicrophoneRefused',
    explain: 'faultMicrophoneRefusedExplain',
    mend: 'microphone',
    action: 'allowMicrophone',
  },
  'microphone-missing': {
    title: 'faultMicrophoneMissing',
    explain: 'faultMicrophoneMissingExplain',
    mend: 'microphone',
    action: 'checkMicrophone',
  },
  'microphone-busy': {
    title: 'faultMicrophoneBusy',
    explain: 'faultMicrophoneBusyExplain',
    mend: 'microphone',
    action: 'checkMicrophone',
  },
  'hold-refused': {
    title: 'faultHoldRefused',
    explain: 'faultHoldRefusedExplain',
    mend: 'known',
    action: 'putAway',
  },
  'one-at-a-time': {
    title: 'faultOneAtATime',
    explain: 'faultOneAtATimeExplain',
    mend: 'known',
    action: 'putAway',
  },
  'storage-failed': {
    title: 'faultStorageFailed',
    explain: 'faultStorageFailedExplain',
    mend: 'known',
    action: 'putAway',
  },
  'call-running': {
    title: 'faultCallRunning',
    explain: 'faultCallRunningExplain',
    mend: 'known',
    action: 'putAway',
  },
  'engine-gone': {
    title: 'faultEngineGone',
    explain: 'faultEngineGoneExplain',
    mend: 'known',
    action: 'putAway',
  },
  'no-start': {
    title: 'faultNoStart',
    explain: 'faultNoStartExplain',
    mend: 'known',
    action: 'putAway',
  },
  'sign-in-needed': {
    title: 'faultSignInNeeded',
    explain: 'faultSignInNeededExplain',
    mend: 'account',
    action: 'signInAgain',
  },
  'operator-unknown': {
    title: 'faultOperatorUnknown',
    explain: 'faultOperatorUnknownExplain',
    mend: 'account',
    action: 'tryNow',
  },
  'email-unverified': {
    title: 'faultEmailUnverified',
    explain: 'faultEmailUnverifiedExplain',
    mend: 'account',
    action: 'signInAgain',
  },
  'sign-in-broken': {
    title: 'faultSignInBroken',
    explain: 'faultSignInBrokenExplain',
    mend: 'account',
    action: 'tryNow',
  },
  'sign-in-refused': {
    title: 'faultSignInRefused',
    explain: 'faultSignInRefusedExplain',
    mend: 'account',
    action: 'enterAgain',
  },
  'person-missing': {
    title: 'faultPersonMissing',
    explain: 'faultPersonMissingExplain',
    mend: 'known',
    action: 'putAway',
  },
  'site-permission-needed': {
    title: 'faultSitePermissionNeeded',
    explain: 'faultSitePermissionNeededExplain',
    mend: 'account',
    action: 'allowSite',
  },
  'sign-in-unreachable': {
    title: 'faultSignInUnreachable',
    explain: 'faultSignInUnreachableExplain',
    mend: 'known',
    action: 'putAway',
  },
  'service-unreachable': {
    title: 'faultServiceUnreachable',
    explain: 'faultServiceUnreachableExplain',
    mend: 'known',
    action: 'putAway',
  },
  'service-refused': {
    title: 'faultServiceRefused',
    explain: 'faultServiceRefusedExplain',
    mend: 'known',
    action: 'putAway',
  },
  'service-forbidden': {
    title: 'faultServiceForbidden',
    explain: 'faultServiceForbiddenExplain',
    mend: 'known',
    action: 'putAway',
  },
  'not-offered': {
    title: 'faultNotOffered',
    explain: 'faultNotOfferedExplain',
    mend: 'known',
    action: 'putAway',
  },
  'caller-id-unknown': {
    title: 'faultCallerIdUnknown',
    explain: 'faultCallerIdUnknownExplain',
    mend: 'known',
    action: 'putAway',
  },
  'taken-by': { title: 'faultTakenBy', explain: 'faultTakenByExplain', mend: 'known', action: 'putAway' },
  'entry-gone': {
    title: 'faultEntryGone',
    explain: 'faultEntryGoneExplain',
    mend: 'known',
    action: 'putAway',
  },
  'leg-missing': {
    title: 'faultLegMissing',
    explain: 'faultLegMissingExplain',
    mend: 'known',
    action: 'putAway',
  },
  'inbox-not-offered': {
    title: 'faultInboxNotOffered',
    explain: 'faultInboxNotOfferedExplain',
    mend: 'account',
    action: 'checkAccount',
  },
  'item-gone': {
    title: 'faultItemGone',
    explain: 'faultItemGoneExplain',
    mend: 'known',
    action: 'putAway',
  },
  unexpected: {
    title: 'faultUnexpected',
    explain: 'faultUnexpectedExplain',
    mend: 'known',
    action: 'putAway',
  },
};

/** Why nobody is signed in: a token of a policy can be given anew by the administrator alone. */
export const explainSignIn = ({ code }: Fault, account: AccountView | undefined): TextKey =>
  code === 'sign-in-needed' && account?.kind === 'sippet' && account.tokenFrom === 'managed'
    ? 'faultSignInNeededManaged'
    : faultWords[code].explain;
