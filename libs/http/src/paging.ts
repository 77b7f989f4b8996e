import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, getSchemaPath } from '@nestjs/swagger';
import { HttpProblem } from './problem';
import { IsText, IsWholeNumber } from './property.decorators';

const MAX_LIMIT = 200;
const DEFAULT_LIMIT = 50;
const MAX_CURSOR_CHARACTERS = 2_000;

/** What every question that answers in pages takes; a question with filters extends it. */
export class PageQuery {
  @IsWholeNumber(
    { min: 1, max: MAX_LIMIT },
    { optional: true, fromQuery: true, default: DEFAULT_LIMIT, description: 'How many items at most.' },
  )
  readonly limit: number = DEFAULT_LIMIT;

  @IsText(MAX_CURSOR_CHARACTERS, {
    optional: true,
    description: '`nextCursor` of the page before; left out: the first page.',
  })
  readonly cursor?: string;
}

/** A page of an answer. Without `nextCursor` it is the last one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string;
}

/** Describes the answer `Page<item>` in the API document; `more`: members that it may have besides, each a reference to a schema. */
export const ApiPage = (
  item: Type<object>,
  more: Readonly<Record<string, { readonly $ref: string }>> = {},
): MethodDecorator =>
  applyDecorators(
    ApiExtraModels(item),
    ApiOkResponse({
      description: 'A page of the answer; without `nextCursor` it is the last one.',
      schema: {
        type: 'object',
        required: ['items'],
        properties: {
          ...more,
          items: { type: 'array', items: { $ref: getSchemaPath(item) } },
          nextCursor: { type: 'string', description: 'Opaque: give it back as `cursor`.' },
        },
      },
    }),
  );

/** What a cursor can hold, by the name of its type; a trailing `?` also lets null be. */
interface CursorTypes {
  string: string;
  integer: number;
  number: number;
  boolean: boolean;
  'string?': string | null;
  'integer?': number | null;
  'number?': number | null;
}

/** The type of a part of a cursor. */
export type CursorType = keyof CursorTypes;

/** The values that a cursor of the given types holds. */
export type CursorValues<Types extends readonly CursorType[]> = {
  -readonly [Index in keyof Types]: CursorTypes[Types[Index]];
};

/** The sort key of the last item of a page, as clients carry it: opaque. */
export const encodeCursor = (...values: readonly (string | number | boolean | null)[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url');

/**
 * Reads what `encodeCursor` wrote, and checks that it has the types that this question's cursors have. Throws 400
 * `cursor-malformed`, for a cursor of another question as well.
 */
export function decodeCursor<const Types extends readonly CursorType[]>(
  cursor: string,
  ...types: Types
): CursorValues<Types> {
  const values = parse(cursor);
  if (!fits(values, types)) throw malformed();
  return values;
}

function fits<Types extends readonly CursorType[]>(
  values: readonly unknown[],
  types: Types,
): values is CursorValues<Types> {
  return values.length === types.length && types.every((type, index) => isOfType(values[index], type));
}

function isOfType(value: unknown, type: CursorType): boolean {
  switch (type) {
    case 'string?':
    case 'integer?':
    case 'number?':
      return value === null || isOfType(value, type.slice(0, -1) as 'string' | 'integer' | 'number');
    case 'string':
      return typeof value === 'string' && !value.includes('\0') && !/\p{Surrogate}/u.test(value);
    case 'integer':
      return Number.isSafeInteger(value);
    case 'number':
      return Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
  }
}

function parse(cursor: string): unknown[] {
  if (!/^[\w-]+$/.test(cursor)) throw malformed();
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(values)) return values;
  } catch {
    // Falls through: it is none of our cursors.
  }
  throw malformed();
}

const malformed = (): HttpProblem =>
  new HttpProblem(
    400,
    'cursor-malformed',
    'cursor takes the nextCursor of the page before, of the same question, unchanged.',
  );
