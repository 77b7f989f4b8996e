import { toIso, type DomainEvent } from '@redress/kernel';
import { projectionSpec, recordedEvents } from '@redress/testing';
import { caseLife, minute, registration, type LifeStep } from '../../../../test/support/case-life';
import { queues } from './queues.projection';

const given = (...steps: LifeStep[]) =>
  projectionSpec(queues).given(
    recordedEvents(...caseLife(registration('1', { reference: 'INC7' }), ...steps)),
  );

/** Expects the one entry to hold these columns. */
const thenEntry = (steps: LifeStep[], entry: Record<string, unknown>) => {
  given(...steps).then('queue_entries', [entry]);
};

/** A clock of the case's neighbours that starts after its registration at a minute, due an hour later. */
const started = (clock: string, at: number): DomainEvent => ({
  type: 'ClockStarted',
  version: 1,
  occurredAt: minute(at),
  data: { clock, instance: 1, cycle: 1, startedAt: toIso(minute(at)), dueAt: toIso(minute(at + 60)) },
});

/** Expects the one entry of a closed case, on which clocks run that it did not start itself, to hold these columns. */
const thenClosedEntry = (
  clocks: readonly DomainEvent[],
  entry: Record<string, unknown>,
  ...more: readonly DomainEvent[]
) => {
  const life = caseLife(registration('1'), [20, { type: 'CloseComplaint', resolvedBy: null }]);
  projectionSpec(queues)
    .given(recordedEvents(...life.slice(0, 3), ...clocks, ...life.slice(3), ...more))
    .then('queue_entries', [entry]);
};

