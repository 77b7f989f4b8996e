import { toIso } from '@redress/kernel';
import { projectionSpec, recordedEvents, type EventSketch } from '@redress/testing';
import { caseLife, minute, registration } from '../../../test/support/case-life';
import { metricsProjection } from './metrics.projection';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 2, 1, 9);
const policy = { name: 'round-the-clock', version: 2, rule: 3 };
const target = {
  within: 'PT4H',
  calendar: { name: '24x7', version: 1 },
  pausedBy: ['customer'],
  marks: [80],
};

/** What happens to case `id`, each line at an hour (from its registration) of its own. */
const lifeOf = (
  id: string,
  ...lines: readonly (readonly [hour: number, type: string, data?: object])[]
): EventSketch[] =>
  lines.map(([hour, type, data = {}]) => ({ partitionKey: id, type, data, occurredAt: START + hour * HOUR }));

const at = (hour: number): string => toIso(START + hour * HOUR);

const registered = {
  complaintId: 'a',
  reference: 'INC-1',
  kind: 'complaint',
  category: 'billing',
  channel: 'phone',
  priority: 3,
  tier: 'key',
  specialCare: true,
  customerId: 'c1',
  team: 'north',
  policy,
};
const north = { team: 'north', agent: null, priority: 3 };
const first = { clock: 'first-response', instance: 1, cycle: 1 };
const resolution = { clock: 'resolution', instance: 1, cycle: 1 };
const started = (clock: object, hour = 0) => ({
  ...clock,
  startedAt: at(hour),
  target,
  policy,
  dueAt: at(hour + 4),
});
const stopped = (clock: object, verdict: string, hour: number, due: number) => ({
  ...clock,
  stoppedAt: at(hour),
  verdict,
  dueAt: at(due),
  elapsedMs: 0,
});

const given = (...lives: readonly (readonly EventSketch[])[]) =>
  projectionSpec(metricsProjection).given(recordedEvents(...lives.flat()));

