import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { eventSchemas } from './event-schemas';
import { freeTextsIn } from './free-texts';
import { EVENTS_FOLDER, schemaFile, type VersionedSchema } from './schema';
import { validatorOf } from './schema-validator';

const ROOT = resolve(__dirname, '../../..');
const LIBS = join(ROOT, 'libs');

/** The code of the libs: no specs, and nothing that only specs use. */
const SOURCES = readdirSync(LIBS, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.ts$/.test(file) && !/\.spec\.ts$|^testing\/|\/(contract|fixtures|testing)\//.test(file),
);

const inCode = eventSchemas();

describe('the schemas of the events', () => {
  it('are there for every event type that is written down as one', () => {
    const told = SOURCES.flatMap((file) =>
      [...readFileSync(join(LIBS, file), 'utf8').matchAll(/(?:DomainEvent|Publication)<\s*'(\w+)'/g)].map(
        ([, type]) => type,
      ),
    );
    expect(told.length).toBeGreaterThan(70);
    expect(told.filter((type) => !inCode.some((event) => event.type === type))).toEqual([]);
  });

  it('are there for every event type that a feature lists', async () => {
    const modules = await Promise.all(
      SOURCES.filter((file) => /(^|[/-])events\.ts$/.test(file)).map(
        async (file) => (await import(join(LIBS, file))) as Record<string, unknown>,
      ),
    );
    const listed = modules
      .flatMap((module) => Object.entries(module))
      .filter(([name]) => name.endsWith('EVENT_TYPES'))
      .flatMap(([, types]) => types as readonly string[]);
    expect(listed.length).toBeGreaterThan(60);
    expect(listed.filter((type) => !inCode.some((event) => event.type === type))).toEqual([]);
  });

  it('are written down', () => {
    const missing = inCode.filter((event) => !existsSync(join(ROOT, EVENTS_FOLDER, schemaFile(event))));
    expect(missing.map(schemaFile)).toEqual([]);
  });

  it.each(inCode.map((event) => [schemaFile(event), event] as const))(
    '%s is JSON Schema, open to fields to come, and described',
    (_, { type, version, schema }) => {
      validatorOf(schema);
      expect(schema).toMatchObject({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $id: `urn:redress:event:${type}:v${String(version)}`,
        title: `${type} v${String(version)}`,
        description: expect.stringMatching(/\.$/) as unknown,
        additionalProperties: true,
      });
    },
  );

  it.each(inCode.map((event) => [schemaFile(event), event] as const))(
    '%s leaves no room for free text: every text has a pattern, a format or a set of words',
    (_, { schema }) => {
      const free = freeTextsIn(schema);
      // What whoever publishes a calendar calls it and its days: of days, not of persons.
      const labels = ['description', 'days[].name'];
      expect(free.filter((path) => !labels.includes(path))).toEqual([]);
    },
  );
});

describe('reading the types of events', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'redress-events-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** The schemas of the events in a file like this one. */
  function read(code: string): readonly VersionedSchema[] {
    const file = join(folder, 'events.ts');
    writeFileSync(
      file,
      `import type { DomainEvent, IsoInstant } from '${LIBS}/kernel/src/index';\n${code}\n`,
    );
    return eventSchemas(file);
  }
  const event = (data: string): string =>
    `/** It rang. */\nexport type BellRung = DomainEvent<'BellRung', 1, ${data}>;`;

  it('gives each version its schema, an older one by a type of its own', () => {
    const found = read(`
      const TONES = ['low'] as const;
      /** Rung once. */
      export type BellRungV1 = DomainEvent<'BellRung', 1, { readonly bellId: string }>;
      /** Rung. */
      export type BellRung = DomainEvent<'BellRung', 2, {
        readonly bellId: string;
        /** How it sounded. */
        readonly tone?: (typeof MORE_TONES)[number];
        readonly until: IsoInstant | null;
      }>;
      export const MORE_TONES = ['high', ...TONES] as const;
      export type BellEvent = BellRung;`);
    expect(found.map(({ version, schema }) => [version, schema.description])).toEqual([
      [1, 'Rung once.'],
      [2, 'Rung.'],
    ]);
    expect(found[1]?.schema).toMatchObject({
      properties: {
        tone: { description: 'How it sounded.', enum: ['high', 'low'] },
        until: { type: ['string', 'null'], format: 'date-time' },
      },
      required: ['bellId', 'until'],
    });
  });

  it.each([
    [
      'a text of which nobody said what it is',
      event('{ readonly bells: readonly { readonly comment: string | null }[] }'),
      /comment is a string/,
    ],
    ['anything at all', event('{ readonly bell: unknown }'), /bell may be anything/],
    ['keys that nobody named', event('{ readonly bells: Record<string, number> }'), /bells has keys/],
    [
      'a type that holds itself',
      `export interface Bell { readonly inner?: Bell }\n${event('{ readonly bell: Bell }')}`,
      /Bell holds itself/,
    ],
    [
      'no doc comment',
      `export type BellRung = DomainEvent<'BellRung', 1, { readonly bellId: string }>;`,
      /doc comment/,
    ],
    [
      'a name that is not its own',
      `/** It rang. */\nexport type Rung = DomainEvent<'BellRung', 1, { readonly bellId: string }>;`,
      /BellRung v1 has no exported type of its name/,
    ],
    [
      'no name, in a union',
      `/** It rang. */\nexport type BellEvent = DomainEvent<'BellRung', 1, { readonly bellId: string }> | DomainEvent<'BellHung', 1, { readonly bellId: string }>;`,
      /BellRung v1 has no exported type of its name/,
    ],
  ])('refuses an event with %s', (_, code, why) => {
    const refused = (): unknown => {
      try {
        return read(code);
      } catch (error) {
        return error;
      }
    };
    expect(refused()).toMatchObject({
      name: 'TypesRefused',
      message: expect.stringMatching(why) as unknown,
    });
  });
});
