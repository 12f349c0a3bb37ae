/** A network of its own for a browser under test: a namespace joined to ours by one virtual cable, to cut and to move. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './chromium/executable.ts';

export interface Namespace {
  /** Our end of the cable: where servers must listen to be reached from inside. */
  readonly host: string;
  /** A Chromium that starts inside. */
  readonly chromium: string;
  /** Drops all UDP both ways, or lets it pass again: the sound is cut and signalling is not. */
  cutMedia(cut: boolean): void;
  /** Loses this share (0..1) of the UDP packets on their way in and out by chance; 0 is a good cable again. */
  lose(share: { inbound?: number; outbound?: number }): void;
  /** Pulls the cable out, or puts it back in. */
  unplug(out: boolean): void;
  /** Drops whatever belongs to the TCP connections of now, without a word to either end; new ones are not touched. */
  strand(): void;
  /** Gives the inside another address and takes the old one away, as a change of Wi-Fi does. */
  move(): void;
  remove(): void;
}

/** Why there can be no namespaces here; undefined when there can. */
export function noNamespaces(): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces are Linux only';
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  for (const tool of ['ip', 'iptables']) if (spawnSync(tool, ['-V']).error) return `${tool} is not installed`;
  const name = `ring-try-${process.pid}`;
  const tried = spawnSync('ip', ['netns', 'add', name], { encoding: 'utf8' });
  if (tried.status !== 0) return `no namespace can be made here: ${tried.stderr.trim()}`;
  ip('netns', 'delete', name);
  return undefined;
}

/** Why packets cannot be lost by chance here; undefined when they can. */
export function noChance(): string | undefined {
  const why = noNamespaces();
  if (why !== undefined) return why;
  const cable = makeNamespace();
  try {
    cable.lose({ inbound: 0.5 });
    return undefined;
  } catch (error) {
    return `iptables has no statistic match here: ${String(error)}`;
  } finally {
    cable.remove();
  }
}

let made = 0;

/** Makes one with an address of its own; `remove` it in the end. */
export function makeNamespace(): Namespace {
  const number = ++made;
  const id = `${process.pid % 100_000}x${number}`;
  const [name, near, far] = [`ring${id}`, `rn${id}`, `rf${id}`];
  const subnet = `10.${64 + (process.pid % 64)}.${number}`;
  const dir = mkdtempSync(join(tmpdir(), 'ringside-netns-'));
  const inside = (...command: string[]) => ip('netns', 'exec', name, ...command);
  let address = 2;
  let cut = false;
  let losing: { end: string; share: number }[] = [];

  /** A rule for the UDP packets that come in at one end of the cable. */
  const at = (end: string, change: '-A' | '-D', ...match: string[]) =>
    (end === far ? inside : run)('iptables', change, 'INPUT', '-i', end, '-p', 'udp', ...match, '-j', 'DROP');

  ip('netns', 'add', name);
  ip('link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', name);
  ip('addr', 'add', `${subnet}.1/24`, 'dev', near);
  ip('link', 'set', near, 'up');
  // Candidates of IPv6 would be ways around what is cut.
  inside('sysctl', '-qw', 'net.ipv6.conf.all.disable_ipv6=1');
  inside('ip', 'addr', 'add', `${subnet}.${address}/24`, 'dev', far);
  inside('ip', 'link', 'set', 'lo', 'up');
  inside('ip', 'link', 'set', far, 'up');

  const chromium = join(dir, 'chromium');
  writeFileSync(chromium, `#!/bin/sh\nexec ip netns exec ${name} ${findChromium() ?? 'chromium'} "$@"\n`);
  chmodSync(chromium, 0o755);

  return {
    host: `${subnet}.1`,
    chromium,
    cutMedia(on) {
      if (on === cut) return;
      cut = on;
      // At the receiving ends only: a packet dropped where it is sent would be an error there, and no cable gives errors.
      for (const end of [far, near]) at(end, on ? '-A' : '-D');
    },
    lose({ inbound = 0, outbound = 0 }) {
      for (const { end, share } of losing) at(end, '-D', ...byChance(share));
      losing = [];
      for (const one of [
        { end: far, share: inbound },
        { end: near, share: outbound },
      ]) {
        if (one.share === 0) continue;
        at(one.end, '-A', ...byChance(one.share));
        losing.push(one);
      }
    },
    unplug(out) {
      inside('ip', 'link', 'set', far, out ? 'down' : 'up');
    },
    strand() {
      for (const port of localPorts(name))
        for (const [chain, side] of [
          ['OUTPUT', '--sport'],
          ['INPUT', '--dport'],
        ] as const)
          inside('iptables', '-A', chain, '-p', 'tcp', side, String(port), '-j', 'DROP');
    },
    move() {
      // The old one first: a second address of a subnet goes with the first.
      inside('ip', 'addr', 'del', `${subnet}.${address++}/24`, 'dev', far);
      inside('ip', 'addr', 'add', `${subnet}.${address}/24`, 'dev', far);
    },
    remove() {
      this.cutMedia(false);
      this.lose({});
      ip('netns', 'delete', name);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

const byChance = (share: number) => ['-m', 'statistic', '--mode', 'random', '--probability', String(share)];

/** Our ends of the TCP connections established in there. */
function localPorts(name: string): number[] {
  const table = execFileSync('ip', ['netns', 'exec', name, 'cat', '/proc/net/tcp'], { encoding: 'utf8' });
  // Columns: number, local address:port, remote address:port, state (01 is established); all hexadecimal.
  return [...table.matchAll(/^ *\d+: [0-9A-F]{8}:([0-9A-F]{4}) [0-9A-F:]+ 01 /gm)].map(([, port = '']) =>
    Number.parseInt(port, 16),
  );
}

function ip(...args: string[]): void {
  run('ip', ...args);
}

function run(...[program = '', ...args]: string[]): void {
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
