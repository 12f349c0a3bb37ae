/** Reads what the service sends, in every form the protocol sheet allows, and minds nothing it does not know. */
import * as v from 'valibot';
import { RpcError } from './errors.ts';
import { isRow, mapOf, type Row } from '../row.ts';
import type { Rpc, RpcRequest } from './rpc.ts';

/** A plain array, an offset page or a keyset page (§2.3, trap 1). */
const listData = v.union([
  v.array(v.unknown()),
  v.looseObject({
    results: v.array(v.unknown()),
    hasMore: v.optional(v.nullable(v.boolean())),
    after: v.optional(v.nullable(v.string())),
    nextPage: v.optional(v.nullable(v.string())),
    type: v.optional(v.nullable(v.string())),
  }),
]);

export interface Page {
  rows: Row[];
  /** What asks for the next page; absent at the end. */
  next?: { offset: number } | { after: string };
}

/** `offset` is where this page began. What is no record is left out. */
export function pageOf(data: v.InferOutput<typeof listData>, offset = 0): Page {
  if (Array.isArray(data)) return { rows: data.filter(isRow) };
  const rows = data.results.filter(isRow);
  if (data.hasMore !== true || rows.length === 0) return { rows };
  const after = data.nextPage ?? data.after;
  if (data.type === 'keyset' && after) return { rows, next: { after } };
  return { rows, next: { offset: offset + data.results.length } };
}

/** Actions with untyped results: whatever they are. */
const anything = v.unknown();

/** What a page holds of a list that was asked for whole. */
const whole = 100;

/** A service that always promises more is not believed for ever. */
const mostPages = 500;

/** Fields the service has turned out not to have, by action: asked for once only (§8 row 5). */
type Unknown = Map<string, Set<string>>;

export type Reader = ReturnType<typeof createReader>;

/** Reads records over one RPC client. */
export function createReader(rpc: Rpc) {
  const unknown: Unknown = new Map();

  /** Asks for the fields the service has; one it refuses by name is not asked for again. */
  async function withFields<T>(request: RpcRequest, ask: (fields: string[]) => Promise<T>): Promise<T> {
    const missing = unknown.get(request.action) ?? new Set();
    unknown.set(request.action, missing);
    for (;;) {
      const fields = (request.fields ?? []).filter((field) => !missing.has(field));
      try {
        return await ask(fields);
      } catch (error) {
        const name = error instanceof RpcError && notThere.has(error.type) ? error.field : undefined;
        const field = fields.find((one) => one === name || one === name?.split('.').at(-1));
        if (!field || fields.length === 1) throw error;
        missing.add(field);
      }
    }
  }

  const page = (request: RpcRequest, offset?: number) =>
    withFields(request, async (fields) => pageOf(await rpc.run({ ...request, fields }, listData), offset));

  return {
    /** Every record of a list, page by page. `size` 0 asks for no pages, for actions that may have none (§3.1). */
    async each(request: RpcRequest, size: number, tell: (rows: Row[]) => void): Promise<void> {
      let next: Page['next'] | undefined;
      let offset = 0;
      let pages = 0;
      do {
        // The beginning goes without saying: some actions know offsets, some cursors (§2.3 trap 1).
        const paging = size > 0 || next ? { page: { limit: size || whole, ...next } } : {};
        const read: Page = await page({ ...request, ...paging }, offset);
        tell(read.rows);
        offset += read.rows.length;
        next = read.next;
        pages += 1;
      } while (next && pages < mostPages);
    },
    /** A whole list at once. */
    async all(request: RpcRequest, size = 100): Promise<Row[]> {
      const rows: Row[] = [];
      await this.each(request, size, (more) => rows.push(...more));
      return rows;
    },
    /** What was written, restricted to the fields (§2.3); an absent record is a refusal like any other. */
    async written(request: RpcRequest): Promise<Row> {
      const data = await withFields(request, (fields) => rpc.run({ ...request, fields }, anything));
      return mapOf(data);
    },
    /** An untyped result under both key cases. */
    async map(request: RpcRequest): Promise<Row> {
      const data = await rpc.run(request, anything);
      return typeof data === 'string' ? { value: data } : mapOf(data);
    },
    /**
     * As `map`, where the sheet does not know the input's name: the next one is tried when the service says that this
     * one was not it (§8 row 2). Nothing was executed then.
     */
    async mapWith(action: string, inputs: readonly Record<string, unknown>[]): Promise<Row> {
      let refusal: unknown;
      for (const input of inputs) {
        try {
          return await this.map({ action, input });
        } catch (error) {
          refusal = error;
          if (!(error instanceof RpcError) || !isWrongInput(error, input)) break;
        }
      }
      throw refusal;
    },
  };
}

const notThere: ReadonlySet<string> = new Set(['unknown_field', 'forbidden_field', 'load_not_allowed']);
const wrongInput: ReadonlySet<string> = new Set([
  'required',
  'unknown_input',
  'invalid_input_format',
  'missing_required_parameter',
]);

/** The names are to blame, not what they hold: an `invalid_argument` about the first of them is the service's last word. */
const isWrongInput = (error: RpcError, input: Record<string, unknown>): boolean =>
  wrongInput.has(error.type) ||
  (/^invalid_(argument|attribute)$/.test(error.type) &&
    error.field !== undefined &&
    error.field !== Object.keys(input)[0]);
