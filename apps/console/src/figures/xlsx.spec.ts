import readWorkbook from 'read-excel-file/universal';
import { formats } from '../i18n/formats';
import { column } from './column';
import { xlsxFile } from './xlsx';

describe('a figure as a workbook', () => {
  it('shows instants as the clocks of the zone do, beside those in UTC, and says when it was written', async () => {
    const range = { on: 'happened', from: '2026-06-30T23:00:00.000Z' } as const;
    const answer = {
      ...{
        definition: 'From the start.',
        definitionName: 'resolution',
        definitionVersion: 3,
        by: 'hour',
        range,
      },
      ...{ zone: 'Europe/London', kinds: { complaint: 2 }, freshness: { caughtUpMsAgo: 7 } },
      groups: [{ group: '2026-07-01T09:00', startsAt: '2026-07-01T08:00:00.000Z', meanMs: 1234.56789 }],
    };
    const columns = [column('meanMs', () => 'Mean', 'duration')];
    const words = {
      ...formats('en-GB'),
      language: 'en',
      t: (name: string) => name.split('.').at(-1) ?? '',
      word: (_: string, code: string) => code,
    };
    const file = { answer, columns, search: { kind: 'all', measure: 'resolution', by: 'hour' } };
    const [numbers, about] = await readWorkbook(
      await xlsxFile(file, { words, madeAt: Date.UTC(2026, 6, 2, 12, 30) }),
    );
    const date = (...parts: [number, number, number, number]) => new Date(Date.UTC(...parts));
    // A sheet holds parts of days, so that an instant comes back to within a millisecond.
    const toTheSecond = (cell: unknown) =>
      cell instanceof Date ? new Date(Math.round(cell.getTime() / 1000) * 1000) : cell;
    expect(numbers?.data.map((row) => row.map(toTheSecond))).toEqual([
      ['hour', 'startsAt (Europe/London)', 'startsAt (UTC)', 'meanMs'],
      ['2026-07-01T09:00', date(2026, 6, 1, 9), date(2026, 6, 1, 8), 1234.56789],
    ]);
    expect(new Map(about?.data.map(([name, value]) => [name, toTheSecond(value)]))).toEqual(
      new Map<unknown, unknown>([
        ['definition', 'From the start.'],
        ['name', 'resolution'],
        ['version', 3],
        ['on', 'happened'],
        ['from (Europe/London)', date(2026, 6, 1, 0)],
        ['to (Europe/London)', 'last'],
        ['asked', 'kind=all&measure=resolution'],
        ['counted complaint', 2],
        ['fresh', 7],
        ['madeAt (Europe/London)', new Date(Date.UTC(2026, 6, 2, 13, 30))],
      ]),
    );
  });
});
