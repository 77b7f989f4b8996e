import { csvOf } from './csv';
import { FIGURES } from './figure-specs';

describe('a figure as a file', () => {
  const [responseTimes] = FIGURES;

  it('holds the numbers of the API unrounded, with definition and range', () => {
    const text = csvOf(
      {
        definition: 'response-times-2',
        by: 'team',
        zone: 'Europe/London',
        range: { on: 'happened', from: '2026-03-01T00:00:00.000Z' },
        kinds: { complaint: 2 },
        freshness: { caughtUpMsAgo: 0 },
        groups: [{ group: 'billing', n: 2, meanMs: 1234.5, p50Ms: null, within: { share: 0.123456 } }],
      },
      { columns: responseTimes?.columns ?? [] },
    );
    expect(text.split('\r\n')).toEqual([
      'definition,from,to,on,zone,by,group,n,meanMs,p50Ms,p90Ms,p95Ms,p99Ms,maxMs,within.share',
      'response-times-2,2026-03-01T00:00:00.000Z,,happened,Europe/London,team,billing,2,1234.5,,,,,,0.123456',
    ]);
  });

  it('lets no name become a formula, and keeps commas and quotes', () => {
    const named = (group: string) =>
      csvOf(
        {
          definition: 'd',
          by: 'category',
          zone: 'UTC',
          range: { on: 'happened' },
          kinds: {},
          freshness: { caughtUpMsAgo: null },
          groups: [{ group }],
        },
        { columns: [] },
      ).split('\r\n')[1];
    expect(named('=1+1')).toBe("d,,,happened,UTC,category,'=1+1");
    expect(named('a,"b"')).toBe('d,,,happened,UTC,category,"a,""b"""');
  });
});
