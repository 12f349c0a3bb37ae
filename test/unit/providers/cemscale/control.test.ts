import { describe, expect, test } from 'vitest';
import { matching } from '../../../../lib/providers/cemscale/control.ts';
import { accessOf } from '../../../../lib/providers/cemscale/access.ts';
import { eventOf, frameOf } from '../../../../lib/providers/cemscale/events.ts';
import { callRow, ownNumber, targetOf } from '../../../../lib/providers/cemscale/rows.ts';
import { pauseBefore } from '../../../../lib/providers/cemscale/socket.ts';

describe('which of the switch’s calls is ours (§8.3)', () => {
  const row = (callUuid: string, toNumber: string, second = 0, more = {}) => ({
    callUuid,
    fromNumber: '1001',
    toNumber,
    startedAt: new Date(second * 1000).toISOString(),
    ...more,
  });

  test.each([
    ['+17865550101', 'a'],
    ['7865550101', 'a'],
    ['(786) 555-0101', 'a'],
    ['0017865550101', 'a'],
    ['+17865550102', undefined],
    ['5550101', undefined],
    ['', undefined],
  ])('%s is %s', (number, expected) => expect(matching([row('a', '+17865550101')], number)).toBe(expected));

  test('of several the newest; what is over is none; callers count as called', () => {
    const rows = [row('old', '+17865550101', 1), row('new', '17865550101', 2)];
    expect(matching(rows, '+17865550101')).toBe('new');
    expect(matching([...rows, row('over', '+17865550101', 3, { state: 'ended' })], '+17865550101')).toBe(
      'new',
    );
    const caller = row('in', '1001', 4, { fromNumber: '+17865550101' });
    expect(matching([...rows, caller], '+17865550101')).toBe('in');
    expect(matching([{ toNumber: '+17865550101' }], '+17865550101')).toBeUndefined();
  });

  test('an extension is found as it stands', () => {
    expect(matching([row('a', '1002')], '1002')).toBe('a');
    expect(matching([row('a', '+17865551002')], '1002')).toBeUndefined();
  });
});

describe('records', () => {
  const me = { extension: '1001' };
  const base = { callUuid: 'u', startedAt: '2026-01-01T00:00:00Z', extension: '1001' };
  test.each([
    [
      { direction: 'outbound', fromNumber: '1001', toNumber: '+1', disposition: 'answered' },
      'outgoing',
      '+1',
      'answered',
    ],
    [
      { direction: 'inbound', fromNumber: '+1', toNumber: '+2', hangupCause: 'USER_BUSY' },
      'incoming',
      '+1',
      'busy',
    ],
    [
      { direction: 'internal', fromNumber: '1001', toNumber: '1002', hangupCause: 'NO_USER_RESPONSE' },
      'outgoing',
      '1002',
      'no_answer',
    ],
    [
      { direction: 'internal', fromNumber: '1002', toNumber: '1001', answeredAt: '2026-01-01T00:00:04Z' },
      'incoming',
      '1002',
      'answered',
    ],
    [{ direction: 'inbound', from_number: '+1', hangup_cause: 'SOMETHING' }, 'incoming', '+1', 'failed'],
  ])('%j', (row, direction, number, status) =>
    expect(callRow({ ...base, ...row }, me)).toMatchObject({ direction, number, status, ours: true }),
  );

  test('without an id or a beginning it is none', () => {
    expect(callRow({ callUuid: 'u' }, me)).toBeUndefined();
    expect(callRow({ startedAt: base.startedAt }, me)).toBeUndefined();
  });

  test('numbers get their plus; who answers is only said when we know the word', () => {
    expect(ownNumber({ id: 'a', number: '17865550180' })?.number).toBe('+17865550180');
    expect(ownNumber({ id: 'a', number: '100' })?.number).toBe('100');
    expect(targetOf({ routeType: 'ai_agent', routeTarget: 'x' })).toEqual({ kind: 'ai_agent', target: 'x' });
    expect(targetOf({ routeType: 'fax', routeTarget: 'x' })).toBeUndefined();
  });

  test('SIP access says what is missing', () => {
    const whole = { sipUri: 'sip:1001@pbx.example', wssUrl: 'wss://pbx.example', password: 'not-a-real-one' };
    expect(accessOf(whole)).toMatchObject({ user: '1001', domain: 'pbx.example' });
    expect(accessOf({ webrtc: whole }).servers).toEqual(['wss://pbx.example']);
    expect(() => accessOf({ ...whole, password: '' })).toThrow('password');
  });
});

describe('the socket', () => {
  test('names are read from type, else event; unknown ones are passed on, what is none is none', () => {
    expect(frameOf('{"type":"call_end","data":{"callUuid":"u"}}')?.name).toBe('call_end');
    expect(frameOf('{"event":"call_start","data":{}}')?.name).toBe('call_start');
    for (const text of ['', '7', '{}', '[]', 'null', '{"type":7.5e400'])
      expect(frameOf(text)).toBeUndefined();
    expect(eventOf('call_end', { callUuid: 'u' })).toEqual({ type: 'call', callUuid: 'u', over: true });
    expect(eventOf('call_start', {})).toBeUndefined();
    expect(eventOf('presence_change', {})).toEqual({ type: 'presence' });
    expect(eventOf('something_new', {})).toBeUndefined();
  });

  test('the ladder', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 99].map((failures) => pauseBefore(failures, 0.5))).toEqual([
      1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000,
    ]);
    expect(Math.round(pauseBefore(1, 0))).toBe(800);
    expect(Math.round(pauseBefore(1, 1))).toBe(1200);
  });
});
