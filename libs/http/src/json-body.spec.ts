import * as fc from 'fast-check';
import { canonicalJson } from './canonical-json';
import { parseJsonBody } from './json-body';

const parse = (text: string): unknown => parseJsonBody(Buffer.from(text));

/** JSON that can be stored: no NUL, no half pairs, no names of every object. */
const storable = fc
  .jsonValue({ stringUnit: 'binary', maxDepth: 5 })
  .filter(
    (value) => !/\\u0000|"(__proto__|constructor|prototype|toString|valueOf)"/.test(JSON.stringify(value)),
  );

describe('a JSON body', () => {
  it('comes through as it was written', () => {
    fc.assert(
      fc.property(storable, fc.boolean(), (value, escaped) => {
        const text = JSON.stringify(value);
        // The same text with every character beyond ASCII as an escape.
        const written = escaped
          ? text.replaceAll(
              /[^\x20-\x7e]/g,
              (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
            )
          : text;
        expect(parse(written)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('of any bytes at all is read or refused as invalid-request, never anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          parseJsonBody(Buffer.from(bytes));
        } catch (error) {
          expect(error).toMatchObject({ status: 400, code: 'invalid-request' });
        }
      }),
    );
  });

  it.each([
    ['a NUL', '"a\\u0000"', 'NUL'],
    ['a NUL in a name', '{"a\\u0000":1}', 'NUL'],
    ['half a pair', '"\\udc00"', 'half'],
    ['halves in the wrong order', '"\\udc00\\ud83d"', 'half'],
    ['a number beyond a double', '[-1e999]', 'too large'],
    ['a name of every object', '{"a":[{"toString":1}]}', 'toString'],
  ])('with %s is refused', (_case, text, reason) => {
    expect(() => parse(text)).toThrow(reason);
  });

  it('that is not UTF-8 is refused', () => {
    expect(() => parseJsonBody(Buffer.from('"caf\xe9"', 'latin1'))).toThrow('not UTF-8');
  });

  it('may nest 32 deep, and no deeper', () => {
    expect(parse(`${'['.repeat(32)}${']'.repeat(32)}`)).toBeDefined();
    expect(() => parse(`${'['.repeat(33)}${']'.repeat(33)}`)).toThrow('deeper');
  });

  it('never tells in its refusal what it held', () => {
    expect(() => parse('{"name": Zhang')).toThrow(/^The body is not JSON\.$/);
  });
});

describe('canonical JSON', () => {
  /** The same value with the members of every object in another order. */
  const shuffled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffled);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([name, member]) => [name, shuffled(member)]),
    );
  };

  it('is the same however the members are ordered', () => {
    fc.assert(
      fc.property(storable, (value) => {
        expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value));
      }),
    );
  });

  it('is the same for equal values only', () => {
    fc.assert(
      fc.property(storable, storable, (one, other) => {
        const equal =
          JSON.stringify(JSON.parse(canonicalJson(one))) === JSON.stringify(JSON.parse(canonicalJson(other)));
        expect(canonicalJson(one) === canonicalJson(other)).toBe(equal);
        expect(JSON.parse(canonicalJson(one))).toEqual(JSON.parse(JSON.stringify(one)));
      }),
    );
  });

  it('tells no body from an empty one', () => {
    expect(canonicalJson(undefined)).not.toBe(canonicalJson({}));
  });
});
