import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LegEvent } from '../../../lib/call/leg.ts';
import { farRequest, liveCall, openLine, register, type TestLine } from '../../support/sip-line.ts';
import { type FakeSocket, stubBrowser } from '../../support/sip-server.ts';

let line: TestLine;
let opened: FakeSocket;
beforeEach(async () => {
  stubBrowser();
  line = openLine();
  opened = await register(line);
});
afterEach(() => vi.unstubAllGlobals());

const to = { to: '+17865550102', dial: '0017865550102' };

/** A live call that was asked to be given away, and its REFER. */
async function referred() {
  const call = await liveCall(line, opened);
  call.leg.perform({ do: 'transfer', ...to });
  return { ...call, refer: await opened.hears('REFER') };
}

/** The far end tells what became of it (RFC 3515 §2.4.5). */
function notify(invite: Awaited<ReturnType<typeof liveCall>>['invite'], cseq: number, line: string): void {
  const headers = ['Event: refer', 'Subscription-State: active;expires=60'];
  opened.says(farRequest('NOTIFY', cseq, invite, { headers, body: `${line}\r\n`, type: 'message/sipfrag' }));
}
const ends = (events: LegEvent[]) => events.filter(({ type }) => type.startsWith('transfer'));

describe('a call is given away by REFER', () => {
  test('to the number as the account writes it, and is done when the far end has got through', async () => {
    const { events, refer, invite } = await referred();
    expect(refer.header('Refer-To')).toContain('sip:0017865550102@pbx.example');
    opened.answers(refer, '202 Accepted');
    notify(invite, 1, 'SIP/2.0 100 Trying');
    notify(invite, 2, 'SIP/2.0 180 Ringing');
    await opened.hears('SIP/2.0 200', 2);
    expect(ends(events)).toEqual([]);
    notify(invite, 3, 'SIP/2.0 200 OK');
    notify(invite, 4, 'SIP/2.0 200 OK');
    await opened.hears('SIP/2.0 200', 4);
    expect(ends(events)).toEqual([{ type: 'transfer-done' }]);
  });

  test('whoever is busy leaves it with us, in their words', async () => {
    const { events, refer, invite } = await referred();
    opened.answers(refer, '202 Accepted');
    notify(invite, 1, 'SIP/2.0 486 Busy Here');
    await opened.hears('SIP/2.0 200');
    expect(ends(events)).toEqual([{ type: 'transfer-refused', code: 486, said: 'Busy Here' }]);
  });

  test.each(['405 Method Not Allowed', '501 Not Implemented', '603 Decline'])(
    'a server that says %s does no such thing',
    async (status) => {
      const { events, refer } = await referred();
      opened.answers(refer, status);
      await vi.waitFor(() => expect(ends(events)).toHaveLength(1));
      expect(ends(events)[0]).toMatchObject({ type: 'transfer-refused', code: Number(status.slice(0, 3)) });
    },
  );

  test('what is no address is not sent', async () => {
    const { leg, events } = await liveCall(line, opened);
    leg.perform({ do: 'transfer', to: 'x', dial: 'sip:' });
    expect(ends(events)).toEqual([{ type: 'transfer-refused', said: 'sip:' }]);
    expect(opened.sent.some(({ first }) => first.startsWith('REFER'))).toBe(false);
  });

  test('a call that was hung up meanwhile tells nothing more', async () => {
    const { events, refer, invite } = await referred();
    opened.answers(refer, '202 Accepted');
    opened.says(farRequest('BYE', 1, invite));
    await opened.hears('SIP/2.0 200');
    notify(invite, 2, 'SIP/2.0 200 OK');
    expect(ends(events)).toEqual([]);
    expect(events.at(-1)?.type).toBe('far-hang-up');
  });
});
