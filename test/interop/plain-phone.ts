/** A bare SIP.js phone for a web page: what the peers are tested with before the extension comes in. Runs in the browser. */
import { Inviter, Registerer, RegistererState, type Session, SessionState, UserAgent, Web } from 'sip.js';

/** Where to register, and as whom. */
export interface PlainAccount {
  server: string;
  uri: string;
  user: string;
  password: string;
}

let agent: UserAgent | undefined;
let session: Session | undefined;
let context: AudioContext | undefined;
let analyser: AnalyserNode | undefined;

function handlerOf(session: Session): Web.SessionDescriptionHandler {
  const handler = session.sessionDescriptionHandler;
  if (handler instanceof Web.SessionDescriptionHandler) return handler;
  throw new Error('the session has no media yet');
}

// A tone is noise to a noise suppressor, so nothing may be "improved".
const constraints = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };

/** Resolves once the registrar has said yes. */
export async function register({ server, uri, user, password }: PlainAccount): Promise<void> {
  const aor = UserAgent.makeURI(uri);
  if (!aor) throw new Error(`${uri} is no SIP URI`);
  agent = new UserAgent({
    uri: aor,
    authorizationUsername: user,
    authorizationPassword: password,
    transportOptions: { server },
    logLevel: 'error',
    sessionDescriptionHandlerFactory: Web.defaultSessionDescriptionHandlerFactory(() =>
      navigator.mediaDevices.getUserMedia({ audio: constraints }),
    ),
    sessionDescriptionHandlerFactoryOptions: {
      iceGatheringTimeout: 500,
      peerConnectionConfiguration: { iceServers: [] },
    },
    delegate: {
      onInvite: (invitation) => {
        session = invitation;
        void invitation.accept();
      },
    },
  });
  await agent.start();
  const registerer = new Registerer(agent);
  await new Promise<void>((resolve, reject) => {
    registerer.stateChange.addListener((state) => {
      if (state === RegistererState.Registered) resolve();
    });
    const onReject = () => reject(new Error('registration refused'));
    registerer.register({ requestDelegate: { onReject } }).catch(reject);
  });
}

/** Sends the INVITE; `state` tells how it goes. */
export async function call(target: string): Promise<void> {
  const uri = UserAgent.makeURI(target);
  if (!agent || !uri) throw new Error(`cannot call ${target}`);
  session = new Inviter(agent, uri);
  await session.invite();
}

/** The state of the newest call, made or received. */
export function state(): string {
  return session?.state ?? 'none';
}

/** The last fifth of a second of what comes in, once it has been listened to for that long. */
export async function heard(): Promise<{ rate: number; samples: number[] }> {
  if (!session) throw new Error('no call');
  context ??= new AudioContext();
  if (!analyser) {
    const stream = handlerOf(session).remoteMediaStream;
    // Chromium feeds Web Audio from a remote stream only while some element plays it.
    const element = new Audio();
    element.srcObject = stream;
    await element.play();
    analyser = new AnalyserNode(context, { fftSize: 8192 });
    context.createMediaStreamSource(stream).connect(analyser);
  }
  const samples = new Float32Array(analyser.fftSize);
  analyser.getFloatTimeDomainData(samples);
  return { rate: context.sampleRate, samples: [...samples] };
}

/** The name of the codec that comes in. */
export async function codec(): Promise<string | undefined> {
  if (!session) return undefined;
  const stats = await handlerOf(session).peerConnection?.getStats();
  const reports = [...(stats?.values() ?? [])];
  const inbound = reports.find(({ type }) => type === 'inbound-rtp');
  return reports.find(({ id }) => id === inbound?.codecId)?.mimeType;
}

/** Ends the call and forgets it. */
export async function hangup(): Promise<void> {
  if (session?.state === SessionState.Established) await session.bye();
  analyser = undefined;
}
