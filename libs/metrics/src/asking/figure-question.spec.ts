import { ApiValidationPipe, type HttpProblem } from '@redress/http';
import { CaseFiguresQuestion } from '../case-figures/case-figures.dto';
import { ResponseTimesQuestion } from '../response-times/response-times.dto';
import { VerdictFiguresQuestion } from '../verdict-figures/verdict-figures.dto';
import { VerdictListQuestion } from '../verdict-figures/verdict-list';

type Question =
  | typeof CaseFiguresQuestion
  | typeof ResponseTimesQuestion
  | typeof VerdictFiguresQuestion
  | typeof VerdictListQuestion;

/** The question that a query string asks, as it reaches a controller. */
const read = (metatype: Question, query: Readonly<Record<string, string | string[]>>): Promise<unknown> =>
  new ApiValidationPipe().transform(query, { type: 'query', metatype });

async function refused(
  metatype: Question,
  query: Readonly<Record<string, string | string[]>>,
): Promise<unknown> {
  try {
    await read(metatype, query);
  } catch (error) {
    const { errors } = (error as HttpProblem).extras.members as { errors: { field: string; code: string }[] };
    return errors.map(({ field, code }) => `${field}: ${code}`);
  }
  throw new Error('it was accepted');
}

describe('questions about figures', () => {
  it('must say which kinds count: an enquiry never counts as a complaint', async () => {
    expect(await refused(CaseFiguresQuestion, {})).toEqual(['kind: required']);
    expect(await refused(CaseFiguresQuestion, { kind: 'ticket' })).toEqual(['kind: not-one-of']);
    expect(await read(CaseFiguresQuestion, { kind: 'all' })).toMatchObject({ kind: ['all'] });
    expect(await read(CaseFiguresQuestion, { kind: ['complaint', 'praise'] })).toMatchObject({
      kind: ['complaint', 'praise'],
    });
  });

  it('take every filter, once or several times', async () => {
    const query = {
      kind: 'complaint',
      measure: 'resolution',
      by: 'hour',
      zone: 'Europe/London',
      within: 'PT4H',
      category: 'billing',
      channel: ['phone', 'email'],
      tier: 'vip',
      priority: ['1', '2'],
      team: 'north',
      agent: ['anna', 'ben'],
      policy: 'round-the-clock',
      policyVersion: '2',
      cycle: '1',
      on: 'happened',
      from: '2026-03-01T00:00:00Z',
      to: '2026-04-01T00:00:00+02:00',
    };
    expect(await read(ResponseTimesQuestion, query)).toMatchObject({
      category: ['billing'],
      channel: ['phone', 'email'],
      priority: [1, 2],
      agent: ['anna', 'ben'],
      policyVersion: 2,
      cycle: 1,
      on: 'happened',
    });
  });

  it.each([
    ['an unknown measure', { measure: 'mood' }, 'measure: is-matching'],
    ['an unknown split', { by: 'weather' }, 'by: not-one-of'],
    ['a priority that is none', { priority: ['1', 'high'] }, 'priority: wrong-type'],
    ['a day without a time', { from: '2026-03-01' }, 'from: malformed'],
    ['an unknown filter', { colour: 'red' }, 'colour: unknown-field'],
    ['a cycle before the first', { cycle: '0' }, 'cycle: too-small'],
  ])('refuse %s', async (_, wrong, error) => {
    expect(await refused(ResponseTimesQuestion, { kind: 'all', measure: 'resolution', ...wrong })).toEqual([
      error,
    ]);
  });

  it('about verdicts are about one clock, or list up to a thousand', async () => {
    expect(await refused(VerdictFiguresQuestion, { kind: 'all' })).toEqual(['clock: required']);
    expect(await read(VerdictListQuestion, { kind: 'all' })).toMatchObject({ limit: 200 });
    expect(
      await read(VerdictListQuestion, { kind: 'all', limit: '1000', clock: 'resolution' }),
    ).toMatchObject({
      limit: 1000,
      clock: ['resolution'],
    });
    expect(await refused(VerdictListQuestion, { kind: 'all', limit: '1001' })).toEqual(['limit: too-large']);
    const asked = { kind: 'all', clock: 'resolution' };
    expect(await read(VerdictFiguresQuestion, { ...asked, as: 'reassessed' })).toMatchObject({
      as: 'reassessed',
    });
    expect(await refused(VerdictFiguresQuestion, { ...asked, as: 'wished' })).toEqual(['as: not-one-of']);
  });

  it('about cases know no cycle: a case is counted with all of its cycles', async () => {
    expect(await refused(CaseFiguresQuestion, { kind: 'all', cycle: '1' })).toEqual(['cycle: unknown-field']);
  });
});
