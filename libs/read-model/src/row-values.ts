import type { ColumnType } from './projection';

/** A value that its column can't hold. Names table and column, never the value. */
export class UnfitValue extends TypeError {
  override readonly name = 'UnfitValue';
}

/** Everything in here was made or checked by `toJson`: it is JSON and frozen all the way down. */
const settled = new WeakSet<object>();

/**
 * A value as it will come back from the database, so that the fold sees the same before and after it was stored.
 * `where` names the place for the error. Throws UnfitValue.
 */
export function toColumn(type: ColumnType, value: unknown, where: string): unknown {
  if (value === undefined || value === null) return null;
  switch (type) {
    case 'text':
      if (typeof value === 'string') return value;
      break;
    case 'integer':
      if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31) return value + 0;
      break;
    case 'bigint':
      if (typeof value === 'number' && Number.isSafeInteger(value)) return value + 0;
      break;
    case 'double precision':
      if (typeof value === 'number' && Number.isFinite(value)) return value + 0;
      break;
    case 'boolean':
      if (typeof value === 'boolean') return value;
      break;
    case 'timestamptz':
      if (typeof value === 'string' && !Number.isNaN(Date.parse(value))) return new Date(value).toISOString();
      break;
    case 'text[]':
      if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
        return toJson(value, where);
      break;
    case 'jsonb':
      return toJson(value, where);
  }
  throw new UnfitValue(
    `${where} is ${type}, and was given ${Array.isArray(value) ? 'an array' : typeof value}`,
  );
}

/** A frozen copy with nothing in it but JSON; members that are undefined are left out. What is settled already is not copied. */
export function toJson(value: unknown, where: string): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value + 0;
  if (typeof value !== 'object')
    throw new UnfitValue(`${where} is jsonb, and was given a ${typeof value} inside`);
  if (settled.has(value)) return value;
  const copy = Array.isArray(value) ? value.map((item) => toJson(item, where)) : toJsonObject(value, where);
  settled.add(copy);
  return Object.freeze(copy);
}

function toJsonObject(value: object, where: string): object {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new UnfitValue(`${where} is jsonb, and was given an object of a class inside`);
  }
  const copy: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) copy[key] = toJson(member, where);
  }
  return copy;
}

/** Whether two settled column values are the same to the database. */
export function equalValues(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
    return one.every((item, index) => equalValues(item, other[index]));
  }
  const members = Object.entries(one);
  if (members.length !== Object.keys(other).length) return false;
  const others = new Map<string, unknown>(Object.entries(other));
  return members.every(([key, member]) => others.has(key) && equalValues(member, others.get(key)));
}
