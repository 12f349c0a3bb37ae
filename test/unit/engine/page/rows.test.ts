import { expect, test } from 'vitest';
import type { RingsideEvent } from '../../../../docs/ringside.d.ts';
import { placed } from '../../../../lib/call/registry.ts';
import { callRowOf, eventBetween, plainFacts } from '../../../../lib/engine/page/rows.ts';
import { pageEvents, type PageEvent } from '../../../../lib/mirror/page-words.ts';

test('the documented events are those there are', () => {
  const documented: Record<RingsideEvent, true> & Record<PageEvent, true> = {
    incoming_call: true,
    call_answered: true,
    call_ended: true,
    call_participant_joined: true,
    call_participant_left: true,
    call_transcript_delta: true,
    call_transcript_completed: true,
    operator_status_change: true,
    call_queue_entry_updated: true,
    call_queue_entry_deleted: true,
    call_ai_audit_event: true,
  };
  expect(Object.keys(documented)).toEqual([...pageEvents]);
});

test('what a payload says is told plainly: nothing nested, nothing endless, nothing that is no fact', () => {
  const facts = plainFacts(
    JSON.parse(
      `{"call_uuid":"u","callUuid":"second","duration_seconds":3,"final":true,"nothing":null,"nested":{"a":1},"__proto__":{"x":1},"long":"${'x'.repeat(5000)}"}`,
    ) as object,
  );
  expect(facts).toMatchObject({ callUuid: 'u', durationSeconds: 3, final: true, nothing: null });
  expect(String(facts['long'])).toHaveLength(4000);
  expect(Object.keys(facts)).not.toContain('nested');
  expect(Object.getPrototypeOf(facts)).toBe(Object.prototype);
  const many = plainFacts(Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`k${at}`, at])));
  expect(Object.keys(many)).toHaveLength(40);
});

test('a call of our own is told in Sippet’s words, and its turns as Sippet’s events', () => {
  const call = { ...placed('id', { number: '+17865550101', name: 'Ana' }, 0), site: 'https://crm.example' };
  expect(callRowOf(call, undefined)).toMatchObject({
    callUuid: 'id',
    direction: 'outbound',
    fromNumber: null,
    toNumber: '+17865550101',
    status: 'initiated',
    startedAt: '1970-01-01T00:00:00.000Z',
  });
  const rings = { ...call, direction: 'incoming' as const, phase: 'offered' as const };
  const live = { ...rings, phase: 'live' as const };
  expect(eventBetween(undefined, rings)).toBe('incoming_call');
  expect(eventBetween(undefined, call)).toBeUndefined();
  expect(eventBetween(rings, live)).toBe('call_answered');
  expect(eventBetween({ ...live, answeredAt: 1 }, { ...live, answeredAt: 1, muted: true })).toBeUndefined();
  expect(
    eventBetween({ ...live, phase: 'recovering', answeredAt: 1 }, { ...live, answeredAt: 1 }),
  ).toBeUndefined();
  expect(eventBetween(live, { ...live, phase: 'closed' })).toBe('call_ended');
});
