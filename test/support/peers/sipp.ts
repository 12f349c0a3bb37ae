import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './ports.ts';

/** Whom sipp plays and where it sends. */
export interface SippOptions {
  /** The SIP port (UDP on loopback) it talks to, as `peers.sipPort`. */
  port: number;
  /** The `[service]` of the scenario: the user part that is called. */
  service?: string;
  user?: string;
  password?: string;
  /** Further `[key]` words of the scenario. */
  keys?: Record<string, string>;
  timeoutSeconds?: number;
  /** How often the scenario is played, one call after another; once unless said otherwise. */
  calls?: number;
}

/** What came of it: whether the scenario ran to its end, and every message sent and received. */
export interface SippResult {
  ok: boolean;
  messages: string;
  errors: string;
}

/** Plays a sipp scenario (its XML) and tells how it went; for messages no phone would send. */
export function runSipp(scenarioXml: string, options: SippOptions): Promise<SippResult> {
  const { port, service = 'service', user, password, keys = {}, timeoutSeconds = 10, calls = 1 } = options;
  const dir = mkdtempSync(join(tmpdir(), 'ringside-sipp-'));
  const file = (name: string) => join(dir, name);
  const read = (name: string) => (existsSync(file(name)) ? readFileSync(file(name), 'utf8') : '');
  writeFileSync(file('scenario.xml'), scenarioXml);
  return freePort().then(
    (ownPort) =>
      new Promise((resolve) => {
        const args = [
          ...`127.0.0.1:${port} -i 127.0.0.1 -p ${ownPort} -s ${service} -sf scenario.xml -m ${calls} -l 1 -nostdin`.split(
            ' ',
          ),
          ...`-timeout ${timeoutSeconds}s -timeout_error -trace_msg -message_file messages`.split(' '),
          ...'-trace_err -error_file errors'.split(' '),
          ...(user === undefined ? [] : ['-au', user]),
          ...(password === undefined ? [] : ['-ap', password]),
          ...Object.entries(keys).flatMap(([key, value]) => ['-key', key, value]),
        ];
        // sipp draws its statistics on the terminal it believes to have; nothing of that is wanted.
        execFile('sipp', args, { cwd: dir, env: { ...process.env, TERM: 'dumb' } }, (error, _out, stderr) =>
          resolve({
            ok: error === null,
            messages: read('messages'),
            errors: [stderr, read('errors')].join('\n').trim(),
          }),
        );
      }),
  );
}
