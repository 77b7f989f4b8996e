import * as fc from 'fast-check';
import { decodeCursor, encodeCursor } from './paging';
import { decodeReadToken, encodeReadToken } from './read-token';

describe('a cursor', () => {
  it('gives back the values that it was made of', () => {
    fc.assert(
      fc.property(
        fc.maxSafeInteger(),
        fc.string(),
        fc.option(fc.string()),
        fc.boolean(),
        (number, text, maybe, flag) => {
          fc.pre(!/\0/.test(text + (maybe ?? '')));
          expect(
            decodeCursor(encodeCursor(number, text, maybe, flag), 'integer', 'string', 'string?', 'boolean'),
          ).toEqual([number, text, maybe, flag]);
        },
      ),
    );
  });

  it('of any text at all is read or refused as cursor-malformed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
        try {
          decodeCursor(text, 'integer');
        } catch (error) {
          expect(error).toMatchObject({ status: 400, code: 'cursor-malformed' });
        }
      }),
    );
  });
});

describe('a read token', () => {
  it('gives back what it was made of, and travels in a header', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 65_535 }),
        fc.stringMatching(/^[\w:/-]{0,64}$/),
        (partition, position) => {
          const token = encodeReadToken({ partition, position });
          expect(token).toMatch(/^[\w-]+$/);
          expect(decodeReadToken(token)).toEqual({ partition, position });
        },
      ),
    );
  });

  it('of any text at all is read or refused as read-token-malformed', () => {
    const nearly = fc.json({ maxDepth: 1 }).map((json) => Buffer.from(json).toString('base64url'));
    fc.assert(
      fc.property(fc.oneof(fc.string(), nearly), (text) => {
        try {
          decodeReadToken(text);
        } catch (error) {
          expect(error).toMatchObject({ status: 400, code: 'read-token-malformed' });
        }
      }),
    );
  });
});
