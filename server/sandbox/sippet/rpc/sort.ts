import { resources, type ResourceName, type Row, valueOf } from '../resources.ts';
import { fail } from './errors.ts';
import { order } from './filter.ts';

/**
 * Makes a comparison of a `sort` (protocol sheet §2.2): comma-joined fields, or a list of them, each with a prefix: none
 * or `+` ascending, `-` descending, `++` and `--` the same with nulls first and nulls last.
 */
export function readSort(sort: unknown, resource: ResourceName): (a: Row, b: Row) => number {
  if (sort === undefined || sort === null || sort === '') return () => 0;
  const parts = typeof sort === 'string' ? sort.split(',') : sort;
  if (!Array.isArray(parts)) fail('invalid_query', { message: 'sort must be a string or a list' });
  const steps = parts.map((part: unknown) => readStep(part, resource));
  return (a, b) => {
    for (const step of steps) {
      const result = step(a, b);
      if (result !== 0) return result;
    }
    return 0;
  };
}

function readStep(part: unknown, resource: ResourceName): (a: Row, b: Row) => number {
  const match = /^\s*(\+\+|--|\+|-)?(\w+)\s*$/.exec(typeof part === 'string' ? part : '');
  const prefix = match?.[1] ?? '+';
  const field = match?.[2] ?? '';
  if (!resources[resource].fields.has(field)) {
    fail('invalid_query', {
      message: 'No such field %{field} for resource %{resource}',
      vars: { field: match === null ? String(part) : field, resource },
      fields: [field],
    });
  }
  const descending = prefix.startsWith('-');
  // As in PostgreSQL: without more words nulls come last ascending and first descending.
  const nullsFirst = prefix === '++' || prefix === '-';
  return (a, b) => {
    const [left, right] = [valueOf(a, field) ?? null, valueOf(b, field) ?? null];
    if (left === null || right === null) {
      if (left === right) return 0;
      return (left === null) === nullsFirst ? -1 : 1;
    }
    const result = order(left, right);
    return (Number.isNaN(result) ? 0 : result) * (descending ? -1 : 1);
  };
}
