import type { Caller } from '../access.ts';
import { snakeKeys } from '../names.ts';
import { takeSippetFault } from '../switches.ts';
import { type Action, type ActionContext } from './action.ts';
import { callActions } from './call-actions.ts';
import { deskActions } from './desk-actions.ts';
import { fail, rpcError, RpcFailure } from './errors.ts';
import { project, readSelection } from './fields.ts';
import { isMap, readFilter } from './filter.ts';
import { paginate } from './page.ts';
import { readSort } from './sort.ts';

/** The envelope (protocol sheet §2.3). */
export type Envelope = { success: true; data?: unknown } | { success: false; errors: readonly unknown[] };

const actions: ReadonlyMap<string, Action> = new Map(Object.entries({ ...callActions, ...deskActions }));

/** Executes a request, or (`validate`) only looks whether it could be executed. Never throws for a bad request. */
export async function runRpc(body: unknown, context: ActionContext, validate: boolean): Promise<Envelope> {
  try {
    const data = await perform(body, context, validate);
    return validate ? { success: true } : { success: true, data };
  } catch (error) {
    if (!(error instanceof RpcFailure)) throw error;
    return { success: false, errors: error.errors };
  }
}

async function perform(body: unknown, context: ActionContext, validate: boolean): Promise<unknown> {
  if (!isMap(body)) fail('invalid_input_format');
  const name = body['action'];
  if (typeof name !== 'string') fail('missing_required_parameter', { vars: { parameter: 'action' } });
  const action = actions.get(name) ?? fail('action_not_found', { vars: { actionName: name } });
  const fault = takeSippetFault(context.workspace.faults.rpcError, name);
  if (fault !== undefined)
    throw new RpcFailure(rpcError(fault.type, { message: fault.message, vars: fault.vars }));
  allow(action, context.caller);
  const input = body['input'];
  if (input !== undefined && input !== null && !isMap(input)) fail('invalid_input_format');
  const identity = readIdentity(action, body['identity'], context);
  if (validate) return action.check(input);
  return answer(action, body, input, identity, context);
}

function allow(action: Action, caller: Caller): void {
  if (caller.kind === 'nobody' || caller.kind === 'publishable') fail('forbidden');
  if (action.secretOnly && caller.kind !== 'secret') fail('forbidden');
}

/** The bare id of an existing row, where the action has an identity (protocol sheet §2.2). */
function readIdentity(action: Action, identity: unknown, context: ActionContext): string {
  if (action.kind === 'list' || action.kind === 'get' || action.kind === 'map' || action.find === undefined)
    return '';
  if (identity === undefined || identity === null) fail('missing_identity', { path: ['identity'] });
  if (typeof identity !== 'string') fail('invalid_identity', { path: ['identity'] });
  if (action.find(context, identity) === undefined) fail('not_found');
  return identity;
}

async function answer(
  action: Action,
  body: Record<string, unknown>,
  input: unknown,
  identity: string,
  context: ActionContext,
): Promise<unknown> {
  const { workspace } = context;
  const { store, variants } = workspace;
  if (action.kind === 'map') {
    const result = await action.run(context, input, identity);
    return variants.mapKeys === 'snake' ? snakeKeys(result) : result;
  }
  const { resource } = action;
  const selection = readSelection(body['fields'], resource, action.kind === 'list' || action.kind === 'get');
  const show = (row: object): object =>
    selection === undefined ? {} : project(row, selection, resource, store);
  if (action.kind === 'list') {
    const test = readFilter(body['filter'], resource, { store, contains: variants.containsFilter });
    const compare = readSort(body['sort'], resource);
    const rows = action.rows(context, input).filter(test).toSorted(compare);
    return action.paginated ? paginate(rows, body['page'], variants, show) : rows.map(show);
  }
  const row = await Promise.resolve<object | undefined>(action.run(context, input, identity));
  return row === undefined ? fail('not_found') : show(row);
}
