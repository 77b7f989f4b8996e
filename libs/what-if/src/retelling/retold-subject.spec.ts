import { RUNS_JUDGED_AS } from '@redress/clocks';
import type { OwnClock, Policy, PolicyBook } from '@redress/sla';
import { bookOf, promise } from '@redress/testing';
import fc from 'fast-check';
import type { SubjectOrder } from '../../../subjects/src/domain/commands';
import { subjectDecider } from '../../../subjects/src/domain/subject-decider';
import { AGENT } from '../../../../test/support/case-decisions';
import { TICK } from '../../../../test/support/random-cases';
import { inWords, retold } from '../../../../test/support/retold';
import { StreamOnRecord } from '../../../../test/support/stream-on-record';

const KINDS = ['on-site', 'work-order', 'appliance'] as const;

const CHECK: OwnClock = {
  clock: 'x-check',
  starts: ['opened', 'fact:checked'],
  stops: ['fact:checked', 'ended'],
  closes: ['fact:void'],
  per: 'occurrence',
};

/** A target for each kind, in the order of KINDS, of so many seconds. */
const within = (...seconds: readonly [number, number, number]): Omit<Policy, 'version'> => {
  const clocks = ['on-site', 'work-order', 'x-check'] as const;
  const rules = clocks.map((clock, n) => ({
    match: { kind: [KINDS[n] ?? ''] },
    targets: [promise(clock, `PT${String(seconds[n])}S`, { marks: [50], pausedBy: ['customer'] })],
  }));
  return { name: 'field', effectiveFrom: 0, rules, clocks: [CHECK] };
};
const versions = (one: Omit<Policy, 'version'>, two: Omit<Policy, 'version'>): PolicyBook =>
  bookOf({ ...one, version: 1 }, { ...two, version: 2, effectiveFrom: Infinity });

/** The second version comes out for what is open as well. */
const TODAY = versions(within(10, 20, 8), within(5, 30, 12));
const OTHERWISE = versions(within(6, 30, 3), within(15, 9, 20));

/** What is told, how long after what was told before it, whether the timekeeper looked before, and how late it is told. */
interface Told {
  readonly gap: number;
  readonly order: SubjectOrder;
  readonly looked: boolean;
  readonly lateBy: number;
}

const someOrder: fc.Arbitrary<SubjectOrder> = fc.oneof(
  { weight: 4, arbitrary: facts('arrived', 'replied', 'checked', 'void') },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('StartSubjectWaiting' as const),
      waitsFor: fc.constantFrom('customer' as const, 'supplier' as const),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ type: 'ResumeSubject' as const }) },
  {
    weight: 1,
    arbitrary: fc.constant({
      type: 'AdoptSubjectPolicy' as const,
      policy: { name: 'field', version: 2 },
    }),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'EndSubject' as const }) },
);

function facts(...codes: readonly string[]): fc.Arbitrary<SubjectOrder> {
  return fc.constantFrom(...codes).map((fact) => ({ type: 'RecordFact', fact }));
}

const someLife = (latest: number): fc.Arbitrary<readonly Told[]> =>
  fc.array(fc.record({ gap: fc.nat(6), order: someOrder, looked: fc.boolean(), lateBy: fc.nat(latest) }), {
    maxLength: 12,
    size: 'max',
  });

/** The stream of a subject that all of it was told, as far as it was not refused; and when the last of it was. */
function lived(kind: string, life: readonly Told[], policies: PolicyBook) {
  const stream = new StreamOnRecord(subjectDecider, { stream: 'subject-1', partitionKey: 'case-1' });
  const context = { policies, actor: AGENT, why: {} };
  stream.tell({
    ...{ type: 'OpenSubject', subjectId: '1', complaintId: 'case-1', kind, category: 'gas', team: 'crews' },
    ...{ channel: 'phone', priority: 2, tier: 'standard', specialCare: false, now: 0, ...context },
  });
  let [at, now] = [0, 0];
  for (const { gap, order, looked, lateBy } of life) {
    at += gap;
    now = Math.max(now, at * TICK);
    if (looked) stream.look(now);
    now = Math.max(now, (at + lateBy) * TICK);
    stream.tell({ ...order, ...context, now, ...(lateBy === 0 ? {} : { occurredAt: at * TICK }) });
  }
  return { appends: stream.appends, now: now + TICK };
}

describe('a subject told once more', () => {
  it('has the verdicts and due instants on record under the policies that judged it, told late or on time', () => {
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), someLife(8), (kind, life) => {
        const { appends, now: asOf } = lived(kind, life, TODAY);
        for (const as of RUNS_JUDGED_AS)
          for (const { was, wouldBe } of retold(appends, TODAY, { asOf, as }))
            expect([as, inWords(wouldBe), wouldBe?.policy]).toEqual([as, inWords(was), was?.policy]);
      }),
    );
  });

  it('has those that it would have had under others', () => {
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), someLife(0), (kind, life) => {
        const { appends, now: asOf } = lived(kind, life, TODAY);
        const otherwise = lived(kind, life, OTHERWISE).appends;
        for (const as of RUNS_JUDGED_AS) {
          const wouldBe = retold(appends, OTHERWISE, { asOf, as }).map((run) => inWords(run.wouldBe));
          const was = retold(otherwise, OTHERWISE, { asOf, as }).map((run) => inWords(run.was));
          expect([as, wouldBe]).toEqual([as, was]);
        }
      }),
    );
  });
});
