/** Reads what a service sends one member at a time, in every spelling it may have, and minds nothing it does not know. */

/** A record of any kind; members are read one by one, so that no single one can break the rest. */
export type Row = Record<string, unknown>;
export const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Both key cases of an untyped map, and `data.`-wrapped ones (Sippet's sheet §2.3 trap 2, §4.3). */
export function mapOf(data: unknown): Row {
  if (!isRow(data)) return {};
  const inner = data['data'];
  return isRow(inner) ? { ...data, ...inner } : data;
}

const snake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The first of these names that is there, each in camelCase and snake_case. Names are given in camelCase. */
export function pick(from: Row, ...names: string[]): unknown {
  for (const name of names) {
    const value = from[name] ?? from[snake(name)];
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}

/** As `pick`, for a text (a number counts as one); empty is none. */
export function textOf(from: Row, ...names: string[]): string | undefined {
  const value = pick(from, ...names);
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function numberOf(from: Row, ...names: string[]): number | undefined {
  const value = pick(from, ...names);
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** ISO 8601, or a Unix time in seconds or ms. */
export function timeOf(from: Row, ...names: string[]): number | undefined {
  const value = pick(from, ...names);
  if (typeof value === 'number') return value < 1e11 ? value * 1000 : value;
  if (typeof value !== 'string') return undefined;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : at;
}
