import type { Projection } from '@redress/read-model';
import { projectionSpec } from './projection-spec';
import { recordedEvents } from './recorded-events';

const counting: Projection = {
  name: 'counting',
  version: 1,
  tables: {
    counted: {
      columns: { type: 'text', count: 'integer', last: 'bigint', seen: 'text[]' },
      key: ['type'],
    },
  },
  events: ['Rang', 'Answered'],
  apply: ({ type, occurredAt, data }, rows) => {
    const { line } = data as { line: string };
    const before = rows.get('counted', type);
    rows.put('counted', {
      type,
      count: Number(before?.['count'] ?? 0) + 1,
      last: occurredAt,
      seen: [...((before?.['seen'] as string[] | undefined) ?? []), line],
    });
  },
};

const events = recordedEvents(
  { partitionKey: 'a', type: 'Rang', data: { line: '1' }, occurredAt: 5 },
  { partitionKey: 'b', type: 'Rang', data: { line: '2' } },
  { partitionKey: 'a', type: 'Ignored', data: {} },
  { partitionKey: 'a', type: 'Answered', data: { line: '1' } },
  { partitionKey: 'a', type: 'Rang', data: { line: '3' }, occurredAt: 9 },
);

describe('projectionSpec', () => {
  it('compares the rows of a table with those expected', () => {
    const outcome = projectionSpec(counting).given(events);
    outcome.then('counted', [
      { partition_key: 'a', type: 'Answered', count: 1 },
      { partition_key: 'a', type: 'Rang', count: 2, last: 9, seen: ['1', '3'] },
      { partition_key: 'b', type: 'Rang', count: 1 },
    ]);
    expect(() => outcome.then('counted', [{ type: 'Rang' }])).toThrow();
    expect(() => outcome.then('counted', [{ count: 1 }, { count: 3 }, { count: 1 }])).toThrow();
    expect(() => outcome.then('other', [])).toThrow('counting has no table other');
  });

  it('fails a projection that remembers something beside its rows', () => {
    let total = 0;
    const forgetful: Projection = {
      ...counting,
      apply: (event, rows) => {
        total++;
        rows.put('counted', { type: event.type, count: total });
      },
    };
    expect(() => projectionSpec(forgetful).given(events)).toThrow();
  });

  it('fails a projection that changes rows in place', () => {
    const careless: Projection = {
      ...counting,
      apply: ({ type }, rows) => {
        const row = rows.get('counted', type) as Record<string, unknown> | undefined;
        if (row === undefined) rows.put('counted', { type, count: 1 });
        else row['count'] = 2;
      },
    };
    expect(() => projectionSpec(careless).given(events)).toThrow('read only');
  });

  it('fails where an event can not be applied', () => {
    const picky: Projection = {
      ...counting,
      apply: () => {
        throw new Error('not like this');
      },
    };
    expect(() => projectionSpec(picky).given(events)).toThrow('not like this');
  });
});
