/** The first minutes: where to appear, microphone, account, a test call. Every step can be returned to. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Phone } from '../../lib/mirror/phone.ts';
import type { DialRule } from '../../lib/mirror/slices.ts';
import { t, type TextKey } from '../../lib/text.ts';
import { DeskContext } from '../controls/desk.ts';
import { CheckIcon } from '../controls/icons.tsx';
import { Logo } from '../controls/logo.tsx';
import { Notice } from '../controls/notice.tsx';
import { Root } from '../controls/root.tsx';
import { useDesk } from '../controls/use-desk.ts';
import type { BrowserSide } from '../settings/browser-side.ts';
import { Microphone } from '../settings/microphone.tsx';
import { AccountStep } from './account-step.tsx';
import { Ready } from './ready.tsx';
import { SitesStep } from './sites-step.tsx';
import { TestStep, type Verdict } from './test-step.tsx';

/** The steps in their order; `ready` is the end. */
export type Step = 'sites' | 'microphone' | 'account' | 'test' | 'ready';

const steps: readonly { id: Exclude<Step, 'ready'>; name: TextKey; title: TextKey; intro: TextKey }[] = [
  { id: 'sites', name: 'sites', title: 'stepSitesTitle', intro: 'stepSitesIntro' },
  { id: 'microphone', name: 'microphone', title: 'stepMicTitle', intro: 'stepMicIntro' },
  { id: 'account', name: 'account', title: 'stepAccountTitle', intro: 'stepAccountIntro' },
  { id: 'test', name: 'testCall', title: 'stepTestTitle', intro: 'stepTestIntro' },
];

const order: readonly Step[] = [...steps.map(({ id }) => id), 'ready'];

interface WelcomeProps {
  phone: Phone;
  browser: BrowserSide;
  preview: (number: string, rule: DialRule, region: string) => string;
  /** The step to begin with, e.g. after a reload. */
  start?: Step;
  /** Told at every turn, so that a reload finds its way back. */
  turned?: (step: Step) => void;
}

/** Whether a word names a step. */
export const isStep = (text: string): text is Step => order.some((step) => step === text);

/** The whole welcome page. */
export function WelcomeView({ phone, browser, preview, start = 'sites', turned }: WelcomeProps) {
  const step = useSignal<Step>(start);
  const verdict = useSignal<Verdict>('none');
  const { desk, complaint } = useDesk(phone);
  const { appearance, region } = phone.settings.value;
  const heading = useRef<HTMLHeadingElement>(null);
  const now = step.value;
  const done = useDone(phone, verdict.value);
  const shown = steps.find(({ id }) => id === now);
  const at = order.indexOf(now);

  function go(to: Step | undefined): void {
    if (to === undefined) return;
    step.value = to;
    turned?.(to);
  }

  const first = useRef(true);
  useEffect(() => {
    if (!first.current) heading.current?.focus();
    first.current = false;
  }, [now]);

  return (
    <DeskContext.Provider value={desk}>
      <Root appearance={appearance} class="page welcome-page">
        <header class="welcome-top">
          <Logo />
        </header>
        <nav aria-label={t('steps')}>
          <ol class="steps">
            {steps.map(({ id, name }, index) => (
              <li key={id}>
                <button
                  type="button"
                  class={done[id] ? 'step done' : 'step'}
                  aria-current={id === now ? 'step' : undefined}
                  onClick={() => go(id)}
                >
                  <span class="step-mark">{done[id] ? <CheckIcon /> : index + 1}</span>
                  <span>{t(name)}</span>
                  {done[id] && <span class="unseen">{t('stepDone')}</span>}
                </button>
              </li>
            ))}
          </ol>
        </nav>
        <main class="welcome-card">
          <h1 tabIndex={-1} ref={heading}>
            {t(shown ? shown.title : 'readyTitle')}
          </h1>
          <p class="intro">{t(shown ? shown.intro : 'readyIntro')}</p>
          {complaint && <Notice fault={complaint} />}
          {now === 'sites' && <SitesStep phone={phone} browser={browser} />}
          {now === 'microphone' && <Microphone phone={phone} browser={browser} />}
          {now === 'account' && (
            <AccountStep
              phone={phone}
              preview={(number, rule) => preview(number, rule, region)}
              requestSites={(patterns) => browser.requestSites(patterns)}
            />
          )}
          {now === 'test' && <TestStep phone={phone} verdict={verdict} />}
          {now === 'ready' && <Ready phone={phone} browser={browser} done={done} go={go} />}
          <footer class="welcome-end">
            {at > 0 && (
              <button type="button" class="button quiet" onClick={() => go(order[at - 1])}>
                {t('back')}
              </button>
            )}
            {shown && (
              <button
                type="button"
                class={done[shown.id] ? 'button accent onward' : 'button quiet onward'}
                onClick={() => go(order[at + 1])}
              >
                {t(done[shown.id] ? 'continue' : 'skip')}
              </button>
            )}
          </footer>
        </main>
      </Root>
    </DeskContext.Provider>
  );
}

/** Which steps are done, as the phone itself knows it; only the operator knows whether they heard themselves. */
function useDone(phone: Phone, verdict: Verdict): Record<Exclude<Step, 'ready'>, boolean> {
  const { everywhere, chosen } = phone.sites.value;
  return {
    sites: everywhere || chosen.length > 0,
    microphone: phone.devices.value.microphone === 'granted',
    account: phone.line.value.state === 'ready',
    test: verdict === 'good',
  };
}
