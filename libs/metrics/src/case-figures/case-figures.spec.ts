import { VirtualClock } from '@redress/kernel';
import { runProjections, type RunningProjections } from '@redress/testing';
import { FigureReader } from '../asking/figure-reader';
import { metricsProjection } from '../metrics.projection';
import type { CaseFiguresQuestion } from './case-figures.dto';
import { CaseFiguresHandler } from './case-figures.handler';
import { AskCaseFigures } from './case-figures.query';
import { CASES_TABLE, type CaseRow } from './case-row';

const START = Date.UTC(2026, 2, 1);

type Case = Partial<CaseRow>;

const zeros = Object.fromEntries(Object.keys(CASES_TABLE.columns).map((column) => [column, 0]));

const row = (given: Case, index: number) => ({
  ...zeros,
  partition_key: `case-${String(index)}`,
  reference: null,
  kind: 'complaint',
  category: 'billing',
  channel: 'phone',
  tier: 'standard',
  special_care: false,
  priority: 3,
  team: 'north',
  agent: null,
  policy_name: 'round-the-clock',
  policy_version: 1,
  ended_as: null,
  registered_at: START + index,
  ...given,
});

describe('case figures', () => {
  let projections: RunningProjections;

  beforeAll(async () => {
    projections = await runProjections(new VirtualClock(START), metricsProjection);
  });
  afterAll(() => projections.stop());

  async function given(...cases: readonly Case[]): Promise<void> {
    const { pool } = projections.database;
    await pool.query('DELETE FROM read_model.figure_cases');
    await pool.query(
      `INSERT INTO read_model.figure_cases
       SELECT * FROM json_populate_recordset(NULL::read_model.figure_cases, $1)`,
      [JSON.stringify(cases.map(row))],
    );
  }

  const ask = (question: Partial<CaseFiguresQuestion> = {}) =>
    new CaseFiguresHandler(new FigureReader(projections.readModel)).execute(
      new AskCaseFigures({ kind: ['complaint'], ...question }),
    );

  it('adds up what happened to the cases, and counts the cases that it happened to', async () => {
    await given(
      { transfers: 2, returns: 3, priority_changes: 5, resolutions: 2, closings: 1, reopenings: 1 },
      { transfers: 4, resolutions: 1, waits_customer: 2, waited_ms_customer: 90_500 },
      { waits_another_case: 1, waits_customer: 1, waited_ms_customer: 500 },
      { chases: 3, reclassifications: 1, escalations: 2, repeats: 1, appeals: 1, ended_as: 'archived' },
      { chases: 1, ended_as: 'withdrawn' },
      { kind: 'enquiry', transfers: 100, ended_as: 'merged' },
    );
    expect((await ask()).groups).toEqual([
      {
        group: null,
        cases: 5,
        resolvedCases: 2,
        reopenedCases: 1,
        transferredCases: 2,
        chasedCases: 2,
        escalatedCases: 1,
        repeatCases: 1,
        appealedCases: 1,
        transfers: 6,
        returns: 3,
        priorityChanges: 5,
        resolutions: 3,
        closings: 1,
        reopenings: 1,
        reclassifications: 1,
        chases: 4,
        escalations: 2,
        appeals: 1,
        ended: [
          { as: 'archived', cases: 1 },
          { as: 'refused', cases: 0 },
          { as: 'withdrawn', cases: 1 },
          { as: 'merged', cases: 0 },
        ],
        waits: [
          { waitsFor: 'customer', waits: 3, waitedSeconds: 91 },
          { waitsFor: 'supplier', waits: 0, waitedSeconds: 0 },
          { waitsFor: 'evidence', waits: 0, waitedSeconds: 0 },
          { waitsFor: 'another-case', waits: 1, waitedSeconds: 0 },
        ],
      },
    ]);
  });

  it('splits them by where the cases stand now', async () => {
    await given({ agent: 'ben' }, { agent: 'anna', closings: 1 }, { agent: 'anna', closings: 2 }, {});
    expect((await ask({ by: 'agent' })).groups).toMatchObject([
      { group: 'anna', cases: 2, closings: 3, first: { complaintId: 'case-1', reference: null } },
      { group: 'ben', cases: 1, first: { complaintId: 'case-0' } },
      { group: null, cases: 1 },
    ]);
  });

  it('takes the cases registered in the range', async () => {
    await given(
      { registered_at: START - 1 },
      { registered_at: START },
      { registered_at: START + 86_400_000 },
    );
    const range = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' };
    expect(await ask(range)).toMatchObject({ kinds: { complaint: 1 }, range: { on: 'registered' } });
  });
});
