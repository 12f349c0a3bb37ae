/** One entry of `errors` (protocol sheet §2.4). `message` may hold `%{name}` of `vars`; the server never fills it in. */
export interface RpcError {
  type: string;
  message: string;
  shortMessage: string;
  vars: Record<string, unknown>;
  fields: string[];
  path: string[];
}

/** Ends an action with an error envelope. */
export class RpcFailure extends Error {
  readonly errors: readonly RpcError[];

  constructor(...errors: readonly RpcError[]) {
    super(errors.map(({ type }) => type).join(', '));
    this.errors = errors;
  }
}

const SHORT: Readonly<Record<string, string>> = {
  action_not_found: 'Action not found',
  missing_required_parameter: 'Missing required parameter',
  invalid_fields_type: 'Invalid fields type',
  empty_fields_array: 'Empty fields array',
  missing_identity: 'Missing identity',
  invalid_identity: 'Invalid identity',
  required: 'Required field',
  not_found: 'Not found',
  forbidden: 'Forbidden',
  unknown_error: 'Unknown error',
};

const MESSAGES: Readonly<Record<string, string>> = {
  action_not_found: 'RPC action %{actionName} not found',
  missing_required_parameter: 'Required parameter %{parameter} is missing or empty',
  invalid_fields_type: 'Fields parameter must be an array',
  empty_fields_array: 'Fields array cannot be empty',
  unknown_field: 'Unknown field %{field} for resource %{resource}',
  duplicate_field: 'Field %{field} was requested multiple times',
  requires_field_selection: 'Relationship %{field} requires field selection',
  field_does_not_support_nesting: 'Field %{field} does not support nested field selection',
  invalid_field_format: 'Invalid field specification format',
  invalid_input_format: 'Input parameter must be a map',
  invalid_pagination: 'Invalid pagination parameter format',
  missing_identity: 'An identity is required',
  invalid_identity: 'The identity is not valid',
  required: 'is required',
  invalid_keyset: 'The cursor %{value} is not valid',
  not_found: 'record not found',
  forbidden: 'forbidden',
  unknown_error: 'Something went wrong',
};

/** An error of the table, with its usual words unless others are given. */
export function rpcError(
  type: string,
  extra: Partial<Pick<RpcError, 'message' | 'vars' | 'fields' | 'path'>> = {},
): RpcError {
  return {
    type,
    message: extra.message ?? MESSAGES[type] ?? 'is invalid',
    shortMessage: SHORT[type] ?? sentence(type),
    vars: extra.vars ?? {},
    fields: extra.fields ?? [],
    path: extra.path ?? [],
  };
}

/** Ends the action with one error of the table. */
export function fail(type: string, extra?: Parameters<typeof rpcError>[1]): never {
  throw new RpcFailure(rpcError(type, extra));
}

function sentence(type: string): string {
  const words = type.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
