import { isDeepStrictEqual } from 'node:util';
import type { Json } from '@redress/kernel';
import type { Schema } from './schema';

/** What a change of a schema breaks: a stored event of the old shape, or a consumer that was written for it. */
export interface Break {
  /** Of the field, such as `policy.rule` or `remedies[].amount`; empty: the data as a whole. */
  readonly path: string;
  readonly what: string;
}

/** What can be reworded at any time. */
const WORDS: ReadonlySet<string> = new Set(['$schema', '$id', 'title', 'description']);
/** What has a rule of its own below. */
const RULED: ReadonlySet<string> = new Set([
  'type',
  'const',
  'enum',
  'anyOf',
  'items',
  'properties',
  'required',
]);

/**
 * What breaks where events of one type and version have had the shape `before`, and are to have the shape `after`. Both are to hold:
 * every stored event fits the new schema, and a consumer written for the old one reads every new event. So within a version there may come
 * optional fields, new words in a set of words, and better descriptions; nothing else.
 */
export function breaksOf(before: Schema, after: Schema, path = ''): readonly Break[] {
  const at = (what: string): Break => ({ path, what });
  const types = typeBreaks(before, after);
  if (types.length > 0) return types.map(at);
  const known = before.anyOf === undefined ? wordsBesideOthers(after) : undefined;
  if (known !== undefined && before.enum !== undefined) return valueBreaks(before, known).map(at);
  return [
    ...valueBreaks(before, after).map(at),
    ...otherKeywords(before, after).map((keyword) => at(`its ${keyword} changed`)),
    ...fieldBreaks(before, after, path),
    ...partBreaks(before.items, after.items, `${path}[]`),
    ...(before.anyOf?.length === after.anyOf?.length
      ? (before.anyOf ?? []).flatMap((one, index) => partBreaks(one, after.anyOf?.[index], path))
      : [at('other shapes are possible now')]),
  ];
}

/**
 * The words of a set that is open for others of a form (`x-…`); undefined: it is no such set. Whoever knows the words alone passes over the
 * others, as over any that are added.
 */
function wordsBesideOthers({ type, anyOf = [] }: Schema): Schema | undefined {
  const words = anyOf.filter((one) => one.enum !== undefined);
  const forms = anyOf.filter((one) => one.enum === undefined && one.pattern !== undefined);
  const isOpen = type === 'string' && words.length === 1 && words.length + forms.length === anyOf.length;
  return isOpen ? words[0] : undefined;
}

function typeBreaks(before: Schema, after: Schema): readonly string[] {
  const [was, is] = [before, after].map(({ type = [] }) => [type].flat().toSorted().join(' or '));
  return was === is ? [] : [`was ${was || 'anything'}, and would be ${is || 'anything'}`];
}

/** The values that are possible; undefined: not a set of them. */
const valuesOf = (schema: Schema): readonly Json[] | undefined =>
  schema.const === undefined ? schema.enum : [schema.const];

function valueBreaks(before: Schema, after: Schema): readonly string[] {
  const [was, is] = [valuesOf(before), valuesOf(after)];
  if (was === undefined && is === undefined) return [];
  if (was === undefined) return ['only some values would be possible, and stored events may hold others'];
  if (is === undefined) return ['any value would be possible, and consumers know a set of them'];
  return [
    ...was
      .filter((value) => !is.includes(value))
      .map((value) => `the value ${JSON.stringify(value)} would be gone, and stored events may hold it`),
    // Sets of words are open: a consumer passes over a word that it does not know.
    ...is
      .filter((value) => typeof value !== 'string' && !was.includes(value))
      .map((value) => `the value ${JSON.stringify(value)} would be new, and is not a word`),
  ];
}

function otherKeywords(before: Schema, after: Schema): readonly string[] {
  const keywords = new Set([...Object.keys(before), ...Object.keys(after)]);
  const [was, is] = [before, after].map((schema) => new Map<string, unknown>(Object.entries(schema)));
  return [...keywords].filter(
    (keyword) =>
      !WORDS.has(keyword) && !RULED.has(keyword) && !isDeepStrictEqual(was?.get(keyword), is?.get(keyword)),
  );
}

function fieldBreaks(before: Schema, after: Schema, path: string): readonly Break[] {
  const [was, is] = [before.properties ?? {}, after.properties ?? {}];
  const [wasRequired, isRequired] = [new Set(before.required), new Set(after.required)];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((name): readonly Break[] => {
    const [old, now] = [was[name], is[name]];
    const field = path === '' ? name : `${path}.${name}`;
    const at = (what: string): Break => ({ path: field, what });
    if (now === undefined) return [at('would be gone (or renamed), and consumers read it')];
    if (old === undefined) {
      return isRequired.has(name) ? [at('is new and required, and stored events do not have it')] : [];
    }
    const required = wasRequired.has(name) === isRequired.has(name);
    return [
      ...(required
        ? []
        : wasRequired.has(name)
          ? [at('was always there, and would be optional')]
          : [at('was optional and would be required, and stored events may lack it')]),
      ...breaksOf(old, now, field),
    ];
  });
}

function partBreaks(before: Schema | undefined, after: Schema | undefined, path: string): readonly Break[] {
  if (before === undefined || after === undefined) {
    return before === after ? [] : [{ path, what: 'would be another kind of list' }];
  }
  return breaksOf(before, after, path);
}
