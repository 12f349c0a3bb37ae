import { describe, expect, it } from 'vitest';
import { search } from '../../../components/controls/combobox.tsx';
import { check, draftOf, exposed, tidied } from '../../../components/settings/account-draft.ts';
import { standingOf } from '../../../components/settings/microphone.tsx';
import { loudness } from '../../../components/controls/meter.tsx';
import { isSandbox, sandboxAccount, sandboxAddress } from '../../../components/welcome/sandbox.ts';
import { adviceFor } from '../../../components/welcome/test-step.tsx';
import type { AccountView } from '../../../lib/mirror/slices.ts';

const filled = {
  ...draftOf(),
  servers: 'wss://pbx.example/ws',
  user: '1001',
  domain: 'pbx.example',
  password: 'secret',
};

const saved: AccountView = {
  id: 'a',
  kind: 'sip',
  label: 'Head office',
  servers: ['wss://pbx.example/ws', 'wss://backup.example/ws'],
  user: '1001',
  domain: 'pbx.example',
  iceServers: [{ urls: 'turn:turn.example', username: 'agent', hasCredential: true }],
  dtmf: 'info',
  dialRule: { format: 'national', prefix: '0', fromDigits: 5 },
  hasPassword: true,
};

describe('the account form', () => {
  it('mends what people commonly type', () => {
    const mended = tidied({
      ...filled,
      servers: 'pbx.example:7443/ws',
      user: ' sip:1001@voice.example ',
      domain: '',
    });
    expect(mended).toMatchObject({
      servers: 'wss://pbx.example:7443/ws',
      user: '1001',
      domain: 'voice.example',
    });
    expect(tidied({ ...filled, domain: '' }).domain).toBe('pbx.example');
  });

  it('sends a saved account back unchanged, with no secret in it', () => {
    const { input } = check(draftOf(saved), 'a');
    expect(input).toMatchObject({
      id: 'a',
      servers: saved.servers,
      dtmf: 'info',
      dialRule: saved.dialRule,
      iceServers: [{ urls: 'turn:turn.example', username: 'agent' }],
    });
    expect(input?.password).toBeUndefined();
    expect(input?.iceServers[0]?.credential).toBeUndefined();
  });

  it('names an account nobody named', () => {
    expect(check(filled, undefined).input?.label).toBe('1001@pbx.example');
  });

  it('says which field is wrong', () => {
    const errors = (changed: Partial<typeof filled>) =>
      Object.keys(check({ ...filled, ...changed }, undefined).errors ?? {});
    expect(errors({})).toEqual([]);
    expect(errors({ servers: '' })).toEqual(['servers']);
    expect(errors({ servers: 'https://pbx.example' })).toEqual(['servers']);
    expect(errors({ user: 'a b' })).toEqual(['user']);
    expect(errors({ domain: 'a/b' })).toEqual(['domain']);
    expect(errors({ password: '' })).toEqual(['password']);
    expect(errors({ displayName: '"Ana" <ana>' })).toEqual(['displayName']);
    expect(errors({ prefix: 'abc' })).toEqual(['prefix']);
    expect(errors({ fromDigits: 'x' })).toEqual(['fromDigits']);
    expect(errors({ companionUrl: 'http://crm.example' })).toEqual(['companionUrl']);
    expect(errors({ companionUrl: 'crm.example/companion' })).toEqual([]);
    expect(
      errors({ iceServers: [{ urls: 'http://a', username: '', credential: '', hasCredential: false }] }),
    ).toEqual(['iceServers']);
  });

  it('warns of a server that is not encrypted, unless it is on this computer', () => {
    expect(exposed('ws://pbx.example/ws')).toBe(true);
    expect(exposed('wss://pbx.example/ws')).toBe(false);
    expect(exposed('ws://127.0.0.1:8787/sip')).toBe(false);
    expect(exposed('ws://127.evil.example/sip')).toBe(true);
  });
});

describe('welcome', () => {
  it('knows the sandbox’s account again', () => {
    // The address of its CRM, as it stands in the browser, will do.
    const account = sandboxAccount(`${sandboxAddress}/callers`, 'Sandbox');
    expect(isSandbox(account)).toBe(true);
    expect(account.apiOrigin).toBe(sandboxAddress);
    expect(isSandbox(saved)).toBe(false);
  });

  it('tells the operator what most likely keeps a call silent', () => {
    expect(adviceFor({ microphone: false, far: false })).toBe('adviceMicrophone');
    expect(adviceFor({ microphone: true, far: false })).toBe('adviceServer');
    expect(adviceFor({ microphone: true, far: true })).toBe('adviceSpeakers');
  });

  it('shows loudness as ears hear it', () => {
    expect([0, 1e-9, 0.001, 1, 2].map(loudness)).toEqual([0, 0, 0, 1, 1]);
    expect(loudness(0.1)).toBeCloseTo(2 / 3);
  });

  it('tells a closed question from a blocked microphone', () => {
    expect(standingOf('unknown', null)).toBe('ask');
    expect(standingOf('prompt', 'dismissed')).toBe('dismissed');
    expect(standingOf('denied', null)).toBe('blocked');
    expect(standingOf('granted', 'blocked')).toBe('granted');
    expect(standingOf('granted', 'missing')).toBe('missing');
    expect(standingOf('missing', null)).toBe('missing');
  });
});

describe('the list of countries', () => {
  const options = [
    { value: 'AT', text: 'Austria' },
    { value: 'CI', text: 'Côte d’Ivoire' },
    { value: 'US', text: 'United States' },
    { value: 'UM', text: 'U.S. Outlying Islands' },
    { value: 'RU', text: 'Russia' },
  ];
  const found = (typed: string) => search(options, typed).map(({ value }) => value);

  it('is found by code, by name, by a word in it, and without its accents', () => {
    expect(found('us')[0]).toBe('US');
    expect(found('cote')).toEqual(['CI']);
    expect(found('states')).toEqual(['US']);
    expect(found('')).toHaveLength(5);
    expect(found('xyz')).toEqual([]);
  });
});
