import { createTestDatabase, type TestDatabase } from '@redress/testing';
import fc from 'fast-check';
import type { ColumnType } from './projection';
import { fieldOf, rowLiteral, rowsLiteral } from './row-literal';
import { toColumn, UnfitValue } from './row-values';
import { READ_MODEL_TYPES } from './transaction';

const COLUMNS: readonly (readonly [string, ColumnType])[] = [
  ['a', 'text'],
  ['b', 'integer'],
  ['c', 'bigint'],
  ['d', 'double precision'],
  ['e', 'boolean'],
  ['f', 'timestamptz'],
  ['g', 'text[]'],
  ['h', 'jsonb'],
];

/** What is special in one of the forms that a text goes through. */
const SPECIAL = [
  '',
  'NULL',
  'null',
  '"',
  '\\',
  '\\"',
  ',',
  '(',
  ')',
  '{',
  '}',
  '{}',
  ' ',
  '\n',
  "'",
  '中',
  '😀',
  'a b',
];

const text = fc
  .oneof(
    fc.constantFrom(...SPECIAL),
    fc.array(fc.constantFrom(...SPECIAL, 'a', '0'), { maxLength: 6 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary' }),
  )
  .filter((some) => !some.includes('\u0000'));

/** JSON as the columns take it: PostgreSQL knows no -0. */
const json = fc.oneof(
  text,
  fc.boolean(),
  fc.maxSafeInteger(),
  fc.array(text, { maxLength: 3 }),
  fc.dictionary(fc.stringMatching(/^[a-z"\\]{1,4}$/), fc.oneof(text, fc.constant(null)), { maxKeys: 3 }),
);

const nullable = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(values, { freq: 5 });

const row = fc.tuple(
  nullable(text),
  nullable(fc.integer({ min: -(2 ** 31) + 1, max: 2 ** 31 - 1 })),
  nullable(fc.maxSafeInteger()),
  nullable(fc.double({ noNaN: true, noDefaultInfinity: true })),
  nullable(fc.boolean()),
  nullable(fc.integer({ min: 0, max: 4_000_000_000_000 }).map((at) => new Date(at).toISOString())),
  nullable(fc.array(text, { maxLength: 4 })),
  nullable(json),
);

describe('rows as one parameter', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    const columns = COLUMNS.map(([name, type]) => `${name} ${type}`).join(', ');
    await database.pool.query(`CREATE TABLE kept (${columns})`);
  });
  afterAll(() => database.drop());

  const settled = (values: readonly unknown[]): unknown[] =>
    COLUMNS.map(([name, type], index) => toColumn(type, values[index], name));
  const literal = (rows: readonly (readonly unknown[])[]): string =>
    rowsLiteral(
      rows.map((values) => rowLiteral(COLUMNS.map(([, type], index) => fieldOf(type, values[index])))),
    );

  it('arrive as they are, whatever is in them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 5 }), async (rows) => {
        const given = rows.map(settled);
        const { rows: back } = await database.pool.query<unknown[]>({
          text: 'SELECT * FROM unnest($1::kept[])',
          values: [literal(given)],
          rowMode: 'array',
          types: READ_MODEL_TYPES,
        });
        expect(back.map(settled)).toEqual(given);
      }),
      { numRuns: 100 },
    );
  });

  it('can not hold what would come back as something else', () => {
    for (const value of ['\ud83d', 'a\ude00"']) expect(() => fieldOf('text', value)).toThrow(UnfitValue);
    expect(() => fieldOf('text[]', ['\ud83d'])).toThrow(UnfitValue);
  });
});
