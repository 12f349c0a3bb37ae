import * as v from 'valibot';
import type { Caller } from '../access.ts';
import type { Desk } from '../desk/desk.ts';
import type { ResourceName, Row } from '../resources.ts';
import type { Workspace } from '../workspace.ts';
import { type RpcError, rpcError, RpcFailure } from './errors.ts';

/** What an action has to work with. */
export interface ActionContext {
  workspace: Workspace;
  desk: Desk;
  caller: Caller;
}

/** What an action does with its checked input; `identity` is there when the action has one. */
interface Doing<Input, Result> {
  (context: ActionContext, input: Input, identity: string): Result | Promise<Result>;
}

interface Common {
  /** Operator tokens may not (protocol sheet §8 #21). */
  secretOnly: boolean;
  /** Throws RpcFailure for input that is not right. */
  check: (input: unknown) => void;
}

/** An action by its kind, which decides what its request must and may hold (protocol sheet §2.2, §2.3). */
export type Action =
  | (Common & {
      kind: 'list';
      resource: ResourceName;
      paginated: boolean;
      rows: (context: ActionContext, input: unknown) => readonly Row[];
    })
  | (Common & { kind: 'get'; resource: ResourceName; run: Doing<unknown, Row | undefined> })
  | (Common & {
      kind: 'create' | 'update' | 'destroy';
      resource: ResourceName;
      /** The row an identity means; without it the action has none. */
      find: ((context: ActionContext, identity: string) => Row | undefined) | undefined;
      run: Doing<unknown, Row>;
    })
  | (Common & { kind: 'map'; run: Doing<unknown, unknown> });

type Schema = v.GenericSchema<unknown, object>;

const NoInput = v.strictObject({});

/** A list of rows; `page` is taken only where `paginated`. */
export function list(
  resource: ResourceName,
  rows: (context: ActionContext) => readonly Row[],
  options: { paginated?: boolean; secretOnly?: boolean } = {},
): Action {
  const { paginated = true, secretOnly = false } = options;
  return { kind: 'list', resource, paginated, secretOnly, check: () => undefined, rows };
}

/** A list that depends on its input. */
export function listBy<S extends Schema>(
  resource: ResourceName,
  schema: S,
  rows: (context: ActionContext, input: v.InferOutput<S>) => readonly Row[],
): Action {
  return {
    kind: 'list',
    resource,
    paginated: false,
    secretOnly: false,
    check: (input) => void readInput(schema, input),
    rows: (context, input) => rows(context, readInput(schema, input)),
  };
}

/** One row, found by its input. */
export function get<S extends Schema>(
  resource: ResourceName,
  schema: S,
  run: Doing<v.InferOutput<S>, Row | undefined>,
): Action {
  return { kind: 'get', resource, secretOnly: false, ...typed(schema, run) };
}

/** A new row. */
export function create<S extends Schema>(
  resource: ResourceName,
  schema: S,
  run: Doing<v.InferOutput<S>, Row>,
): Action {
  return { kind: 'create', resource, secretOnly: false, find: undefined, ...typed(schema, run) };
}

/** A change of a row that exists. */
export function update<S extends Schema>(
  resource: ResourceName,
  find: (context: ActionContext, identity: string) => Row | undefined,
  schema: S,
  run: Doing<v.InferOutput<S>, Row>,
): Action {
  return { kind: 'update', resource, secretOnly: false, find, ...typed(schema, run) };
}

/** The end of a row. */
export function destroy(
  resource: ResourceName,
  find: (context: ActionContext, identity: string) => Row | undefined,
  run: (context: ActionContext, identity: string) => Row,
): Action {
  return {
    kind: 'destroy',
    resource,
    secretOnly: false,
    find,
    ...typed(NoInput, (context, _input, identity) => run(context, identity)),
  };
}

/** A generic action whose result has no fields to select. */
export function map<S extends Schema>(
  schema: S,
  run: Doing<v.InferOutput<S>, unknown>,
  options: { secretOnly?: boolean } = {},
): Action {
  return { kind: 'map', secretOnly: options.secretOnly ?? false, ...typed(schema, run) };
}

function typed<S extends Schema, Result>(
  schema: S,
  run: Doing<v.InferOutput<S>, Result>,
): { check: (input: unknown) => void; run: Doing<unknown, Result> } {
  return {
    check: (input) => void readInput(schema, input),
    run: (context, input, identity) => run(context, readInput(schema, input), identity),
  };
}

/** Checks `input`; what is missing is `required`, what is wrong `invalid_argument` (protocol sheet §2.4). */
function readInput<S extends Schema>(schema: S, input: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, input ?? {});
  if (result.success) return result.output;
  throw new RpcFailure(...result.issues.map(errorOf));
}

function errorOf(issue: v.BaseIssue<unknown>): RpcError {
  const field = v.getDotPath(issue) ?? '';
  // A key that must not be there is expected to be "never"; one that must be there is missing.
  const missing = issue.input === undefined && issue.expected !== 'never';
  return rpcError(missing ? 'required' : 'invalid_argument', {
    ...(!missing && { message: issue.expected === 'never' ? 'No such input %{field}' : 'is invalid' }),
    vars: { field },
    fields: [field],
  });
}
