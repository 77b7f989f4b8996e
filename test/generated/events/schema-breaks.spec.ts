import type { Json } from '@redress/kernel';
import fc from 'fast-check';
import type { Schema } from './schema';
import { breaksOf } from './schema-breaks';
import { errorsIn, validatorOf } from './schema-validator';

const object = (properties: Record<string, Schema>, required: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: true,
});
const text: Schema = { type: 'string' };
const number: Schema = { type: 'number' };
const words = (...all: readonly string[]): Schema => ({ type: 'string', enum: all });

const openFor = (...all: readonly string[]): Schema => ({
  type: 'string',
  anyOf: [words(...all), { type: 'string', pattern: '^x-' }],
});

const CHASED = object(
  {
    team: text,
    agent: { type: ['string', 'null'] },
    channel: words('phone', 'web'),
    at: { type: 'string', format: 'date-time' },
    chases: number,
    again: { type: 'boolean', const: false },
    policy: object({ name: text, rule: { type: ['number', 'null'] } }, ['name', 'rule']),
    remedies: { type: 'array', items: object({ kind: words('refund'), amount: number }, ['kind']) },
    by: { anyOf: [object({ id: text }, ['id']), { type: 'null' }] },
  },
  ['team', 'agent', 'chases', 'policy', 'remedies'],
);

/** The same with one field of another schema, or without it. */
function withField(name: string, schema: Schema | undefined, required = CHASED.required ?? []): Schema {
  const { [name]: _, ...rest } = CHASED.properties ?? {};
  return object(schema === undefined ? rest : { ...rest, [name]: schema }, required);
}
const field = (name: string): Schema => CHASED.properties?.[name] ?? {};
const policy = (properties: Record<string, Schema>, required: readonly string[]): Schema =>
  withField('policy', object(properties, required));
const remedy = (properties: Record<string, Schema>, required: readonly string[]): Schema =>
  withField('remedies', { type: 'array', items: object(properties, required) });

const without = (...names: readonly string[]): string[] =>
  (CHASED.required ?? []).filter((name) => !names.includes(name));

/** What is done to the schema, the new schema, the field that is named, and words of what is said of it. */
const BREAKING: readonly (readonly [string, Schema, string, RegExp])[] = [
  [
    'a set of words is opened and loses one',
    withField('channel', openFor('web')),
    'channel',
    /"phone" would be gone/,
  ],
  ['a field is removed', withField('team', undefined, without('team')), 'team', /gone/],
  ['an optional field is removed', withField('channel', undefined), 'channel', /gone/],
  [
    'a field is renamed',
    object({ ...withField('chases', undefined).properties, times: number }, [...without('chases'), 'times']),
    'times',
    /new and required/,
  ],
  ['a field is renamed: the old one', withField('chases', undefined, without('chases')), 'chases', /gone/],
  [
    'an optional field becomes required',
    withField('at', field('at'), [...without(), 'at']),
    'at',
    /required/,
  ],
  ['a required field becomes optional', withField('team', text, without('team')), 'team', /optional/],
  [
    'a new field is required',
    withField('region', text, [...without(), 'region']),
    'region',
    /new and required/,
  ],
  ['a type changes', withField('chases', text), 'chases', /was number, and would be string/],
  ['a type is narrowed', withField('agent', text), 'agent', /was null or string/],
  ['a type is widened', withField('team', { type: ['string', 'null'] }), 'team', /null or string/],
  ['a value of a set is removed', withField('channel', words('phone')), 'channel', /"web" would be gone/],
  ['a set becomes any text', withField('channel', text), 'channel', /any value/],
  ['any text becomes a set', withField('team', words('north')), 'team', /only some values/],
  [
    'a set that is not of words grows',
    withField('again', { type: 'boolean', enum: [false, true] }),
    'again',
    /true would be new/,
  ],
  ['a format is dropped', withField('at', text), 'at', /format/],
  ['a pattern comes', withField('team', { type: 'string', pattern: '^[a-z]+$' }), 'team', /pattern/],
  ['a list becomes one', withField('remedies', object({ kind: words('refund') })), 'remedies', /was array/],
  ['a field within is removed', policy({ name: text }, ['name']), 'policy.rule', /gone/],
  [
    'a field within a list becomes required',
    remedy({ kind: words('refund'), amount: number }, ['kind', 'amount']),
    'remedies[].amount',
    /required/,
  ],
  [
    'one of several shapes changes',
    withField('by', { anyOf: [object({ id: number }, ['id']), { type: 'null' }] }),
    'by.id',
    /was string/,
  ],
  [
    'there is another shape',
    withField('by', { anyOf: [object({ id: text }, ['id']), number, { type: 'null' }] }),
    'by',
    /shapes/,
  ],
  ['an object is closed', { ...CHASED, additionalProperties: false }, '', /additionalProperties/],
];

const HARMLESS: readonly (readonly [string, Schema])[] = [
  ['nothing changes', CHASED],
  ['there is a new optional field', withField('region', text)],
  [
    'there is a new optional field within',
    policy({ ...field('policy').properties, since: text }, ['name', 'rule']),
  ],
  ['a set of words grows', withField('channel', words('phone', 'web', 'signal'))],
  ['a set of words is opened for others of a form', withField('channel', openFor('phone', 'web', 'signal'))],
  ['one word becomes a set', remedy({ kind: words('refund', 'repair'), amount: number }, ['kind'])],
  ['words are put better', { ...CHASED, title: 'Chased', description: 'The customer asked again.' }],
  ['what is required stands in another order', { ...CHASED, required: CHASED.required?.toReversed() ?? [] }],
];

