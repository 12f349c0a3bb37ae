import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  farRequest,
  invitation,
  liveCall,
  openLine,
  register,
  type TestLine,
  told,
} from '../../support/sip-line.ts';
import { FakePeerConnection, type FakeSocket, sdp, stubBrowser } from '../../support/sip-server.ts';
import { torments } from '../../support/torture.ts';

let line: TestLine;
let opened: FakeSocket;

beforeEach(async () => {
  stubBrowser();
  line = openLine();
  opened = await register(line);
});
afterEach(() => vi.unstubAllGlobals());

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
const openPeers = () => FakePeerConnection.all.filter((one) => one.connectionState !== 'closed').length;

/** Some of it rings, as it may; once that is declined there is no peer connection and no microphone. */
async function nothingOpen(): Promise<void> {
  for (const { leg } of line.offers) leg.perform({ do: 'reject', busy: false });
  await settled();
  expect(openPeers()).toBe(0);
  expect(line.shares()).toBe(0);
}

describe('RFC 4475', () => {
  test.each(torments('alice').map(({ name, text }) => [name, text] as const))(
    '%s: the next call rings all the same',
    async (_name, text) => {
      expect(() => opened.says(text)).not.toThrow();
      await settled();
      await nothingOpen();
      const before = line.offers.length;
      opened.says(invitation({ id: 'good' }));
      await vi.waitFor(() => expect(line.offers).toHaveLength(before + 1));
      expect(line.offers.at(-1)).toMatchObject({ leg: { party: { name: 'Caller' } }, events: [] });
      expect(line.last()?.state).toBe('ready');
    },
  );

  test('all of them in one go, then a call', async () => {
    for (const { text } of torments('alice')) opened.says(text);
    await settled();
    await nothingOpen();
    opened.says(invitation({ id: 'good' }));
    await vi.waitFor(() => expect(line.offers.at(-1)?.leg.party.name).toBe('Caller'));
  });
});

describe('an offer that cannot be taken', () => {
  test.each([
    ['prose', { body: 'not a description' }, '488'],
    [
      'an unknown type',
      { body: '', headers: ['Content-Type: text/plain', 'Content-Length: 2', '', 'hi'] },
      '415',
    ],
  ])('%s is refused before it rings, with words, and leaves nothing open', async (_name, parts, status) => {
    opened.says(invitation({ ...parts, id: 'bad' }));
    await opened.hears(`SIP/2.0 ${status}`);
    await vi.waitFor(() => expect(line.offers[0]?.events).toHaveLength(1));
    expect(line.offers[0]?.events[0]).toMatchObject({ type: 'failed', kind: 'incompatible' });
    expect(opened.sent.some((one) => one.first.startsWith('SIP/2.0 180'))).toBe(false);
    // What the rules ask for then; nothing more is said.
    line.offers[0]?.leg.perform({ do: 'drop' });
    await settled();
    expect(opened.sent.filter((one) => /^SIP\/2.0 [456]/.test(one.first))).toHaveLength(1);
    expect(openPeers() + line.shares()).toBe(0);
  });

  test('an answer that cannot be read ends our call with words', async () => {
    const events: { type: string }[] = [];
    line.line.call('1002', (event) => events.push(event));
    const invite = await opened.hears('INVITE');
    opened.answers(invite, '200 OK', {
      headers: ['Contact: <sip:far@127.0.0.1>'],
      body: 'not a description',
    });
    await opened.hears('BYE');
    await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ type: 'failed', kind: 'incompatible' }));
    await settled();
    expect(openPeers() + line.shares()).toBe(0);
  });

  test('a re-INVITE that cannot be read is 488, and the call goes on', async () => {
    const { invite, events } = await liveCall(line, opened);
    opened.says(farRequest('INVITE', 1, invite, { body: 'not a description' }));
    await opened.hears('SIP/2.0 488');
    opened.says(farRequest('ACK', 1, invite));
    await settled();
    opened.says(farRequest('INVITE', 2, invite, { body: sdp('sendonly') }));
    await told(events, 'far-hold');
  });
});

test('a far end cannot make the phone dial: REFER is declined', async () => {
  const { invite, events } = await liveCall(line, opened);
  opened.says(farRequest('REFER', 1, invite, { headers: ['Refer-To: <sip:+19005550199@pbx.example>'] }));
  await opened.hears('SIP/2.0 603');
  await settled();
  expect(opened.sent.filter((one) => one.first.startsWith('INVITE'))).toHaveLength(1);
  expect(events).toHaveLength(1);
});
