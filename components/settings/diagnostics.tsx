import { useSignal } from '@preact/signals';
import type { Check, DiagnosisSlice } from '../../lib/mirror/diagnosis.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { CopyIcon } from '../controls/icons.tsx';
import { fullTime } from '../controls/when.ts';
import { deviceName } from '../sound/device-options.ts';
import { adviceAt, checkAdvice, checkCauses, checkNames, checkStates, checkTones } from './check-words.ts';

interface DiagnosticsProps {
  phone: Phone;
  /** Puts the report into the clipboard. */
  copy: (text: string) => Promise<void>;
}

/** The self-test: each check with its cause, the server's own words and one thing to do; and a report to pass on. */
export function Diagnostics({ phone, copy }: DiagnosticsProps) {
  const diagnosis = phone.diagnosis.value;
  const { running, checks } = diagnosis;
  const copied = useSignal(false);

  async function copyReport(): Promise<void> {
    copied.value = false;
    const { text } = await phone.copyReport({});
    await copy(text);
    copied.value = true;
  }

  return (
    <div class="diagnosis">
      <div class="diagnosis-top">
        <Action
          class={checks.length === 0 ? 'button accent' : 'button quiet'}
          off={running}
          run={() => phone.diagnose({})}
        >
          {t(running ? 'diagnosing' : checks.length === 0 ? 'diagnose' : 'diagnoseAgain')}
        </Action>
        <Action class="button quiet" run={copyReport}>
          <CopyIcon />
          {t('copyReport')}
        </Action>
      </div>
      <p class="help" role="status">
        {copied.value ? t('reportCopied') : summary(diagnosis)}
      </p>
      {checks.length > 0 && (
        <ul class="checks">
          {checks.map((check, index) => (
            // The same check may stand there for several servers; the order tells them apart.
            <Row key={index} check={check} />
          ))}
        </ul>
      )}
    </div>
  );
}

/** How far it is, or what came out. */
function summary({ running, checks, endedAt }: DiagnosisSlice): string {
  if (running) {
    const done = checks.filter(({ state }) => state !== 'waiting' && state !== 'running').length;
    return t('diagnosisAt', Math.min(done + 1, checks.length), checks.length);
  }
  if (endedAt === undefined) return t('diagnosisHint');
  const blocked = checks.filter(({ state }) => state === 'blocked').length;
  const slow = checks.filter(({ state }) => state === 'slow').length;
  const found =
    blocked > 0 ? t('diagnosisBlocked', blocked) : slow > 0 ? t('diagnosisSlow', slow) : t('diagnosisGood');
  return `${found} ${fullTime(endedAt)}`;
}

function Row({ check }: { check: Check }) {
  const { name, state, about, took, cause, said, advice } = check;
  const facts = [about && deviceName(about), took !== undefined && t('milliseconds', took)].filter(Boolean);
  const at = advice && adviceAt[advice];
  return (
    <li class="check" data-state={state}>
      <span class={`pill ${checkTones[state]}`}>
        <span class="dot" />
        {t(checkStates[state])}
      </span>
      <div class="check-text">
        <b>{t(checkNames[name])}</b>
        {facts.length > 0 && (
          <span class="check-about">
            <bdi>{facts.join(' · ')}</bdi>
          </span>
        )}
        {cause && <p>{t(checkCauses[cause])}</p>}
        {said && (
          <p class="said">
            <bdi>{t('itSaid', said)}</bdi>
          </p>
        )}
        {advice && (
          <p class="todo">
            {at ? (
              <a class="link" href={`#${at}`}>
                {t(checkAdvice[advice])}
              </a>
            ) : (
              t(checkAdvice[advice])
            )}
          </p>
        )}
      </div>
    </li>
  );
}
