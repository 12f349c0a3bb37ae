/** A line with everything around it faked but SIP.js itself: what it says and tells is kept, the server is played by the test. */
import { expect, vi } from 'vitest';
import type { Leg, LegEvent } from '../../lib/call/leg.ts';
import { MicrophoneError, type MicrophoneShare } from '../../lib/media/microphone.ts';
import { createFarAudio } from '../../lib/media/speaker.ts';
import type { LineSlice } from '../../lib/mirror/slices.ts';
import type { SipAccess } from '../../lib/providers/provider.ts';
import { createLine, type Line, type LineContact } from '../../lib/sip/line.ts';
import { type FakeSocket, sdp, socket } from './sip-server.ts';
import type { SipText } from './sip-text.ts';

export const access: SipAccess = {
  servers: ['wss://one.example/sip', 'wss://two.example/sip'],
  user: 'alice',
  domain: 'pbx.example',
  authUser: 'alice',
  password: 'not-a-real-password',
  iceServers: [],
  dtmf: 'rfc4733',
  dialRule: { format: 'e164', prefix: '', fromDigits: 7 },
};

/** The far end's contact in every answer. */
export const contact = 'Contact: <sip:far@127.0.0.1>';

export interface TestLine {
  line: Line;
  states: Omit<LineSlice, 'since'>[];
  offers: { leg: Leg; events: LegEvent[] }[];
  logged: string[];
  /** The operator's microphone as the legs get it. */
  track: MediaStreamTrack;
  /** Shares of the microphone not given back. */
  shares(): number;
  refuseMicrophone(): void;
  /** It opens without a question, but not before the returned function is called. */
  openSlowly(): () => void;
  last(): Omit<LineSlice, 'since'> | undefined;
  state(wanted: LineSlice['state']): Promise<void>;
}

/** Call after stubBrowser(). */
export function openLine(changes: Partial<SipAccess> = {}, bound?: LineContact): TestLine {
  let shares = 0;
  let refused = false;
  let opening: Promise<void> | undefined;
  const track = { enabled: true } as MediaStreamTrack;
  const microphone = {
    take: async (): Promise<MicrophoneShare> => {
      await opening;
      if (refused)
        return Promise.reject(new MicrophoneError(new DOMException('dismissed', 'NotAllowedError')));
      shares += 1;
      return Promise.resolve({
        track,
        speak: (on) => void Object.assign(track, { enabled: on }),
        onTrack: () => undefined,
        release: () => void (shares -= 1),
      });
    },
  };
  const states: TestLine['states'] = [];
  const offers: TestLine['offers'] = [];
  const logged: string[] = [];
  const line = createLine(
    { ...access, ...changes },
    {
      media: {
        microphone,
        isAllowed: () => opening !== undefined,
        openFar: () =>
          createFarAudio({ context: () => undefined, onClose: () => undefined, log: () => undefined }),
      },
      ...(bound && { contact: bound }),
      log: (text) => logged.push(text),
      onState: (state) => states.push(state),
      onOffer(leg, hear) {
        const events: LegEvent[] = [];
        offers.push({ leg, events });
        hear((event) => events.push(event));
      },
    },
  );
  return {
    line,
    states,
    offers,
    logged,
    track,
    shares: () => shares,
    refuseMicrophone: () => (refused = true),
    openSlowly() {
      const { promise, resolve } = Promise.withResolvers<void>();
      opening = promise;
      return resolve;
    },
    last: () => states.at(-1),
    state: (wanted) => vi.waitFor(() => expect(states.at(-1)?.state).toBe(wanted), { timeout: 3000 }),
  };
}

/** Lets the newest socket open and its registration succeed; `count` sockets were made by then. */
export async function register(line: TestLine, count = 1): Promise<FakeSocket> {
  const opened = await socket(count);
  opened.opens();
  const request = await opened.hears('REGISTER');
  opened.answers(request, '200 OK', { headers: [`Contact: ${request.header('Contact')}`] });
  await line.state('ready');
  return opened;
}

/** Waits until the leg told this. */
export const told = (events: LegEvent[], type: LegEvent['type']): Promise<void> =>
  vi.waitFor(() => expect(events.map((one) => one.type)).toContain(type), { timeout: 3000 });

/** A call out, answered with these further headers. */
export async function liveCall(line: TestLine, opened: FakeSocket, headers: string[] = []) {
  const events: LegEvent[] = [];
  const leg = line.line.call('+17865550101', (event) => events.push(event));
  const invite = await opened.hears('INVITE');
  opened.answers(invite, '200 OK', { headers: [contact, ...headers], body: sdp() });
  await told(events, 'connected');
  return { events, leg, invite };
}

/** A request of the far end's in a call out; `invite` is what began it. */
export function farRequest(
  method: string,
  cseq: number,
  invite: SipText,
  { headers = [] as string[], body = '', type = 'application/sdp' } = {},
): string {
  return [
    `${method} sip:alice@x.invalid SIP/2.0`,
    `Via: SIP/2.0/WSS x;branch=z9hG4bK${method}${cseq}`,
    'Max-Forwards: 70',
    `To: ${invite.header('From')}`,
    `From: ${invite.header('To')};tag=far`,
    `Call-ID: ${invite.header('Call-ID')}`,
    `CSeq: ${cseq} ${method}`,
    contact,
    ...headers,
    ...(body ? [`Content-Type: ${type}`] : []),
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}

/** Somebody calls alice. */
export function invitation({ headers = [] as string[], body = sdp(), id = 'incoming-1' } = {}): string {
  return [
    'INVITE sip:alice@pbx.example SIP/2.0',
    `Via: SIP/2.0/WSS server.example;branch=z9hG4bK${id}`,
    'Max-Forwards: 70',
    'To: <sip:alice@pbx.example>',
    `From: "Caller" <sip:%2B17865550108@pbx.example>;tag=caller`,
    `Call-ID: ${id}`,
    'CSeq: 7 INVITE',
    'Contact: <sip:caller@server.example>',
    ...headers,
    ...(body ? ['Content-Type: application/sdp'] : []),
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}
