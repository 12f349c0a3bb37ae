import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A child process that is told to stop, and made to. */
export interface Daemon {
  readonly name: string;
  readonly pid: number | undefined;
  /** Everything it has printed. */
  output(): string;
  /** Throws with what it printed when it is no longer running: waiting on would be in vain. */
  assertRunning(): void;
  /** Ends it at once, so that it can say nothing to anybody. */
  kill(): void;
  stop(): Promise<void>;
}

const PATIENCE = 3_000;

/** Starts a program that ends with us, by `lastSignal`, even when we are killed: setpriv asks the kernel for that. */
export function startDaemon(
  name: string,
  args: string[],
  { cwd, lastSignal = 'KILL' }: { cwd: string; lastSignal?: 'KILL' | 'TERM' },
): Daemon {
  const child = spawn('setpriv', ['--pdeathsig', lastSignal, name, ...args], {
    cwd,
    // A process group of its own, so that its children can be ended with it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: string[] = [];
  const collect = (chunk: Buffer) => printed.push(chunk.toString());
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  child.on('error', (error) => printed.push(String(error)));
  const output = () => printed.join('');
  return {
    name,
    pid: child.pid,
    output,
    assertRunning() {
      if (hasEnded(child))
        throw new Error(`${name} ended (${child.exitCode ?? child.signalCode}):\n${output().slice(-3000)}`);
    },
    kill: () => killGroup(child),
    stop: () => stop(child),
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const harder = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
  await ended;
  clearTimeout(harder);
  killGroup(child);
}

/** Ends what the process has left behind: Kamailio's workers can outlive it when they hang on a lock. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    const isEmpty = error instanceof Error && 'code' in error && error.code === 'ESRCH';
    if (!isEmpty) throw error;
  }
}
