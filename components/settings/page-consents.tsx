/** What sites may do with the phone through its page API, with a way to take it back. */
import { permits } from '../../lib/mirror/page-words.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { permitWords } from '../phone/page-questions.tsx';
import { Chip, Group } from './site-numbers.tsx';
import { siteName } from './site-pattern.ts';

/** Each thing that was said of each site; nothing where no site has asked yet. */
export function PageConsentList({ phone }: { phone: Phone }) {
  const said = phone.pageConsents.value.flatMap((consent) =>
    permits.flatMap((permit) => {
      const word = consent.permits[permit];
      return word === undefined ? [] : [{ origin: consent.origin, permit, word }];
    }),
  );
  if (said.length === 0) return null;
  return (
    <Group label={t('pageConsents')}>
      {said.map(({ origin, permit, word }) => {
        const text = t(permitWords[permit][word]);
        return (
          <Chip
            key={`${origin} ${permit}`}
            text={`${siteName(origin)}: ${text}`}
            label={t('pageForget', siteName(origin), text)}
            take={() => phone.setPageConsent({ origin, permit, word: null })}
          />
        );
      })}
    </Group>
  );
}
