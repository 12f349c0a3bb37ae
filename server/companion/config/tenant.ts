import type { Connectors } from '../connectors/connector.ts';

/** One company whose AI agents call us. */
export interface Tenant {
  /** What `tenant_id` must be; `*` takes any (the preset of a server with one key and no configuration file). */
  id: string;
  /** SHA-256 of each key it may use (hex). Several for rotation. */
  keyDigests: readonly string[];
  /** IANA, e.g. America/New_York. */
  timeZone: string;
  /** What callers are told is in: en or es (a tenant made in code with another one: en). */
  language: string;
  /** ISO 3166-1 alpha-2: whose national numbers are meant. */
  region: string;
  /** Operators of this tenant: e-mail addresses, or `@domain`; empty for everybody. */
  operators: readonly string[];
  connectors: Connectors;
}
