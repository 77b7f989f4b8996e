import type { Rows } from './projection';
import { RowGroup } from './row-group';
import { shapesOf } from './table-shape';

const shapes = shapesOf({
  calls: {
    columns: {
      line: 'text',
      seq: 'integer',
      at: 'bigint',
      ratio: 'double precision',
      open: 'boolean',
      seen: 'timestamptz',
      tags: 'text[]',
      facts: 'jsonb',
    },
    key: ['line', 'seq'],
  },
  totals: { columns: { count: 'integer' }, key: [] },
});
const group = (): RowGroup => new RowGroup(shapes);
const call = { line: 'a', seq: 1 };

describe('the rows of a partition key', () => {
  it('come out with every column, frozen all the way down', () => {
    const rows: Rows = group();
    rows.put('calls', { ...call, facts: { list: [{ n: 1 }], nothing: undefined }, tags: ['x'] });
    const row = rows.get('calls', 'a', 1);
    expect(row).toEqual({
      ...call,
      at: null,
      ratio: null,
      open: null,
      seen: null,
      tags: ['x'],
      facts: { list: [{ n: 1 }] },
    });
    expect(() => ((row as { line: string }).line = 'b')).toThrow('read only');
    expect(() => (row?.['facts'] as { list: number[] }).list.push(1)).toThrow();
  });

  it('are not changed by what becomes of an object that was put', () => {
    const rows = group();
    const facts = { list: [1] };
    const row = { ...call, facts };
    rows.put('calls', row);
    facts.list.push(2);
    row.line = 'b';
    expect(rows.get('calls', 'a', 1)).toMatchObject({ line: 'a', facts: { list: [1] } });
  });

  it('come in the order of their keys, numbers as numbers', () => {
    const rows = group();
    for (const seq of [10, 9, 1]) rows.put('calls', { line: 'b', seq });
    rows.put('calls', { line: 'a', seq: 2 });
    rows.delete('calls', 'b', 9);
    expect(rows.all('calls').map(({ line, seq }) => [line, seq])).toEqual([
      ['a', 2],
      ['b', 1],
      ['b', 10],
    ]);
  });

  it.each([
    ['text', { line: 1 }],
    ['integer', { seq: 1.5 }],
    ['integer', { seq: 2 ** 31 }],
    ['bigint', { at: 2 ** 53 }],
    ['bigint', { at: '1' }],
    ['double precision', { ratio: NaN }],
    ['boolean', { open: 'true' }],
    ['timestamptz', { seen: 'soon' }],
    ['text[]', { tags: [1] }],
    ['jsonb', { facts: { at: new Date(0) } }],
    ['jsonb', { facts: [undefined] }],
    ['jsonb', { facts: () => 1 }],
  ])('take no value that is not of its column: %s', (_, value) => {
    expect(() => {
      group().put('calls', { ...call, ...value });
    }).toThrow('calls.');
  });

  it('take no column that there is not, no key that is not whole, and no other table', () => {
    const rows = group();
    expect(() => {
      rows.put('calls', { ...call, extra: 1 });
    }).toThrow('no column extra');
    expect(() => {
      rows.put('calls', { line: 'a' });
    }).toThrow('part of the key');
    expect(() => rows.get('calls', 'a')).toThrow('a key of 2 columns');
    expect(() => rows.get('others')).toThrow('no table others');
  });

  it('are as before where an event is applied in part', () => {
    const rows = group();
    rows.put('totals', { count: 1 });
    rows.put('calls', call);
    const before = [...rows.all('calls'), rows.get('totals')];
    expect(() => {
      rows.atomically(() => {
        rows.put('totals', { count: 2 });
        rows.put('totals', { count: 3 });
        rows.delete('calls', 'a', 1);
        rows.put('calls', { line: 'z', seq: 1 });
        throw new Error('no further');
      });
    }).toThrow('no further');
    expect([...rows.all('calls'), rows.get('totals')]).toEqual(before);
  });

  it('are written only where they differ from what is stored', () => {
    const rows = group();
    const shape = shapes.get('calls');
    if (shape === undefined) throw new Error('no such table');
    const stored = (seq: number): ReturnType<typeof shape.settle> =>
      shape.settle({ line: 'a', seq, facts: { x: 1, y: [2] } });
    for (const seq of [1, 2, 3]) rows.load('calls', stored(seq));
    rows.put('calls', { line: 'a', seq: 1, facts: { y: [2], x: 1 } });
    rows.put('calls', { line: 'a', seq: 2, facts: { y: [3], x: 1 } });
    rows.delete('calls', 'a', 3);
    rows.put('calls', { line: 'a', seq: 4 });
    rows.put('calls', { line: 'a', seq: 5 });
    rows.delete('calls', 'a', 5);
    const changes = [...rows.changes()].map(({ before, row }) => [before?.['seq'], row?.['seq']]);
    expect(changes).toEqual([
      [2, 2],
      [3, undefined],
      [undefined, 4],
    ]);
  });
});
