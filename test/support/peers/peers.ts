import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PhoneOptions } from './baresip.cfg.ts';
import type { Daemon } from './daemon.ts';
import type { KamailioSettings } from './kamailio.cfg.ts';
import { makeCertificate, startKamailio } from './kamailio.ts';
import { type Phone, startPhone } from './phone.ts';
import { freePort } from './ports.ts';
import { startRtpengine } from './rtpengine.ts';

const DOMAIN = 'sip.test';
const PASSWORDS: Record<User, string> = {
  alice: 'alice-in-test',
  bob: 'bob-in-test',
  carol: 'carol-in-test',
};

const USERS = ['alice', 'bob', 'carol'] as const;
const PHONES = { bob: {}, carol: { toneHz: 620 } };

/** The users that exist; alice is ours by custom, bob and carol have phones. */
type User = (typeof USERS)[number];

/** What to start; `phones` is bob and carol with PCMU and automatic answer unless said otherwise. */
export interface PeersOptions {
  /** A folder for configurations, logs and recordings; made when missing. */
  dir: string;
  wss?: boolean;
  /** The registrar keeps one contact for each user, and does not notice lost connections. */
  strict?: boolean;
  /** Where browsers find signalling and media; loopback unless they are elsewhere. */
  host?: string;
  phones?: Partial<Record<User, PhoneOptions>>;
}

/** A small telephone network on loopback: Kamailio, rtpengine and baresip phones. */
export interface Peers {
  readonly domain: string;
  readonly wsUrl: string;
  /** Only there when asked for; its certificate is self-signed. */
  readonly wssUrl: string | undefined;
  readonly sipPort: number;
  password(user: User): string;
  phone(user: User): Phone;
  /** Starts a phone, in place of the one this user had. */
  startPhone(user: User, options?: PhoneOptions): Promise<Phone>;
  stopKamailio(): Promise<void>;
  startKamailio(): Promise<void>;
  /** Registrations are lost with it, as after a real crash. */
  restartKamailio(options?: { downForMs?: number }): Promise<void>;
  kamailioLog(): string;
  stop(): Promise<void>;
}

/** Starts everything and waits until it is ready; two networks may run side by side. */
export async function startPeers(options: PeersOptions): Promise<Peers> {
  const { dir, wss = false, strict = false, host = '127.0.0.1' } = options;
  const phones: PeersOptions['phones'] & object = options.phones ?? PHONES;
  mkdirSync(dir, { recursive: true });
  const rtpengine = await startRtpengine(dir, host);
  const settings: KamailioSettings = {
    domain: DOMAIN,
    host,
    sipPort: await freePort(),
    wsPort: await freePort(),
    // rtpengine comes first: a failed first ping would make Kamailio do without it for a minute.
    rtpenginePort: rtpengine.ngPort,
    passwords: PASSWORDS,
    strict,
    ...(wss && { tls: { port: await freePort(), ...makeCertificate(dir) } }),
  };
  const network = new Network(dir, settings, rtpengine);
  try {
    await network.startKamailio();
    for (const user of USERS) if (phones[user]) await network.startPhone(user, phones[user]);
  } catch (error) {
    await network.stop();
    throw error;
  }
  return network;
}

class Network implements Peers {
  readonly domain = DOMAIN;
  readonly wsUrl: string;
  readonly wssUrl: string | undefined;
  readonly sipPort: number;
  readonly #dir: string;
  readonly #settings: KamailioSettings;
  readonly #rtpengine: Daemon;
  readonly #phones = new Map<User, Phone>();
  #kamailio: Daemon | undefined;
  #phonesStarted = 0;

  constructor(dir: string, settings: KamailioSettings, rtpengine: Daemon) {
    this.#dir = dir;
    this.#settings = settings;
    this.#rtpengine = rtpengine;
    this.sipPort = settings.sipPort;
    this.wsUrl = `ws://${settings.host}:${settings.wsPort}`;
    this.wssUrl = settings.tls && `wss://${settings.host}:${settings.tls.port}`;
  }

  password(user: User): string {
    return PASSWORDS[user];
  }

  phone(user: User): Phone {
    const phone = this.#phones.get(user);
    if (!phone) throw new Error(`${user} has no phone here; start one with startPhone`);
    return phone;
  }

  async startPhone(user: User, options?: PhoneOptions): Promise<Phone> {
    await this.#phones.get(user)?.stop();
    const home = {
      dir: join(this.#dir, `${user}-${++this.#phonesStarted}`),
      user,
      domain: DOMAIN,
      password: PASSWORDS[user],
      proxyPort: this.sipPort,
    };
    const phone = await startPhone(home, options);
    this.#phones.set(user, phone);
    return phone;
  }

  async startKamailio(): Promise<void> {
    this.#kamailio ??= await startKamailio(this.#dir, this.#settings);
  }

  async stopKamailio(): Promise<void> {
    await this.#kamailio?.stop();
    this.#kamailio = undefined;
  }

  async restartKamailio({ downForMs = 0 }: { downForMs?: number } = {}): Promise<void> {
    await this.stopKamailio();
    await new Promise((resolve) => setTimeout(resolve, downForMs));
    await this.startKamailio();
  }

  kamailioLog(): string {
    return this.#kamailio?.output() ?? '';
  }

  /** Phones first: without Kamailio they would wait half a minute for the answer to their farewell. */
  async stop(): Promise<void> {
    await Promise.all([...this.#phones.values()].map((phone) => phone.stop()));
    this.#phones.clear();
    await this.stopKamailio();
    await this.#rtpengine.stop();
  }
}