describe('the metrics projection', () => {
  it('counts what happens to a case and files it where it stands', () => {
    given(
      lifeOf(
        'a',
        [0, 'ComplaintRegistered', registered],
        [1, 'ComplaintAssigned', { team: 'south', agent: null }],
        [1, 'ComplaintClaimed', { team: 'south', agent: 'anna' }],
        [
          2,
          'ComplaintTransferred',
          { team: 'west', agent: 'ben', from: { ...north, team: 'south', agent: 'anna' } },
        ],
        [
          3,
          'ComplaintReturned',
          { reason: 'no-time', team: 'west', from: { ...north, team: 'west', agent: 'ben' } },
        ],
        [3, 'ComplaintTransferred', { team: 'west', agent: 'cleo', from: { ...north, team: 'west' } }],
        [4, 'ComplaintReprioritised', { priority: 1, previousPriority: 3, policy: { ...policy, rule: 1 } }],
        [5, 'ComplaintWaitStarted', { team: 'west', agent: 'cleo', priority: 1, waitsFor: 'customer' }],
        [7, 'ComplaintResumed', { team: 'west', agent: 'cleo', priority: 1, waitedFor: 'customer' }],
        [7, 'ComplaintWaitStarted', { team: 'west', agent: 'cleo', priority: 1, waitsFor: 'another-case' }],
      ),
    ).then('figure_cases', [
      {
        partition_key: 'a',
        reference: 'INC-1',
        tier: 'key',
        special_care: true,
        team: 'west',
        agent: 'cleo',
        priority: 1,
        policy_rule: 1,
        transfers: 2,
        returns: 1,
        priority_changes: 1,
        waits_customer: 1,
        waited_ms_customer: 2 * HOUR,
        waits_another_case: 1,
        waited_ms_another_case: 0,
        waiting_since: START + 7 * HOUR,
        resolutions: 0,
      },
    ]);
  });

  it('counts what happens to a case beside the straight way, and tells how it ended', () => {
    const linked = (otherId: string, relation: string) => ({ otherId, relation });
    const life = [
      [0, 'ComplaintRegistered', registered],
      [1, 'ComplaintChased', { ...north, chases: 1 }],
      [2, 'ComplaintChased', { ...north, chases: 2 }],
      [2, 'ComplaintEscalated', { ...north, reason: 'at-risk', level: 1 }],
      [2, 'ComplaintLinked', linked('b', 'repeat-of')],
      [2, 'ComplaintLinked', linked('c', 'has-repeat')],
      [3, 'ComplaintRefused', { reason: 'not-ours' }],
      [4, 'ComplaintAppealed', { ...north, number: 1, cycle: 1 }],
    ] as const;
    const counted = { chases: 2, escalations: 1, repeats: 1, appeals: 1 };
    given(lifeOf('a', ...life)).then('figure_cases', [
      { ...counted, ended_as: 'refused', ended_at: START + 3 * HOUR },
    ]);
    const reopened = [5, 'ComplaintReopened', { ...north, cycle: 2, policy }] as const;
    given(lifeOf('a', ...life, reopened)).then('figure_cases', [
      { ...counted, ended_as: null, ended_at: null },
    ]);
    const endings = [
      ['ComplaintWithdrawn', { ...north, reason: 'settled' }, 'withdrawn'],
      ['ComplaintMerged', { ...north, into: 'b' }, 'merged'],
      ['ComplaintArchived', north, 'archived'],
    ] as const;
    for (const [type, data, as] of endings) {
      given(lifeOf('a', ...life, reopened, [6, type, data])).then('figure_cases', [
        { ended_as: as, ended_at: START + 6 * HOUR },
      ]);
    }
  });

  it('files a case and its clocks that go on by what it is taken for now, what was measured by what it was', () => {
    const next = { kind: 'fault-report', category: 'lift', tier: 'vip', specialCare: false };
    const previous = { kind: 'complaint', category: 'billing', tier: 'key', specialCare: true };
    const outcome = given(
      lifeOf(
        'a',
        [0, 'ComplaintRegistered', registered],
        [0, 'ClockStarted', started(first)],
        [0, 'ClockStarted', started(resolution)],
        [1, 'ComplaintResponded', { ...north, agent: 'anna', first: true, cycle: 1 }],
        [1, 'ClockStopped', stopped(first, 'met', 1, 4)],
        [2, 'ComplaintReclassified', { ...next, previous, policy: { ...policy, rule: 1 } }],
        [2, 'ClockRetargeted', { ...resolution, target, policy: { ...policy, rule: 1 }, dueAt: at(8) }],
      ),
    );
    const was = { kind: 'complaint', category: 'billing', tier: 'key', policy_rule: 3 };
    const is = { kind: 'fault-report', category: 'lift', tier: 'vip', policy_rule: 1 };
    outcome.then('figure_cases', [{ ...is, special_care: false, reclassifications: 1 }]);
    outcome.then('figure_verdicts', [
      { clock: 'first-response', ...was },
      { clock: 'resolution', ...is },
    ]);
    outcome.then('figure_samples', [{ measure: 'first-response', ...was }]);
  });

  it('measures each cycle from its start, and the whole from the registration to the last resolution', () => {
    const anna = { team: 'north', agent: 'anna', priority: 3 };
    const outcome = given(
      lifeOf(
        'a',
        [0, 'ComplaintRegistered', registered],
        [2, 'ComplaintResponded', { ...north, first: true, cycle: 1 }],
        [3, 'ComplaintResponded', { ...north, first: false, cycle: 1 }],
        [6, 'ComplaintResolved', { ...anna, resolvedBy: 'ben', cycle: 1 }],
        [6, 'ComplaintClosed', { ...anna, cycle: 1 }],
        [10, 'ComplaintReopened', { ...anna, cycle: 2, policy }],
        [11, 'ComplaintResponded', { ...anna, first: true, cycle: 2 }],
        [13, 'ComplaintResolved', { ...anna, resolvedBy: null, cycle: 2 }],
      ),
    );
    outcome.then('figure_samples', [
      {
        measure: 'first-response',
        cycle: 1,
        value_ms: 2 * HOUR,
        happened_at: START + 2 * HOUR,
        agent: null,
        verdict: null,
      },
      { measure: 'first-response', cycle: 2, value_ms: HOUR, agent: 'anna' },
      { measure: 'resolution', cycle: 1, value_ms: 6 * HOUR, agent: 'ben' },
      { measure: 'resolution', cycle: 2, value_ms: 3 * HOUR, agent: null },
      { measure: 'total-resolution', cycle: 2, value_ms: 13 * HOUR, happened_at: START + 13 * HOUR },
    ]);
    outcome.then('figure_cases', [
      {
        cycle: 2,
        resolutions: 2,
        closings: 1,
        reopenings: 1,
        first_responded_at: START + 2 * HOUR,
        first_resolved_at: START + 6 * HOUR,
        last_resolved_at: START + 13 * HOUR,
        last_closed_at: START + 6 * HOUR,
      },
    ]);
  });

  it('measures each run of a clock that a policy defines from its start to its stop, and none that was not stopped', () => {
    const crew = (instance: number) => ({ clock: 'x-crew-sent', instance, cycle: 1 });
    const outcome = given(
      lifeOf(
        'a',
        [0, 'ComplaintRegistered', registered],
        [1, 'ClockStarted', started(crew(1), 1)],
        [3, 'ClockStopped', stopped(crew(1), 'met', 3, 4)],
        [4, 'ClockStarted', started(crew(2), 4)],
        [9, 'ClockStopped', stopped(crew(2), 'missed', 9, 8)],
        [10, 'ClockStarted', started(crew(3), 10)],
        [14, 'ClockBreached', { ...crew(3), dueAt: at(14), detectedAt: at(14) }],
        [15, 'ClockClosed', { ...crew(3), closedAt: at(15), reason: 'closed' }],
      ),
    );
    outcome.then('figure_samples', [
      { measure: 'x-crew-sent', run: 1, value_ms: 2 * HOUR, verdict: 'met', team: 'north' },
      { measure: 'x-crew-sent', run: 2, value_ms: 5 * HOUR, verdict: 'missed' },
    ]);
  });

  it('follows a clock from start to verdict, and tells the verdict to what was measured', () => {
    const outcome = given(
      lifeOf(
        'a',
        [0, 'ComplaintRegistered', registered],
        [0, 'ClockStarted', started(first)],
        [0, 'ClockStarted', started(resolution)],
        [1, 'ComplaintResponded', { ...north, agent: 'anna', first: true, cycle: 1 }],
        [1, 'ClockStopped', stopped(first, 'met', 1, 4)],
        [2, 'ComplaintWaitStarted', { ...north, waitsFor: 'customer' }],
        [2, 'ClocksPaused', { reason: 'customer', clocks: [{ ...resolution, dueAt: null }] }],
        [3, 'ComplaintResumed', { ...north, waitedFor: 'customer' }],
        [3, 'ClocksResumed', { reason: 'customer', clocks: [{ ...resolution, dueAt: at(5) }] }],
        [4.2, 'ClockMarkReached', { ...resolution, mark: 80, dueAt: at(4.2), detectedAt: at(9) }],
        [5, 'ClockBreached', { ...resolution, dueAt: at(5), detectedAt: at(9) }],
        [6, 'ComplaintTransferred', { team: 'west', agent: null, from: north }],
        [7, 'ComplaintResolved', { team: 'west', agent: null, priority: 3, resolvedBy: 'ben', cycle: 1 }],
        [7, 'ClockStopped', stopped(resolution, 'missed', 7, 5)],
        [8, 'ComplaintReprioritised', { priority: 1, previousPriority: 3, policy: { ...policy, rule: 1 } }],
      ),
    );
    outcome.then('figure_verdicts', [
      {
        clock: 'first-response',
        instance: 1,
        verdict: 'met',
        breached: false,
        team: 'north',
        agent: 'anna',
        priority: 3,
        marks: [],
        due_at: START + 4 * HOUR,
        stopped_at: START + HOUR,
        happened_at: START + HOUR,
        policy_name: 'round-the-clock',
        policy_version: 2,
      },
      {
        clock: 'resolution',
        verdict: 'missed',
        breached: true,
        team: 'west',
        agent: 'ben',
        priority: 3,
        policy_rule: 3,
        marks: [{ mark: 80, at: START + 4.2 * HOUR }],
        due_at: START + 5 * HOUR,
        stopped_at: START + 7 * HOUR,
        happened_at: START + 5 * HOUR,
      },
    ]);
    outcome.then('figure_samples', [
      { measure: 'first-response', verdict: 'met' },
      { measure: 'resolution', verdict: 'missed' },
      { measure: 'total-resolution', verdict: null },
    ]);
  });

  it('files a clock that goes on where its case is now, missed or not', () => {
    given(
      lifeOf(
        'a',
        [0, 'ComplaintRegistered', registered],
        [0, 'ClockStarted', started(first)],
        [0, 'ClockStarted', started(resolution)],
        [4, 'ClockBreached', { ...first, dueAt: at(4), detectedAt: at(4) }],
        [5, 'ComplaintTransferred', { team: 'west', agent: 'cleo', from: north }],
        [5, 'ComplaintReprioritised', { priority: 2, previousPriority: 3, policy: { ...policy, rule: 2 } }],
        [5, 'ClockRetargeted', { ...resolution, target, policy: { ...policy, rule: 2 }, dueAt: at(8) }],
      ),
    ).then('figure_verdicts', [
      // The miss was judged by rule 3, whatever the priority is now.
      {
        clock: 'first-response',
        verdict: 'missed',
        team: 'west',
        agent: 'cleo',
        priority: 2,
        policy_rule: 3,
        stopped_at: null,
      },
      {
        clock: 'resolution',
        verdict: 'running',
        team: 'west',
        priority: 2,
        policy_rule: 2,
        due_at: START + 8 * HOUR,
      },
    ]);
  });

  it('gives no verdict on a clock that was closed before it was due, and keeps a miss', () => {
    const closed = (clock: object) => ({ ...clock, closedAt: at(6), reason: 'refused' });
    given(
      lifeOf(
        'a',
        [0, 'ComplaintRegistered', registered],
        [0, 'ClockStarted', started(first)],
        [0, 'ClockStarted', { ...started(resolution), dueAt: at(72) }],
        [4, 'ClockBreached', { ...first, dueAt: at(4), detectedAt: at(4) }],
        [6, 'ComplaintRefused', { reason: 'not-ours' }],
        [6, 'ClockClosed', closed(first)],
        [6, 'ClockClosed', closed(resolution)],
      ),
    ).then('figure_verdicts', [
      {
        clock: 'first-response',
        verdict: 'missed',
        happened_at: START + 4 * HOUR,
        stopped_at: START + 6 * HOUR,
      },
      { clock: 'resolution', verdict: 'none', happened_at: START + 6 * HOUR, stopped_at: START + 6 * HOUR },
    ]);
  });

  it('keeps cases apart, however their events are mixed', () => {
    const short = (id: string, kind: string) =>
      lifeOf(
        id,
        [0, 'ComplaintRegistered', { ...registered, complaintId: id, kind }],
        [0, 'ClockStarted', started(first)],
        [1, 'ComplaintResponded', { ...north, first: true, cycle: 1 }],
        [1, 'ClockStopped', stopped(first, 'met', 1, 4)],
      );
    const [a, b, c] = [short('a', 'complaint'), short('b', 'enquiry'), short('c', 'praise')];
    const outcome = given(a, b, c);
    outcome.then('figure_cases', [{ kind: 'complaint' }, { kind: 'enquiry' }, { kind: 'praise' }]);
    outcome.then('figure_samples', [{ kind: 'complaint' }, { kind: 'enquiry' }, { kind: 'praise' }]);
  });

  it('does not guess at a case or a clock that it never saw begin', () => {
    const lost = lifeOf('a', [1, 'ComplaintResponded', { ...north, first: true, cycle: 1 }]);
    expect(() => given(lost)).toThrow('the case was never registered');
    const clockless = lifeOf(
      'a',
      [0, 'ComplaintRegistered', registered],
      [1, 'ClockStopped', stopped(first, 'met', 1, 4)],
    );
    expect(() => given(clockless)).toThrow('run 1 of first-response has not started');
  });

  it('keeps what was judged beside what is known now, where a fact is told late', () => {
    const told = caseLife(
      registration('1'),
      [70, { type: 'look' }],
      [30, { type: 'RespondToComplaint' }, {}, undefined, 80],
      [610, { type: 'look' }],
      [300, { type: 'StartWaiting', waitsFor: 'customer' }, {}, undefined, 620],
      [400, { type: 'ResumeComplaint' }, {}, undefined, 630],
    );
    const [inTime, waited] = [
      {
        ...{ clock: 'first-response', verdict: 'missed', breached: true, due_at: minute(60) },
        ...{ stopped_at: minute(30), happened_at: minute(60) },
        ...{ known_verdict: 'met', known_due_at: minute(60), known_happened_at: minute(30) },
      },
      {
        ...{ clock: 'resolution', verdict: 'missed', due_at: minute(600), happened_at: minute(600) },
        ...{ known_verdict: 'running', known_due_at: minute(700), known_happened_at: null },
      },
    ];
    projectionSpec(metricsProjection)
      .given(recordedEvents(...told))
      .then('figure_verdicts', [inTime, waited]);
  });

  it('keeps what was judged beside what it is judged again, by the newest reassessment', () => {
    const again = (now: string, version: number, dueAt: string | null) => ({
      ...{ ...resolution, judged: 'met', now, dueAt, judgedAgainAt: at(100) },
      policy: { ...policy, version, rule: dueAt === null ? null : 1 },
    });
    const ended = [
      [0, 'ComplaintRegistered', registered],
      [0, 'ClockStarted', started(resolution)],
      [3, 'ClockStopped', stopped(resolution, 'met', 3, 4)],
      [3, 'VerdictReassessed', again('missed', 3, at(2))],
    ] as const;
    const judged = {
      verdict: 'met',
      due_at: START + 4 * HOUR,
      happened_at: START + 3 * HOUR,
      policy_version: 2,
    };
    given(lifeOf('a', ...ended)).then('figure_verdicts', [
      {
        ...judged,
        ...{ reassessed_verdict: 'missed', reassessed_due_at: START + 2 * HOUR },
        ...{
          reassessed_happened_at: START + 2 * HOUR,
          reassessed_policy_version: 3,
          reassessed_policy_rule: 1,
        },
      },
    ]);
    given(lifeOf('a', ...ended, [3, 'VerdictReassessed', again('closed', 4, null)])).then('figure_verdicts', [
      {
        ...judged,
        ...{ reassessed_verdict: 'none', reassessed_due_at: null, reassessed_happened_at: START + 3 * HOUR },
        ...{ reassessed_policy_version: 4, reassessed_policy_rule: null },
      },
    ]);
  });
});
