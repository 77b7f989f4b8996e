import { storableJson } from './check-append';
import { InvalidAppend } from './errors';

describe('the JSON of an append', () => {
  it.each([
    ['U+0000 in a value', { code: 'a\u0000b' }],
    ['U+0000 in a key', { 'a\u0000': 1 }],
    ['U+0000 after a backslash', { code: '\\\u0000' }],
    ['half of a surrogate pair', { code: 'x\ud83d' }],
    ['the other half', { code: '\ude00x' }],
  ])('is refused before any database sees it where it holds %s, and says why', (_, data) => {
    expect(() => storableJson('complaint-1', [data])).toThrow(InvalidAppend);
    expect(() => storableJson('complaint-1', [data])).toThrow('U+0000 or half of a surrogate pair');
  });

  it('is that of the events where it holds what only looks so', () => {
    const data = { escaped: '\\u0000', twice: '\\\\ud83d', pair: '\ud83d\ude00', control: '\u0001' };
    expect(JSON.parse(storableJson('complaint-1', [data]))).toEqual([data]);
  });
});
