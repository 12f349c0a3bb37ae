import { expect, test } from 'vitest';
import { createDiagnosis, type Task } from '../../../lib/engine/diagnose.ts';
import { reportOf } from '../../../lib/engine/report.ts';
import { emptySlices, type Slices } from '../../../lib/mirror/slices.ts';

test('checks run one after another, each step is published, and a second start joins the first', async () => {
  const order: string[] = [];
  const logged: string[] = [];
  const task = (name: Task['name'], run: Task['run']): Task => ({ name, about: `about ${name}`, run });
  const diagnosis = createDiagnosis(
    () => [
      task('microphone', () => {
        order.push('microphone');
        return Promise.resolve({ state: 'ok', took: 3 });
      }),
      task('speaker', () => {
        order.push('speaker');
        return Promise.reject(new Error('boom'));
      }),
      task('echo', () => Promise.resolve({ state: 'skipped', cause: 'not-configured', about: 'none' })),
    ],
    (line) => logged.push(line),
  );
  const first = diagnosis.start();
  expect(diagnosis.slice.value.checks.map((one) => one.state)).toEqual(['running', 'waiting', 'waiting']);
  expect(diagnosis.start()).toBe(first);
  await first;
  expect(order).toEqual(['microphone', 'speaker']);
  expect(diagnosis.slice.value).toMatchObject({
    running: false,
    checks: [
      { state: 'ok', took: 3, about: 'about microphone' },
      { state: 'blocked', cause: 'unexpected', said: 'Error: boom', advice: 'try-again' },
      { state: 'skipped', about: 'none' },
    ],
  });
  expect(logged).toEqual(['check speaker: Error: boom']);
});

test('the report tells what helps, and neither secrets nor people', () => {
  const slices: Slices = {
    ...emptySlices,
    session: { account: { id: 'a', kind: 'sip', label: 'x', identity: '+17865550199' } },
    accounts: [
      {
        id: 'a',
        kind: 'sip',
        label: 'Private label',
        servers: ['wss://pbx.example/ws?token=abc123'],
        user: '+17865550199',
        domain: 'pbx.example',
        iceServers: [{ urls: 'turn:turn.example', username: 'agent', hasCredential: true }],
        dtmf: 'rfc4733',
        dialRule: { format: 'e164', prefix: '', fromDigits: 7 },
        hasPassword: true,
      },
    ],
    line: {
      state: 'refused',
      since: 0,
      fault: { code: 'wrong-password', said: '401 for hunter2!', at: 0 },
    },
    history: [
      {
        id: 'h',
        direction: 'incoming',
        party: { number: '+442079460018', name: 'Eve Reed' },
        startedAt: 0,
        answeredAt: 1000,
        endedAt: 61_000,
        outcome: { kind: 'completed' },
        account: 'a',
        quality: {
          mos: { median: 4.3, min: 3.1 },
          loss: { ours: 1, theirs: 0.5 },
          jitter: { median: 4, max: 20 },
          seconds: 60,
          troubled: 5,
        },
      },
    ],
    diagnosis: {
      running: false,
      checks: [
        {
          name: 'turn',
          state: 'blocked',
          about: 'turn:turn.example',
          took: 57,
          cause: 'turn-refused',
          said: '401 Unauthorized',
          advice: 'check-account',
        },
      ],
    },
  };
  const text = reportOf({
    slices,
    version: '1.2.3',
    browser: 'Chromium 156',
    language: 'en',
    online: true,
    log: [{ at: 0, level: 'warn', text: 'sent hunter2! to 192.168.0.10' }],
    secrets: ['hunter2!', 'turn-pass'],
    now: 0,
  });
  for (const secret of [
    'hunter2!',
    'abc123',
    '7865550199',
    '2079460018',
    'Eve Reed',
    'Private label',
    'agent',
  ])
    expect(text, secret).not.toContain(secret);
  for (const fact of [
    'version 1.2.3',
    'wrong-password “401 for ***”',
    '…018: completed, 60 s, MOS 4.3 (least 3.1), loss 1 % out 0.5 % in',
    'turn: blocked (turn:turn.example) 57 ms turn-refused “401 Unauthorized” -> check-account',
    '1970-01-01T00:00:00.000Z warn sent *** to 192.168.0.10',
  ])
    expect(text).toContain(fact);
});
