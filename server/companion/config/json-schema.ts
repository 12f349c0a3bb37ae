/** Writes companion.config.schema.json from the schema that the companion itself reads with, so that editors can help. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { WholeFile } from './schema.ts';

/** Where the published schema is. */
export const SCHEMA_FILE = fileURLToPath(new URL('../../companion.config.schema.json', import.meta.url));

type Json = { [key: string]: unknown };

/** The parts of a valibot schema that are looked at here. */
interface Part {
  type: string;
  entries?: Record<string, Part>;
  item?: Part;
  key?: Part;
  value?: Part;
  wrapped?: Part;
  options?: readonly (Part | string)[];
  literal?: unknown;
  pipe?: readonly (Part & { kind: string; requirement?: unknown })[];
}

const REFERENCE = { $ref: '#/$defs/reference' };

/** The JSON schema (2020-12) of the configuration file. */
export function jsonSchema(): Json {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: "The configuration file of Ringside's companion",
    ...shape(WholeFile as unknown as Part),
    $defs: {
      reference: {
        description: 'A value from the environment',
        type: 'object',
        properties: {
          env: { type: 'string', pattern: '^[A-Za-z_]\\w*$' },
          prefix: { type: 'string', description: 'Put in front, e.g. "Bearer "' },
        },
        required: ['env'],
        additionalProperties: false,
      },
    },
  };
}

function shape(part: Part): Json {
  const description = v.getDescription(part as unknown as v.GenericSchema);
  const patterns = (part.pipe ?? []).filter(({ type }) => type === 'regex');
  const [pattern] = patterns.map(({ requirement }) => (requirement as RegExp).source);
  const least = part.pipe?.find(({ type }) => type === 'min_length')?.requirement;
  const notEmpty = part.pipe?.some(({ type }) => type === 'non_empty') === true;
  return {
    ...kind(part),
    ...(description !== undefined && { description }),
    ...(pattern !== undefined && { pattern }),
    ...(least !== undefined && { minItems: least }),
    ...(notEmpty && { minLength: 1 }),
  };
}

function kind(part: Part): Json {
  const all = (parts: readonly (Part | string)[] = []): Json[] => parts.map((one) => shape(one as Part));
  switch (part.type) {
    case 'string':
    case 'number':
    case 'boolean':
      return { type: part.type };
    case 'literal':
      return { const: part.literal };
    case 'picklist':
      return { enum: part.options };
    case 'instance':
      return REFERENCE;
    case 'array':
      return { type: 'array', items: shape(part.item as Part) };
    case 'optional':
      return shape(part.wrapped as Part);
    case 'nullable':
      return { anyOf: [shape(part.wrapped as Part), { type: 'null' }] };
    case 'union':
    case 'variant':
      return { anyOf: all(part.options) };
    case 'record':
      return {
        type: 'object',
        propertyNames: shape(part.key as Part),
        additionalProperties: shape(part.value as Part),
      };
    case 'strict_object':
      return objectOf(part.entries ?? {});
    case 'custom':
      // Of something checked first; what it is stands behind.
      return kind(part.pipe?.findLast((one) => one.kind === 'schema') ?? { type: 'unknown' });
    case 'unknown':
      return {};
    default:
      throw new Error(`The published schema has no words for ${part.type}`);
  }
}

function objectOf(entries: Readonly<Record<string, Part>>): Json {
  const required = Object.keys(entries).filter((name) => entries[name]?.type !== 'optional');
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(entries).map(([name, part]) => [name, shape(part)])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

if (import.meta.main) writeFileSync(SCHEMA_FILE, `${JSON.stringify(jsonSchema(), null, 2)}\n`);
