/** The way to a phone server, as far as a browser lets it be told apart: name, path, certificate, WebSocket, sign-in. */
import { gather } from '../media/gather.ts';
import type { Line } from '../sip/line.ts';
import { probePlain, probeServer, probeSocket, type Probe } from '../sip/probe.ts';
import type { LineSlice } from '../mirror/slices.ts';
import { blocked, ok, skipped } from './finding.ts';
import type { Finding, Task } from './diagnose.ts';

/** Slower than this is said to be slow, in ms. */
const slow = { network: 1000, registration: 2000 };

interface Tried {
  server: Probe;
  socket: Probe;
  /** The name stands for no address. */
  nameless: boolean;
}

/** The address and the WebSocket on it are tried at once: each tells something about the other. */
export function serverChecks(url: string): Task[] {
  let tried: Promise<Tried> | undefined;
  const look = () => (tried ??= tryServer(url));
  return [
    {
      name: 'name',
      about: hostOf(url),
      async run() {
        const { nameless } = await look();
        if (!nameless) return { state: 'ok' };
        return navigator.onLine
          ? blocked('name-unknown', 'check-address')
          : blocked('offline', 'check-network');
      },
    },
    {
      name: 'server',
      about: url,
      async run() {
        const { server, socket, nameless } = await look();
        if (server.ok || socket.ok) return ok(server.ok ? server.took : socket.took, slow.network);
        return nameless ? skipped('needs-server') : whyUnreachable(url, server);
      },
    },
    {
      name: 'socket',
      about: url,
      async run() {
        const { server, socket } = await look();
        const { ok: open, took, said } = socket;
        if (open) return ok(took, slow.network);
        return server.ok
          ? blocked('socket-refused', 'check-address', { said, took })
          : skipped('needs-server');
      },
    },
  ];
}

async function tryServer(url: string): Promise<Tried> {
  const [server, socket] = await Promise.all([probeServer(url), probeSocket(url)]);
  const nameless = !server.ok && !socket.ok && (await isNameless(hostOf(url)));
  return { server, socket, nameless };
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : url);

/** The browser resolves a STUN server's name by itself and says when that fails; whether one listens there does not matter. */
async function isNameless(host: string): Promise<boolean> {
  if (/^[\d.]+$|^\[/.test(host)) return false;
  const { said } = await gather({ urls: `stun:${host}` }, 'stun');
  return said?.includes('lookup') ?? false;
}

async function whyUnreachable(url: string, { said, took, silent }: Probe): Promise<Finding> {
  if (!navigator.onLine) return blocked('offline', 'check-network', { said });
  if (await isKeptFromLocal()) return blocked('local-network', 'allow-local-network', { said, took });
  if (silent) return blocked('server-silent', 'check-network', { said, took });
  const isSecure = /^wss:/i.test(url);
  if (isSecure && (await probePlain(url)).ok)
    return blocked('tls-failed', 'ask-administrator', { said, took });
  return blocked('server-unreachable', 'check-address', { said, took });
}

/** Chromium's question about the local network, by the names it has had; other browsers know none of them. */
const localPermissions = ['local-network-access', 'local-network', 'loopback-network'];

async function isKeptFromLocal(): Promise<boolean> {
  const states = localPermissions.map((name) =>
    navigator.permissions.query({ name: name as PermissionName }).then(
      ({ state }) => state,
      () => undefined, // A browser that does not know the name keeps us from nothing by it.
    ),
  );
  return (await Promise.all(states)).includes('denied');
}

/** Signs in anew where we are signed in, so that the answer is one of now and its time is known. */
export async function checkRegistration(line: Line | undefined, slice: () => LineSlice): Promise<Finding> {
  const started = performance.now();
  await line?.register();
  const took = Math.round(performance.now() - started);
  const { state, fault } = slice();
  const more = { said: fault?.said, about: fault?.about };
  switch (state) {
    case 'none':
      return skipped('no-account', 'add-account');
    case 'ready':
      return ok(took, slow.registration);
    case 'refused':
      return blocked('registration-refused', 'check-account', more);
    case 'connecting':
    case 'retrying':
      return blocked('registration-failing', 'ask-administrator', more);
  }
}

/** Without an account there is nothing to look at. */
export const withoutServers = (): Task[] =>
  (['name', 'server', 'socket'] as const).map((name) => ({
    name,
    run: () => Promise.resolve(skipped('no-account', 'add-account')),
  }));
