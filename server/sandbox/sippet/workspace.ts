import { EventPipe, type EventName } from './events.ts';
import { Hub } from './socket/hub.ts';
import { emptyStore, type Store } from './store.ts';
import { noSippetFaults, type SippetFaults, usualVariants, type Variants } from './switches.ts';
import { Tokens } from './tokens.ts';
import { createIds } from '../ids.ts';

/** Obviously no keys: fixed, printed, and shaped like nothing real. */
export const SECRET_KEY = 'sandbox-secret-key-not-a-secret';
export const PUBLISHABLE_KEY = 'sandbox-publishable-key-not-a-secret';

export interface WorkspaceOptions {
  seed: number;
  idleMs: number;
  /** Where phones connect, for `issue_sip_access`. */
  sip: { domain: string; webSocketUrl: () => string };
  /** Something in the state has changed. */
  changed: () => void;
}

/** One Sippet organisation: its rows, tokens, sockets and switches. What happens on telephone lines is the desk's. */
export class Workspace {
  readonly options: WorkspaceOptions;
  readonly tokens: Tokens;
  readonly hub: Hub;
  readonly #pipe: EventPipe;
  store: Store;
  variants: Variants = usualVariants;
  #faults: SippetFaults = noSippetFaults;
  #faultsChanged = Promise.withResolvers<void>();

  constructor(options: WorkspaceOptions) {
    this.options = options;
    this.store = emptyStore(options.seed);
    this.tokens = new Tokens(createIds(options.seed + 1));
    const switches = { variants: () => this.variants, faults: () => this.#faults };
    this.hub = new Hub({
      ...switches,
      tokens: this.tokens,
      changed: options.changed,
      idleMs: options.idleMs,
    });
    this.#pipe = new EventPipe({ ...switches, send: (event) => this.hub.broadcast(event) });
  }

  get faults(): SippetFaults {
    return this.#faults;
  }

  set faults(faults: SippetFaults) {
    this.#faults = faults;
    this.#pipe.flush();
    this.#faultsChanged.resolve();
    this.#faultsChanged = Promise.withResolvers();
  }

  /** Settles when the faults are replaced: what hangs is let go. */
  get faultsChanged(): Promise<void> {
    return this.#faultsChanged.promise;
  }

  /** Tells the sockets and everybody who waits for a fact. */
  emit(name: EventName, payload: object): void {
    this.#pipe.emit(name, payload);
    this.options.changed();
  }
}
