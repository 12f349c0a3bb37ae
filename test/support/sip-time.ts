/** A server that lives through fake time, and a far end that speaks or falls silent in it. */
import { expect, vi } from 'vitest';
import { contact } from './sip-line.ts';
import { type FakePeerConnection, FakeSocket } from './sip-server.ts';
import type { SipText } from './sip-text.ts';

/** Lets fake time pass. */
export const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
/** What was sent on it whose first line begins so. */
export const sent = (on: FakeSocket, start: string) => on.sent.filter((one) => one.first.startsWith(start));
/** Lets time pass until so many sockets were made. */
export async function sockets(count: number, step = 100): Promise<void> {
  for (let waited = 0; FakeSocket.all.length < count && waited < 700_000; waited += step) await pass(step);
  expect(FakeSocket.all).toHaveLength(count);
}
/** Answers every request of this kind from now on, as a living server would. */
export function answering(on: FakeSocket, start: string, status = '200 OK', body = ''): void {
  const seen = new Set<SipText>(on.sent);
  const send = on.send.bind(on);
  on.send = (text) => {
    send(text);
    const request = on.sent.at(-1);
    if (!request || seen.has(request) || !request.first.startsWith(start)) return;
    queueMicrotask(() => {
      const own = start === 'REGISTER' ? `Contact: ${request.header('Contact')}` : contact;
      on.answers(request, status, { headers: [own], body });
    });
  };
}

/** The far end sends 50 packets a second from now on, until `silence`. */
export function speaks(pc: FakePeerConnection): void {
  clearInterval(speaking);
  speaking = setInterval(() => (pc.packets += 5), 100);
}
let speaking: ReturnType<typeof setInterval> | undefined;
/** It sends nothing any more. */
export const silence = () => clearInterval(speaking);
