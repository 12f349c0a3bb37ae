/** Accounts of both kinds, what signing in may want, and the page opened for a call. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Root } from '../../../../components/controls/root.tsx';
import { AccountList } from '../../../../components/settings/account-list.tsx';
import { ScreenPopSetting } from '../../../../components/settings/screen-pop-setting.tsx';
import {
  emptySlices,
  type CemscaleAccountView,
  type SippetAccountView,
  type Slices,
} from '../../../../lib/mirror/slices.ts';
import { fakePhone } from '../../fake-phone.ts';
import { desk, signedIn } from '../desk-states.ts';
import { fault } from '../states.ts';

const cemscale: CemscaleAccountView = {
  id: 's',
  kind: 'cemscale',
  label: 'CemScale',
  apiUrl: 'https://voip-api.example',
  signInBy: 'password',
  tenantId: '00000000-0000-4000-8000-0000000000aa',
  extension: '1001',
  dialBy: 'switch',
  hasPassword: true,
  managed: false,
};

const sippet: SippetAccountView = {
  id: 's',
  kind: 'sippet',
  label: 'Sippet',
  apiOrigin: 'https://api.sippet.example',
  tokenFrom: 'url',
  signInUrl: 'https://crm.example/operator-token',
  hasToken: false,
  managed: false,
};

interface CardProps {
  title: string;
  /** Pressed one after the other, by their words. */
  press?: readonly string[];
  children: ComponentChildren;
}

/** A box of the options page. */
export function Card({ title, press = [], children }: CardProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    void (async () => {
      for (const label of press) {
        const controls = [...(box.current?.querySelectorAll<HTMLElement>('button, summary, label') ?? [])];
        controls.find(({ textContent }) => textContent?.trim().startsWith(label))?.click();
        await new Promise((resolve) => setTimeout(resolve, 40));
      }
    })();
  }, []);
  return (
    <figure class="box page-frame" ref={box}>
      <figcaption>{title}</figcaption>
      <Root appearance="auto" class="page">
        <div class="box-card">{children}</div>
      </Root>
    </figure>
  );
}

function List({ title, slices = {}, press }: { title: string; slices?: Partial<Slices>; press?: string[] }) {
  return (
    <Card title={title} press={press}>
      <AccountList
        phone={fakePhone({ ...signedIn, ...slices }).phone}
        preview={(number) => number}
        requestSites={() => Promise.resolve(true)}
      />
    </Card>
  );
}

function Pop({ title, on, url }: { title: string } & Slices['settings']['screenPop']) {
  const settings = { ...emptySlices.settings, screenPop: { on, url } };
  return (
    <Card title={title}>
      <ScreenPopSetting phone={fakePhone({ settings }).phone} />
    </Card>
  );
}

const needed = (more: Partial<Slices['desk']['signIn']>) =>
  desk({ signIn: { state: 'needed', fault: fault('sign-in-needed', { said: 'token expired' }), ...more } });

export function Accounts() {
  return (
    <>
      <List title="new, Sippet" press={['Sippet', 'Advanced']} />
      <List title="a token, with errors" press={['Sippet', 'With a token', 'Connect']} />
      <List title="signed in" slices={{ accounts: [sippet] }} />
      <List title="sign in again" slices={{ accounts: [sippet], desk: needed({}) }} />
      <List
        title="the site must be allowed"
        slices={{
          accounts: [sippet],
          desk: needed({
            fault: fault('site-permission-needed', { about: 'crm.example' }),
            wantsOrigin: 'https://crm.example/*',
          }),
        }}
      />
      <List
        title="a new token"
        slices={{ accounts: [{ ...sippet, tokenFrom: 'pasted', hasToken: true }], desk: needed({}) }}
        press={['Enter a new token']}
      />
      <List
        title="managed"
        slices={{
          accounts: [
            { ...sippet, tokenFrom: 'managed', managed: true },
            { ...sippet, id: 'other', label: 'Mine' },
          ],
        }}
      />
      <List
        title="managed, the token has ended"
        slices={{ accounts: [{ ...sippet, tokenFrom: 'managed', managed: true }], desk: needed({}) }}
      />
      <List
        title="the company server is not set up"
        slices={{
          accounts: [sippet],
          desk: needed({
            state: 'retrying',
            fault: fault('sign-in-broken', {
              about: 'crm.example',
              said: 'Sippet refused the secret key of this server. Its administrator must check SIPPET_SECRET_API_KEY.',
            }),
          }),
        }}
      />
      <List title="new, CemScale" press={['CemScale', 'Advanced']} />
      <List title="CemScale, with errors" press={['CemScale', 'Through your company', 'Connect']} />
      <List
        title="CemScale, refused"
        slices={{
          accounts: [cemscale],
          desk: needed({ fault: fault('sign-in-refused', { said: 'Extension or password is wrong.' }) }),
        }}
      />
      <List title="CemScale, changed" slices={{ accounts: [cemscale] }} press={['Edit']} />
      <Pop title="page, never" on="never" url="" />
      <Pop title="page, example" on="ring" url="https://crm.example/search?phone={number}&name={name}" />
      <Pop title="page, wrong" on="answer" url="crm.example/{nummer}" />
      <Pop title="page, unknown word" on="answer" url="https://crm.example/{nummer}" />
    </>
  );
}