describe('the queues', () => {
  it('hold a new case in the pool of its team, with all that its order and its reader need', () => {
    thenEntry([], {
      partition_key: '1',
      item: 'case',
      complaint_id: '1',
      callback_id: null,
      opens_at: null,
      chases: 0,
      supervised: false,
      severity: 'normal',
      escalation_level: 0,
      queue_kind: 'team',
      queue_name: 'north',
      reference: 'INC7',
      kind: 'complaint',
      category: 'billing',
      priority: 3,
      tier: 'standard',
      special_care: false,
      team: 'north',
      agent: null,
      claimed: false,
      phase: 'open',
      waits_for: null,
      next_clock: 'first-response',
      next_due_at: minute(60),
      paused: false,
      breached: [],
      registered_at: minute(0),
      transfers: 0,
      returns: 0,
    });
  });

  it('move it to the agent who has it, and back to a pool', () => {
    const assigned: LifeStep = [1, { type: 'AssignComplaint', team: 'north', agent: 'ann' }];
    thenEntry([assigned], { queue_kind: 'agent', queue_name: 'ann', claimed: false });
    thenEntry([[1, { type: 'ClaimComplaint', agent: 'bob' }]], {
      queue_kind: 'agent',
      queue_name: 'bob',
      claimed: true,
    });
    thenEntry([assigned, [2, { type: 'ReturnComplaint', reason: 'not-mine' }]], {
      queue_kind: 'team',
      queue_name: 'north',
      agent: null,
      returns: 1,
    });
    thenEntry([assigned, [2, { type: 'TransferComplaint', team: 'south', agent: null }]], {
      queue_kind: 'team',
      queue_name: 'south',
      transfers: 1,
    });
  });

  it('tell a clock that is due beyond its calendar from one that stands still', () => {
    const change = (type: string, at: number, data: object): DomainEvent => ({
      type,
      version: 1,
      occurredAt: minute(at),
      data,
    });
    const run = { clock: 'resolution', instance: 1, cycle: 1 };
    const beyond = { ...run, startedAt: toIso(minute(0)), dueAt: null, beyondCalendar: true };
    const paused = change('ClocksPaused', 5, { reason: 'customer', clocks: [{ ...run, dueAt: null }] });
    const [registered] = caseLife(registration('1'));
    const thenOne = (facts: readonly DomainEvent[], entry: Record<string, unknown>) => {
      projectionSpec(queues)
        .given(recordedEvents(registered!, change('ClockStarted', 0, beyond), ...facts))
        .then('queue_entries', [entry]);
    };
    thenOne([], { next_due_at: null, paused: false, beyond_calendar: true });
    thenOne([paused], { next_due_at: null, paused: true, beyond_calendar: false });
    const limited = { ...run, dueAt: toIso(minute(600)), paused: true };
    thenOne([change('ClocksPaused', 5, { reason: 'customer', clocks: [limited] })], {
      next_due_at: minute(600),
      paused: true,
      beyond_calendar: false,
    });
  });

  it('count every transfer, even where the target is the same', () => {
    const again: LifeStep = [2, { type: 'TransferComplaint', team: 'north', agent: null }];
    thenEntry([again, again], { queue_kind: 'team', queue_name: 'north', transfers: 2 });
  });

  it('keep a waiting case where it is, and tell what it waits for and that a clock stands still', () => {
    const steps: LifeStep[] = [
      [1, { type: 'ClaimComplaint', agent: 'bob' }],
      [2, { type: 'RespondToComplaint' }],
      [3, { type: 'StartWaiting', waitsFor: 'customer' }],
    ];
    thenEntry(steps, {
      queue_kind: 'agent',
      queue_name: 'bob',
      phase: 'waiting',
      waits_for: 'customer',
      next_clock: null,
      next_due_at: null,
      paused: true,
    });
    thenEntry([...steps, [13, { type: 'ResumeComplaint' }]], {
      phase: 'open',
      waits_for: null,
      next_clock: 'resolution',
      next_due_at: minute(610),
      paused: false,
    });
  });

  it('let go of a case that is resolved, closed or refused, and take it back when it is reopened', () => {
    const nowhere = { queue_kind: null, queue_name: null, next_due_at: null };
    thenEntry([[5, { type: 'ResolveComplaint', resolvedBy: null }]], nowhere);
    thenEntry([[5, { type: 'CloseComplaint', resolvedBy: null }]], nowhere);
    thenEntry([[5, { type: 'RefuseComplaint', reason: 'not-ours' }]], nowhere);
    thenEntry(
      [
        [5, { type: 'ResolveComplaint', resolvedBy: null }],
        [9, { type: 'ReopenComplaint' }],
      ],
      {
        queue_kind: 'team',
        queue_name: 'north',
        next_clock: 'first-response',
        next_due_at: minute(69),
      },
    );
  });

  it('tell the clock that is due first, under the target that holds now', () => {
    thenEntry([[5, { type: 'RespondToComplaint' }]], { next_clock: 'resolution', next_due_at: minute(600) });
    thenEntry([[5, { type: 'ReprioritiseComplaint', priority: 1 }]], {
      priority: 1,
      next_clock: 'first-response',
      next_due_at: minute(30),
    });
  });

  it('keep a missed clock in front until it is stopped', () => {
    const missed: LifeStep = [61, { type: 'look' }];
    thenEntry([missed], {
      breached: ['first-response'],
      next_clock: 'first-response',
      next_due_at: minute(60),
    });
    thenEntry([missed, [62, { type: 'RespondToComplaint' }]], { breached: [], next_clock: 'resolution' });
  });

  it('tell what makes a case urgent beside its clocks, and what it is now', () => {
    thenEntry(
      [
        [1, { type: 'ChaseComplaint' }],
        [2, { type: 'ChaseComplaint' }],
        [3, { type: 'EscalateComplaint', reason: 'at-risk' }],
        [4, { type: 'SetSeverity', severity: 'grave' }],
        [
          5,
          { type: 'ReclassifyComplaint', kind: 'request', category: 'lift', tier: 'vip', specialCare: true },
        ],
      ],
      {
        chases: 2,
        escalation_level: 1,
        severity: 'grave',
        kind: 'request',
        category: 'lift',
        tier: 'vip',
        special_care: true,
      },
    );
  });

  it('let go of a case that has ended, and take it back when it is reopened', () => {
    const nowhere = { queue_kind: null, queue_name: null, phase: 'ended' };
    thenEntry([[5, { type: 'WithdrawComplaint', reason: 'settled' }]], nowhere);
    thenEntry([[5, { type: 'MergeComplaint', into: '2' }]], nowhere);
    const archived: LifeStep[] = [
      [5, { type: 'CloseComplaint', resolvedBy: null }],
      [6, { type: 'ArchiveComplaint' }],
    ];
    thenEntry(archived, nowhere);
    const appealed: LifeStep[] = [
      [7, { type: 'AppealComplaint' }],
      [8, { type: 'DecideAppeal', upheld: true }],
    ];
    thenEntry([...archived, ...appealed], { queue_kind: 'team', queue_name: 'north', phase: 'open' });
  });

  it('keep a resolved case in front of whoever owes it an answer to an order', () => {
    const supervised: LifeStep[] = [
      [10, { type: 'OrderSupervision', within: 'PT2H' }],
      [20, { type: 'ResolveComplaint', resolvedBy: null }],
    ];
    thenEntry(supervised.slice(0, 1), { supervised: true, next_clock: 'first-response' });
    thenEntry(supervised, {
      supervised: true,
      queue_kind: 'team',
      phase: 'resolved',
      next_clock: 'supervision',
      next_due_at: minute(130),
    });
    const nowhere = { supervised: false, queue_kind: null, next_clock: null };
    thenEntry([...supervised, [30, { type: 'AnswerSupervision', answerRef: 'a-1' }]], nowhere);
    thenEntry([...supervised, [30, { type: 'CloseComplaint', resolvedBy: null }]], nowhere);
  });

  it('keep it there although the policy has no target for the answer any more', () => {
    projectionSpec(queues)
      .given(
        recordedEvents(
          ...caseLife(
            registration('1', { priority: 4 }),
            [10, { type: 'OrderSupervision' }],
            [11, { type: 'ReprioritiseComplaint', priority: 3 }],
            [20, { type: 'ResolveComplaint', resolvedBy: null }],
          ),
        ),
      )
      .then('queue_entries', [{ supervised: true, queue_kind: 'team', next_clock: null }]);
  });

  it('keep a case whose accepted remedy is promised by an instant until it is fulfilled', () => {
    const promised = [started('fulfilment', 15)];
    thenClosedEntry(promised, {
      queue_kind: 'team',
      phase: 'closed',
      next_clock: 'fulfilment',
      next_due_at: minute(75),
    });
    const data = { clock: 'fulfilment', instance: 1, cycle: 1, stoppedAt: toIso(minute(40)) };
    const stopped = { type: 'ClockStopped', version: 1, occurredAt: minute(40), data };
    thenClosedEntry(promised, { queue_kind: null, next_clock: null }, stopped);
  });

  it('keep no case for what somebody else owes it: a decision, or a call', () => {
    const others = ['approval', 'extension', 'follow-up'].map((clock) => started(clock, 15));
    thenClosedEntry(others, { queue_kind: null, next_clock: null });
  });

  it('take no notice of clocks of what is no case', () => {
    const [, firstResponse] = caseLife(registration('1'));
    projectionSpec(queues)
      .given(recordedEvents({ ...firstResponse!, stream: 'callback-7', partitionKey: '7' }))
      .then('queue_entries', []);
  });
});
