import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Projection } from '@redress/read-model';
import { freeTextsIn } from './free-texts';
import { EVENTS_FOLDER, schemaFile, type VersionedSchema } from './schema';
import { validatorOf } from './schema-validator';
import { stateSchemas } from './state-schemas';

const ROOT = resolve(__dirname, '../../..');

const inCode = stateSchemas();

describe('the schemas of the states', () => {
  it('are there for every state topic, and written down', () => {
    const files = inCode.map(schemaFile).toSorted();
    expect(files).toEqual(
      ['callback', 'case', 'clock', 'queue-entry'].map((name) => `state.${name}.v1.schema.json`),
    );
    expect(files.filter((file) => !existsSync(join(ROOT, EVENTS_FOLDER, file)))).toEqual([]);
  });

  it.each(inCode.map((state) => [schemaFile(state), state] as const))(
    '%s is JSON Schema, open to fields to come, described, and without room for free text',
    (_, { type, version, schema }) => {
      validatorOf(schema);
      expect(schema).toMatchObject({
        title: `${type}.v${String(version)}`,
        description: expect.stringMatching(/\.$/) as unknown,
        additionalProperties: true,
      });
      expect(freeTextsIn(schema)).toEqual([]);
    },
  );
});

describe('reading the types of states', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'redress-states-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** The schema of a topic at this address, whose values have the type `PublishedBell` of this code. */
  function read(code: string, address = 'state.bell.v1'): readonly VersionedSchema[] {
    const file = join(folder, 'published-bell.ts');
    writeFileSync(file, `${code}\n`);
    const topic = { address, description: '', key: '', tombstone: '', valueType: 'PublishedBell' };
    const published = { topic, key: ['bell'], state: () => ({}) };
    const tables = { bells: { columns: { bell: 'text' }, key: ['bell'], published } } as const;
    const projection: Projection = { name: 'bells', version: 1, tables, events: [], apply: () => undefined };
    return stateSchemas([projection], file);
  }
  const bell = (member: string): string =>
    `/** A bell. */\nexport interface PublishedBell { readonly bellId: string; ${member} }`;

  it('gives each topic its schema', () => {
    const row = `interface Row { readonly tone: 'low' | 'high' | null }`;
    expect(read(`${row}\n${bell("readonly tone: Row['tone'];")}`)).toMatchObject([
      {
        ...{ type: 'state.bell', version: 1 },
        schema: {
          $id: 'urn:redress:state:bell:v1',
          properties: { tone: { type: ['string', 'null'], enum: ['high', 'low', null] } },
          required: ['bellId', 'tone'],
        },
      },
    ]);
  });

  it.each([
    [
      'a text of which nobody said what it is',
      bell('readonly comment: string | null;'),
      /comment is a string/,
    ],
    ['a type of which nothing is read', bell('readonly inner: object;'), /inner has no member/],
    ['a type of another name', 'export interface Bell { readonly bellId: string }', /no type PublishedBell/],
    ['no doc comment', 'export interface PublishedBell { readonly bellId: string }', /no doc comment/],
  ])('refuses %s', (_, code, why) => {
    expect(() => read(code)).toThrow(why);
  });

  it('refuses an address without a version', () => {
    expect(() => read(bell(''), 'state.bell')).toThrow(/does not end in a version/);
  });
});
