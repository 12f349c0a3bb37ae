import { resources, type ResourceName, type Row, valueOf } from '../resources.ts';
import type { Store } from '../store.ts';
import { fail } from './errors.ts';

type Test = (row: Row) => boolean;

export interface FilterOptions {
  store: Store;
  /** `{contains: text}` is allowed. */
  contains: boolean;
}

/** Makes a test of a `filter` (protocol sheet §2.2): `{field: {op: value}}`, `and`, `or`, `not`, nested relations. */
export function readFilter(filter: unknown, resource: ResourceName, options: FilterOptions): Test {
  if (filter === undefined || filter === null) return () => true;
  if (!isMap(filter)) fail('invalid_query', { message: 'the filter must be a map' });
  const tests = Object.entries(filter).map(([name, value]) => readPart(name, value, resource, options));
  return (row) => tests.every((test) => test(row));
}

function readPart(name: string, value: unknown, resource: ResourceName, options: FilterOptions): Test {
  if (name === 'and' || name === 'or' || name === 'not') {
    // `not` negates each of its parts.
    const parts = (Array.isArray(value) ? value : [value]).map((part) => readFilter(part, resource, options));
    if (name === 'or') return (row) => parts.some((test) => test(row));
    if (name === 'and') return (row) => parts.every((test) => test(row));
    return (row) => !parts.some((test) => test(row));
  }
  const { fields, relations } = resources[resource];
  const relation = relations[name];
  if (relation !== undefined) {
    const inner = readFilter(value, relation.resource, options);
    return (row) => relation.of(row, options.store).some(inner);
  }
  if (!fields.has(name)) {
    fail('invalid_query', {
      message: 'No such field %{field} for resource %{resource}',
      vars: { field: name, resource },
      fields: [name],
    });
  }
  if (!isMap(value))
    fail('invalid_query', { message: 'the filter of %{field} must be a map', vars: { field: name } });
  const tests = Object.entries(value).map(([operator, operand]) =>
    comparison(name, operator, operand, options),
  );
  return (row) => tests.every((test) => test(valueOf(row, name) ?? null));
}

function comparison(
  field: string,
  operator: string,
  operand: unknown,
  options: FilterOptions,
): (value: unknown) => boolean {
  switch (operator) {
    case 'eq':
      return (value) => value === operand;
    case 'notEq':
      return (value) => value !== operand;
    case 'in': {
      if (!Array.isArray(operand)) fail('invalid_query', { message: '`in` takes a list', fields: [field] });
      const wanted = new Set<unknown>(operand);
      return (value) => wanted.has(value);
    }
    case 'isNil':
      return (value) => (value === null) === (operand === true);
    case 'greaterThan':
      return (value) => order(value, operand) > 0;
    case 'greaterThanOrEqual':
      return (value) => order(value, operand) >= 0;
    case 'lessThan':
      return (value) => order(value, operand) < 0;
    case 'lessThanOrEqual':
      return (value) => order(value, operand) <= 0;
    case 'contains':
      if (options.contains && typeof operand === 'string') {
        const wanted = operand.toLowerCase();
        return (value) => typeof value === 'string' && value.toLowerCase().includes(wanted);
      }
      break;
    default:
  }
  return fail('invalid_query', {
    message: 'No such operator %{operator} for %{field}',
    vars: { operator, field },
    fields: [field],
  });
}

/** Like `<=>`; what cannot be compared (null, another type) is not a number and fails every test. */
export function order(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  if (typeof left !== 'string' || typeof right !== 'string') return Number.NaN;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
