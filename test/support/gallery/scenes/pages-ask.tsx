/** What sites want of the phone, on the page, in the popup and in the options. */
import { PhonePanel } from '../../../../components/phone-panel.tsx';
import { Root } from '../../../../components/controls/root.tsx';
import { PageConsentList } from '../../../../components/settings/page-consents.tsx';
import type { PageQuestion } from '../../../../lib/mirror/page-words.ts';
import { fakePhone } from '../../fake-phone.ts';
import { signedIn } from '../desk-states.ts';
import * as state from '../states.ts';
import { Box, Scene } from './phone.tsx';

const question = (facts: Partial<PageQuestion>): PageQuestion => ({
  id: 'q',
  origin: 'https://crm.example',
  permit: 'see',
  at: 0,
  ...facts,
});
const idle = { session: state.session, line: state.ready };
const asking = (facts: Partial<PageQuestion>) => ({ ...idle, pageQuestions: [question(facts)] });
const far = 'https://a-very-long-company-name.customer-relations.example.com:8443';

export function PagesAsk() {
  const consents = [
    {
      origin: 'https://crm.example',
      permits: { see: 'allowed', call: 'allowed', 'sign-in': 'allowed' } as const,
    },
    { origin: far, permits: { see: 'never', call: 'never', 'sign-in': 'never' } as const },
  ];
  return (
    <>
      <Scene title="sees" slices={asking({})} />
      <Scene title="calls a number" slices={asking({ permit: 'call', about: '+17865550198' })} />
      <Scene title="long name" slices={asking({ origin: far, permit: 'call' })} />
      <Scene title="signs in" slices={asking({ permit: 'sign-in', about: 'https://api.sippet.ai' })} />
      <Scene
        title="takes the widget’s place"
        slices={asking({ permit: 'sign-in', about: 'https://api.sippet.ai', widget: true })}
      />
      <Scene
        title="a call of a site’s"
        slices={state.withCalls(state.call({ direction: 'outgoing', site: 'https://crm.example' }))}
      />
      <Scene title="a call of a long site’s" slices={state.withCalls(state.early({ site: far }))} />
      <Box title="popup">
        <div class="popup">
          <PhonePanel
            phone={fakePhone({ ...signedIn, pageQuestions: [question({})] }).phone}
            surface="popup"
          />
        </div>
      </Box>
      <Box title="options">
        <Root appearance="auto" class="page">
          <div class="box-card">
            <PageConsentList phone={fakePhone({ ...idle, pageConsents: consents }).phone} />
          </div>
        </Root>
      </Box>
    </>
  );
}
