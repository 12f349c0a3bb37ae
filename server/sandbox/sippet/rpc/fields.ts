import { resources, type ResourceName, type Row, valueOf } from '../resources.ts';
import type { Store } from '../store.ts';
import { fail } from './errors.ts';

/** A checked selection: plain fields, and relations with a selection of their own. */
export interface Selection {
  fields: readonly string[];
  relations: readonly { name: string; selection: Selection }[];
}

/**
 * Checks `fields` of a request (protocol sheet §2.2): mandatory and not empty where `required`. Undefined where none
 * were asked for.
 */
export function readSelection(
  fields: unknown,
  resource: ResourceName,
  required: boolean,
): Selection | undefined {
  if (fields === undefined || fields === null) {
    if (required) fail('missing_required_parameter', { vars: { parameter: 'fields' } });
    return undefined;
  }
  if (!Array.isArray(fields)) fail('invalid_fields_type');
  if (fields.length === 0) {
    if (required) fail('empty_fields_array');
    return undefined;
  }
  return select(fields, resource, '');
}

/** A row restricted to the selection. */
export function project(row: Row, selection: Selection, resource: ResourceName, store: Store): object {
  const plain = selection.fields.map((field) => [field, valueOf(row, field) ?? null]);
  const related = selection.relations.map(({ name, selection: inner }) => {
    const relation = resources[resource].relations[name];
    const rows = relation?.of(row, store) ?? [];
    const shown = rows.map((other) => project(other, inner, relation?.resource ?? resource, store));
    return [name, relation?.many === true ? shown : (shown[0] ?? null)];
  });
  return Object.fromEntries([...plain, ...related]);
}

function select(wanted: readonly unknown[], resource: ResourceName, path: string): Selection {
  const { fields, relations } = resources[resource];
  const plain: string[] = [];
  const nested: { name: string; selection: Selection }[] = [];
  const seen = new Set<string>();
  const note = (name: string): string => {
    const full = path === '' ? name : `${path}.${name}`;
    if (!fields.has(name) && relations[name] === undefined) {
      fail('unknown_field', { vars: { field: full, resource }, fields: [full] });
    }
    if (seen.has(name)) fail('duplicate_field', { vars: { field: full }, fields: [full] });
    seen.add(name);
    return full;
  };
  for (const item of wanted) {
    if (typeof item === 'string') {
      const full = note(item);
      if (relations[item] !== undefined) {
        fail('requires_field_selection', { vars: { field: full }, fields: [full] });
      }
      plain.push(item);
    } else if (typeof item === 'object' && item !== null && !Array.isArray(item)) {
      for (const [name, inner] of Object.entries(item)) {
        const full = note(name);
        const relation = relations[name];
        if (relation === undefined) {
          fail('field_does_not_support_nesting', { vars: { field: full }, fields: [full] });
        }
        if (!Array.isArray(inner) || inner.length === 0) {
          fail('requires_field_selection', { vars: { field: full }, fields: [full] });
        }
        nested.push({ name, selection: select(inner, relation.resource, full) });
      }
    } else {
      fail('invalid_field_format', { vars: { received: JSON.stringify(item) } });
    }
  }
  return { fields: plain, relations: nested };
}
