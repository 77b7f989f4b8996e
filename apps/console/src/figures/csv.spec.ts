import type { FigureAnswer } from '../api/types';
import type { Group } from './column';
import { csvOf } from './csv';
import { FIGURES } from './figure-specs';

const answerOf = (by: string, ...groups: FigureAnswer<Group>['groups']): FigureAnswer<Group> => ({
  definition: 'From the start to the end.',
  definitionName: 'resolution',
  definitionVersion: 2,
  by,
  zone: 'Europe/London',
  range: { on: 'happened', from: '2026-03-01T00:00:00.000Z' },
  kinds: { complaint: 2 },
  freshness: { caughtUpMsAgo: 0 },
  groups,
});
const search = { kind: 'complaint', measure: 'resolution', zone: 'Europe/London', by: 'team' };
const columnsOf = (id: string, answer: FigureAnswer<Group>) =>
  FIGURES.find((spec) => spec.id === id)?.columns(answer) ?? [];

describe('a figure as a file', () => {
  it('holds the numbers of the API unrounded, with definition, version, range and question', () => {
    const answer = answerOf('team', {
      group: 'billing',
      ...{ n: 2, meanMs: 1234.5, p50Ms: null, within: { share: 0.123456 } },
    });
    expect(csvOf({ answer, columns: columnsOf('responseTimes', answer), search }).split('\r\n')).toEqual([
      'definition,definitionName,definitionVersion,from,to,on,zone,asked,by,group,n,meanMs,p50Ms,p90Ms,p95Ms,p99Ms,maxMs,within.share',
      'From the start to the end.,resolution,2,2026-03-01T00:00:00.000Z,,happened,Europe/London,kind=complaint&measure=resolution,team,billing,2,1234.5,,,,,,0.123456',
    ]);
  });

  it('has a column for the money of each currency, in its smallest unit', () => {
    const cost = (currency: string, costMinor: number) => ({ currency, costMinor });
    const answer = answerOf(
      'remedy',
      { group: 'refund', amounts: [cost('JPY', 500), cost('CNY', 4_200)] },
      { group: 'apology', amounts: [] },
    );
    const [head, refund, apology] = csvOf({ answer, columns: columnsOf('remedies', answer), search })
      .split('\r\n')
      .map((line) => line.split(',').slice(-2));
    expect(head).toEqual(['amounts.CNY.costMinor', 'amounts.JPY.costMinor']);
    expect([refund, apology]).toEqual([
      ['4200', '500'],
      ['', ''],
    ]);
  });

  it('lets no name become a formula, and keeps commas and quotes', () => {
    const named = (group: string) =>
      csvOf({ answer: answerOf('category', { group }), columns: [], search }).split('category,')[1];
    expect(named('=1+1')).toBe("'=1+1");
    expect(named('a,"b"')).toBe('"a,""b"""');
  });
});
