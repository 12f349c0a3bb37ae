import type { WebSocket } from 'ws';
import type { Hono } from 'hono';
import { personaById } from '../callers/directory.ts';
import type { Leg } from '../leg.ts';
import { CannotCall, type Pbx } from '../pbx.ts';
import { Credentials } from './credentials.ts';
import { type CemscaleFaults, noCemscaleFaults } from './faults.ts';
import { Hub } from './hub.ts';
import { cemscaleApi } from './http.ts';
import { Refusal } from './refusal.ts';
import { seedTenants, type Tenant, uuids } from './store.ts';
import { Switch } from './switch.ts';

export interface CemscaleOptions {
  seed: number;
  pbx: Pbx;
  frequencies: readonly number[];
  sip: { domain: string; webSocketUrl: () => string };
  changed: () => void;
}

/**
 * The sandbox's CemScale. It is no copy of CemScale's: nearly all of it follows the ASSUMED conventions of our protocol
 * sheet, so passing against it says nothing of the real service. Every answer carries `X-Emulator: 1`.
 */
export class Cemscale {
  readonly api: Hono;
  readonly #options: CemscaleOptions;
  readonly #uuid: () => string;
  readonly #credentials: Credentials;
  readonly #hub: Hub;
  readonly #exchange: Switch;
  #tenants: Tenant[];
  #faults: CemscaleFaults = noCemscaleFaults;
  #faultsChanged = Promise.withResolvers<void>();

  constructor(options: CemscaleOptions) {
    this.#options = options;
    this.#uuid = uuids(options.seed);
    this.#tenants = seedTenants(this.#uuid);
    this.#credentials = new Credentials(() => this.#tenants);
    const { changed, pbx, frequencies, sip } = options;
    this.#hub = new Hub({ credentials: this.#credentials, faults: () => this.#faults, changed });
    const tell = (tenant: Tenant, type: string, data: object) => this.#hub.tell(tenant, type, data);
    this.#exchange = new Switch({ pbx, uuid: this.#uuid, frequencies, tell, changed });
    this.api = cemscaleApi({
      tenants: () => this.#tenants,
      credentials: this.#credentials,
      exchange: this.#exchange,
      faults: () => this.#faults,
      faultsChanged: () => this.#faultsChanged.promise,
      uuid: this.#uuid,
      sip,
      tell,
    });
  }

  /** Both tenants, as they are: the truth to compare a client with. The first one's people have phones. */
  get tenants(): readonly Tenant[] {
    return this.#tenants;
  }

  get faults(): CemscaleFaults {
    return this.#faults;
  }

  set faults(faults: CemscaleFaults) {
    this.#faults = faults;
    this.#faultsChanged.resolve();
    this.#faultsChanged = Promise.withResolvers();
  }

  /** Calls that go on, as `calls.get` tells them. */
  calls(): object[] {
    return this.#exchange.calls.map((call) => call.row());
  }

  /** Open realtime sockets. */
  sockets(): number {
    return this.#hub.size;
  }

  /** Somebody calls an operator over the switch. Throws CannotCall, also when the number is blocked. */
  async bringCall(extension = '1001', caller: { persona?: string; from?: string } = {}): Promise<object> {
    const [tenant] = this.#tenants;
    const found = tenant?.extensions.find((one) => one.extension === extension);
    const persona = personaById(caller.persona ?? 'echo');
    if (!tenant || !found || !persona) throw new CannotCall(`nobody here is ${extension}`);
    const from = caller.from ?? persona.number;
    if (tenant.blocked.some(({ number }) => number === from)) throw new CannotCall(`${from} is blocked`);
    try {
      return (await this.#exchange.bring(tenant, found, persona, from)).row();
    } catch (error) {
      if (error instanceof Refusal) throw new CannotCall(error.message);
      throw error;
    }
  }

  /** Everybody of the first tenant hears this. */
  event(type: string, data: object): void {
    const [tenant] = this.#tenants;
    if (tenant) this.#hub.tell(tenant, type, data);
  }

  /** Every token given out is no good any more; `sockets` closes theirs as well. */
  endTokens({ sockets = false } = {}): void {
    this.#credentials.endAll();
    if (sockets) this.#hub.disconnect(4401);
  }

  /** Closes sockets with this code; 1006 cuts the line. */
  disconnect(code: number): void {
    this.#hub.disconnect(code);
  }

  connect(socket: WebSocket, query: URLSearchParams): void {
    void this.#hub.connect(socket, query);
  }

  /** A leg that came about without us. */
  follow(leg: Leg): void {
    this.#exchange.follow(this.#tenants, leg);
  }

  /** As at the start. Tokens and sockets stay. */
  reset(): void {
    this.#exchange.clear();
    this.faults = noCemscaleFaults;
    const before = this.#tenants;
    // Tokens name their people by id.
    this.#tenants = seedTenants(this.#uuid).map((tenant, at) => ({
      ...tenant,
      extensions: tenant.extensions.map((one, place) => ({
        ...one,
        id: before[at]?.extensions[place]?.id ?? one.id,
      })),
    }));
    this.#options.changed();
  }

  stop(): void {
    this.#exchange.clear();
    this.faults = noCemscaleFaults;
    this.#hub.disconnect(1001);
  }
}
