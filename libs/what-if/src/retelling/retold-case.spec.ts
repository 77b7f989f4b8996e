import { deriveId, type Recorded, type RecordedEvent } from '@redress/kernel';
import { SharedTargets, type JudgedRun } from '@redress/clocks';
import type { ComplaintRegistered } from '@redress/complaints';
import { bookOf, CASE_FACTS, policyByPriority, promise } from '@redress/testing';
import type { PolicyBook } from '@redress/sla';
import fc from 'fast-check';
import { dueFacts } from '../../../clocks/src/domain/keep-clocks';
import { caseDecider, type CaseEvent } from '../../../complaints/src/domain/case-decider';
import { AGENT } from '../../../../test/support/case-decisions';
import {
  commandAt,
  someTellings,
  TICK,
  type Order,
  type Telling,
} from '../../../../test/support/random-cases';
import { RetoldCase } from './retold-case';

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
  const appends: RecordedEvent[][] = [];
  let state = caseDecider.initial;
  let [at, now] = [0, 0];
  const record = (facts: readonly CaseEvent[]): void => {
    const first = appends.flat().length;
    appends.push(facts.map((fact, n) => recorded(fact, first + n, now)));
    state = facts.reduce(caseDecider.evolve, state);
  };
  record(
    caseDecider.decide(
      { ...commandAt({ type: 'RegisterComplaint', ...CASE_FACTS }, 0, AGENT), policies },
      state,
    ),
  );
  for (const { telling, looked, lateBy } of life) {
    const [gap, order, actor] = telling;
    at += gap;
    now = Math.max(now, at * TICK);
    if (looked) {
      record(dueFacts(state.clocks, now, now));
    }
    now = Math.max(now, (at + lateBy) * TICK);
    const command = { ...commandAt(order, at, actor), policies, now };
    try {
      record(caseDecider.decide(lateBy === 0 ? command : { ...command, occurredAt: at * TICK }, state));
    } catch {
      // Refused: nothing happened.
    }
  }
  return { appends, now: now + TICK };
}

function recorded(
  { type, version, occurredAt, data }: CaseEvent,
  revision: number,
  now: number,
): RecordedEvent {
  const stream = `complaint-${CASE_FACTS.complaintId}`;
  const id = deriveId(stream, revision);
  return {
    ...{ id, stream, revision, type, version, occurredAt, data, recordedAt: now, actor: AGENT },
    ...{ position: String(revision).padStart(16, '0'), partitionKey: CASE_FACTS.complaintId },
    ...{ correlationId: id, causationId: id, commandId: id },
  };
}

/** Both sides of every run, told once more under other policies. */
function retold(appends: readonly (readonly RecordedEvent[])[], policies: PolicyBook, asOf: number) {
  const one = new RetoldCase(appends[0]?.[0] as Recorded<ComplaintRegistered>, policies, new SharedTargets());
  for (const append of appends) one.tell(append);
  return one.takeRuns(asOf);
}

const inWords = (run: JudgedRun | undefined) =>
  run === undefined ? undefined : { ...run, policy: undefined, dueAt: run.dueAt() };

/** Whether it may be refused under one policy and not under the other. */
const goesByPolicy = (order: Order): boolean =>
  order.type.endsWith('Extension') || (order.type === 'OrderSupervision' && order.within === undefined);

describe('a case told once more', () => {
  it('has the verdicts and due instants on record under the policies that judged it, told late or on time', () => {
    fc.assert(
      fc.property(someTold(8), (life) => {
        const { appends, now } = lived(life, TODAY);
        for (const { was, wouldBe } of retold(appends, TODAY, now)) {
          expect([inWords(wouldBe), wouldBe?.policy]).toEqual([inWords(was), was?.policy]);
        }
      }),
    );
  });

  it('has those that it would have had under others', () => {
    const someLife = someTold(0).map((life) => life.filter(({ telling: [, order] }) => !goesByPolicy(order)));
    fc.assert(
      fc.property(someLife, (life) => {
        const { appends, now } = lived(life, TODAY);
        const otherwise = lived(life, OTHERWISE).appends;
        const wouldBe = retold(appends, OTHERWISE, now).map((run) => inWords(run.wouldBe));
        const was = retold(otherwise, OTHERWISE, now).map((run) => inWords(run.was));
        const known = <Run>(runs: readonly (Run | undefined)[]) => runs.filter((run) => run !== undefined);
        expect(new Set(known(wouldBe))).toEqual(new Set(known(was)));
      }),
    );
  });
});