describe('a change of a schema within a version', () => {
  it.each(BREAKING)('breaks where %s', (_, after, path, what) => {
    const found = breaksOf(CHASED, after);
    expect(found.filter((one) => one.path === path).map((one) => one.what)).toEqual([
      expect.stringMatching(what),
    ]);
  });

  it.each(HARMLESS)('breaks nothing where %s', (_, after) => {
    expect(breaksOf(CHASED, after)).toEqual([]);
  });
});

const WORDS = ['a', 'b', 'c', 'd'];
const leaf: fc.Arbitrary<Schema> = fc.oneof(
  fc.constantFrom<Schema>(text, number, { type: 'boolean' }, { type: ['string', 'null'] }),
  fc.subarray(WORDS, { minLength: 1 }).map((some) => words(...some)),
  fc.constantFrom(...WORDS).map((word): Schema => ({ type: 'string', const: word })),
);
const NAMES = ['one', 'two', 'three', 'four'];
const { anyObject } = fc.letrec<{ any: Schema; anyObject: Schema }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    tie('any').map((items): Schema => ({ type: 'array', items })),
    tie('anyObject'),
  ),
  anyObject: fc
    .uniqueArray(fc.tuple(fc.constantFrom(...NAMES), tie('any'), fc.boolean()), {
      selector: ([name]) => name,
      maxLength: 4,
    })
    .map((fields) =>
      object(
        Object.fromEntries(fields.map(([name, schema]) => [name, schema])),
        fields.filter(([, , required]) => required).map(([name]) => name),
      ),
    ),
}));

/** Data that fit a schema. */
function dataOf(schema: Schema): fc.Arbitrary<Json> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.items !== undefined) return fc.array(dataOf(schema.items), { maxLength: 3 });
  if (schema.type === 'object') {
    const fields = Object.entries(schema.properties ?? {}).map(([name, one]) => [name, dataOf(one)] as const);
    return fc.record<Record<string, Json>>(Object.fromEntries(fields), {
      requiredKeys: [...(schema.required ?? [])],
    });
  }
  return fc.oneof(
    ...[schema.type ?? []].flat().map((type): fc.Arbitrary<Json> => {
      if (type === 'number') return fc.integer();
      if (type === 'boolean') return fc.boolean();
      return type === 'null' ? fc.constant(null) : fc.constantFrom('a', 'z', 'a text');
    }),
  );
}

/** A schema for consumers that pass over words that they do not know. */
function withOpenSets({ const: _, enum: __, ...schema }: Schema): Schema {
  const { items, properties } = schema;
  return {
    ...schema,
    ...(items === undefined ? {} : { items: withOpenSets(items) }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, one]) => [name, withOpenSets(one)]),
          ),
        }),
  };
}

/** Another schema, made of one by a few changes of any kind, allowed or not. */
const changed = (schema: Schema): fc.Arbitrary<Schema> =>
  fc
    .tuple(
      fc.constantFrom(...NAMES, 'region'),
      fc.constantFrom('drop', 'put', 'demand', 'release', 'within', 'within', 'grow'),
      leaf,
    )
    .chain(([name, how, other]) => {
      const { properties = {}, required = [] } = schema;
      const one = properties[name];
      const put = (next: Schema): Schema => object({ ...properties, [name]: next }, required);
      if (how === 'put') return fc.constant(put(other));
      if (how === 'demand')
        return fc.constant(
          object({ ...properties, [name]: one ?? other }, [...new Set([...required, name])]),
        );
      if (one === undefined) return fc.constant(schema);
      const rest = required.filter((each) => each !== name);
      if (how === 'release') return fc.constant(object(properties, rest));
      if (how === 'grow' && one.enum !== undefined)
        return fc.constant(put({ ...one, enum: [...new Set([...one.enum, 'b', 'new'])] }));
      if (how === 'within' && one.properties !== undefined) return changed(one).map(put);
      if (how === 'within' && one.items?.properties !== undefined)
        return changed(one.items).map((items) => put({ ...one, items }));
      const { [name]: _, ...others } = properties;
      return fc.constant(how === 'drop' ? object(others, rest) : schema);
    });

const changedTwice = anyObject.chain((before) =>
  changed(before)
    .chain(changed)
    .map((after) => ({ before, after })),
);

describe('where nothing is said to break', () => {
  const harmless = changedTwice
    .filter(({ before, after }) => breaksOf(before, after).length === 0)
    .chain(({ before, after }) =>
      fc.record({
        before: fc.constant(before),
        after: fc.constant(after),
        stored: dataOf(before),
        written: dataOf(after),
      }),
    );

  it('every stored event fits the new schema', () => {
    fc.assert(
      fc.property(harmless, ({ after, stored }) => {
        expect(errorsIn(stored, validatorOf(after))).toEqual([]);
      }),
      { numRuns: 120 },
    );
  });

  it('a consumer of the old schema reads every new event', () => {
    fc.assert(
      fc.property(harmless, ({ before, written }) => {
        expect(errorsIn(written, validatorOf(withOpenSets(before)))).toEqual([]);
      }),
      { numRuns: 120 },
    );
  });

  it('it also breaks nothing after another such change', () => {
    const twice = changedTwice
      .filter(({ before, after }) => breaksOf(before, after).length === 0)
      .chain(({ before, after }) => changed(after).map((last) => ({ before, after, last })))
      .filter(({ after, last }) => breaksOf(after, last).length === 0);
    fc.assert(
      fc.property(twice, ({ before, last }) => {
        expect(breaksOf(before, last)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
