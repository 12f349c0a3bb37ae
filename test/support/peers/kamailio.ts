import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Daemon, startDaemon } from './daemon.ts';
import { kamailioConfig, type KamailioSettings } from './kamailio.cfg.ts';
import { answers } from './rtpengine.ts';

const OPTIONS = (port: number) =>
  [
    `OPTIONS sip:127.0.0.1:${port} SIP/2.0`,
    'Via: SIP/2.0/UDP 127.0.0.1;rport;branch=z9hG4bK-ready',
    'Max-Forwards: 5',
    'From: <sip:ready@127.0.0.1>;tag=ready',
    `To: <sip:127.0.0.1:${port}>`,
    `Call-ID: ready-${port}`,
    'CSeq: 1 OPTIONS',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');

/** Starts Kamailio in the foreground and waits until it answers SIP; the sockets are all bound by then. */
export async function startKamailio(dir: string, settings: KamailioSettings): Promise<Daemon> {
  const config = join(dir, 'kamailio.cfg');
  writeFileSync(config, kamailioConfig(settings));
  const daemon = startDaemon(
    'kamailio',
    ['-DD', '-E', '-f', config, '-w', dir, '-Y', dir, '-P', join(dir, 'kamailio.pid'), '-m', '64', '-M', '8'],
    // Killed outright it would leave its workers behind.
    { cwd: dir, lastSignal: 'TERM' },
  );
  await answers(settings.sipPort, OPTIONS(settings.sipPort), 'SIP/2.0 200', daemon);
  return daemon;
}

/** A self-signed certificate for loopback: its files, for a server under test only. */
export function makeCertificate(dir: string): { key: string; certificate: string } {
  const files = { key: join(dir, 'key.pem'), certificate: join(dir, 'certificate.pem') };
  execFileSync(
    'openssl',
    [
      ...'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1'.split(
        ' ',
      ),
      ...'-addext subjectAltName=IP:127.0.0.1,DNS:localhost'.split(' '),
      '-keyout',
      files.key,
      '-out',
      files.certificate,
    ],
    { stdio: 'pipe' },
  );
  return files;
}
