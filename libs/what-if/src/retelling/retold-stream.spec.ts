import { RUNS_JUDGED_AS } from '@redress/clocks';
import { bookOf, CASE_FACTS, policyByPriority, promise } from '@redress/testing';
import type { PolicyBook } from '@redress/sla';
import fc from 'fast-check';
import { caseDecider } from '../../../complaints/src/domain/case-decider';
import { AGENT } from '../../../../test/support/case-decisions';
import {
  commandAt,
  someTellings,
  TICK,
  type Order,
  type Telling,
} from '../../../../test/support/random-cases';
import { inWords, retold } from '../../../../test/support/retold';
import { StreamOnRecord } from '../../../../test/support/stream-on-record';

const onCustomer = { marks: [40, 80], pausedBy: ['customer'] };

const TODAY = bookOf(
  policyByPriority({
    1: [promise('first-response', 'PT5S', { marks: [80] }), promise('resolution', 'PT10S', onCustomer)],
    2: [promise('resolution', 'PT30S', onCustomer), promise('follow-up', 'PT20S')],
    3: [
      promise('first-response', 'PT8S'),
      promise('resolution', 'PT20S', { pausedBy: ['customer', 'supplier'] }),
      promise('supervision', 'PT10S', { pausedBy: ['customer'] }),
      promise('extension', 'PT10S'),
    ],
    4: [promise('first-response', 'PT15S')],
  }),
);

const OTHERWISE = bookOf(
  policyByPriority({
    1: [promise('resolution', 'PT6S')],
    2: [promise('first-response', 'PT3S'), promise('resolution', 'PT12S', { pausedBy: ['supplier'] })],
    3: [promise('first-response', 'PT15S', { marks: [50] }), promise('resolution', 'PT9S', onCustomer)],
    4: [promise('resolution', 'PT25S', onCustomer), promise('follow-up', 'PT6S')],
  }),
);

/** A telling, whether the timekeeper looked before it, and how many ticks it took until it was on record. */
interface Told {
  readonly telling: Telling;
  readonly looked: boolean;
  readonly lateBy: number;
}

const someTold = (latest: number): fc.Arbitrary<readonly Told[]> =>
  someTellings.chain((tellings) =>
    fc
      .array(fc.record({ looked: fc.boolean(), lateBy: fc.nat(latest) }), {
        minLength: tellings.length,
        maxLength: tellings.length,
      })
      .map((how) => tellings.flatMap((telling, n) => (how[n] === undefined ? [] : [{ telling, ...how[n] }]))),
  );

/** The stream of a case that all of it was told, as far as it was not refused; and when the last of it was. */
function lived(life: readonly Told[], policies: PolicyBook) {
  const { complaintId } = CASE_FACTS;
  const names = { stream: `complaint-${complaintId}`, partitionKey: complaintId };
  const stream = new StreamOnRecord(caseDecider, names);
  stream.tell({ ...commandAt({ type: 'RegisterComplaint', ...CASE_FACTS }, 0, AGENT), policies });
  let [at, now] = [0, 0];
  for (const { telling, looked, lateBy } of life) {
    const [gap, order, actor] = telling;
    at += gap;
    now = Math.max(now, at * TICK);
    if (looked) stream.look(now);
    now = Math.max(now, (at + lateBy) * TICK);
    const command = { ...commandAt(order, at, actor), policies, now };
    stream.tell(lateBy === 0 ? command : { ...command, occurredAt: at * TICK });
  }
  return { appends: stream.appends, now: now + TICK };
}

/** Whether it may be refused under one policy and not under the other. */
const goesByPolicy = (order: Order): boolean =>
  order.type.endsWith('Extension') || (order.type === 'OrderSupervision' && order.within === undefined);

describe('a case told once more', () => {
  it('has the verdicts and due instants on record under the policies that judged it, told late or on time', () => {
    fc.assert(
      fc.property(someTold(8), (life) => {
        const { appends, now } = lived(life, TODAY);
        for (const as of RUNS_JUDGED_AS)
          for (const { was, wouldBe } of retold(appends, TODAY, { asOf: now, as }))
            expect([as, inWords(wouldBe), wouldBe?.policy]).toEqual([as, inWords(was), was?.policy]);
      }),
    );
  });

  it('has those that it would have had under others', () => {
    const someLife = someTold(0).map((life) => life.filter(({ telling: [, order] }) => !goesByPolicy(order)));
    fc.assert(
      fc.property(someLife, (life) => {
        const { appends, now: asOf } = lived(life, TODAY);
        const otherwise = lived(life, OTHERWISE).appends;
        for (const as of RUNS_JUDGED_AS) {
          const wouldBe = retold(appends, OTHERWISE, { asOf, as }).map((run) => inWords(run.wouldBe));
          const was = retold(otherwise, OTHERWISE, { asOf, as }).map((run) => inWords(run.was));
          const known = <Run>(runs: readonly (Run | undefined)[]) => runs.filter((run) => run !== undefined);
          expect([as, new Set(known(wouldBe))]).toEqual([as, new Set(known(was))]);
        }
      }),
    );
  });
});
