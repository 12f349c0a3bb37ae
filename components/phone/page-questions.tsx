/** What a site wants of the phone: the operator says yes, not now, or never. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { PageQuestion, Permit } from '../../lib/mirror/page-words.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { GlobeIcon } from '../controls/icons.tsx';

/** A page may bring its question up under a click that was meant for something else: it takes none this early, in ms. */
const settle = 700;

/** The oldest question; the others come after it. */
export function PageQuestions({ phone }: { phone: Phone }) {
  const [question] = phone.pageQuestions.value;
  return question ? <Question key={question.id} phone={phone} question={question} /> : null;
}

function Question({ phone, question }: { phone: Phone; question: PageQuestion }) {
  const armed = useSignal(false);
  const early = !armed.value;
  const site = new URL(question.origin).host;

  useEffect(() => {
    const timer = setTimeout(() => {
      armed.value = true;
    }, settle);
    return () => clearTimeout(timer);
  }, [armed]);

  const answer = (said: 'allow' | 'later' | 'never') =>
    phone.answerPageQuestion({ id: question.id, answer: said });
  return (
    <div class="notice calm page-question" role="alert">
      <GlobeIcon />
      <div class="notice-text">
        <b>{t(question.widget ? 'pageWidget' : 'pageWants', site)}</b>
        <p>{asked(question)}</p>
        <div class="page-answers">
          <Action class="button accent small" off={early} run={() => answer('allow')}>
            {t(question.widget ? 'pageTakeOver' : 'pageAllow')}
          </Action>
          <Action class="button quiet small" off={early} run={() => answer('later')}>
            {t('pageLater')}
          </Action>
          <Action class="button quiet small" off={early} run={() => answer('never')}>
            {t('pageNever')}
          </Action>
        </div>
      </div>
    </div>
  );
}

/** What it would be able to do, in one or two sentences. */
function asked({ permit, about, widget }: PageQuestion): string {
  switch (permit) {
    case 'see':
      return t('pageWantsSee');
    case 'call':
      return about === undefined ? t('pageWantsCalls') : t('pageWantsCall', about);
    case 'sign-in':
      return t(
        widget ? 'pageWidgetExplain' : 'pageWantsSignIn',
        about === undefined ? '' : new URL(about).host,
      );
  }
}

/** What a permit is called in lists. */
export const permitWords: Readonly<
  Record<
    Permit,
    {
      allowed: 'pageMaySee' | 'pageMayCall' | 'pageMaySignIn';
      never: 'pageMayNotSee' | 'pageMayNotCall' | 'pageMayNotSignIn';
    }
  >
> = {
  see: { allowed: 'pageMaySee', never: 'pageMayNotSee' },
  call: { allowed: 'pageMayCall', never: 'pageMayNotCall' },
  'sign-in': { allowed: 'pageMaySignIn', never: 'pageMayNotSignIn' },
};
