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

describe('the queues', () => {
  it('hold a new case in the pool of its team, with all that its order and its reader need', () => {
    thenEntry([], {
      partition_key: '1',
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

  it('take no notice of clocks of what is no case', () => {
    const [, firstResponse] = caseLife(registration('1'));
    projectionSpec(queues)
      .given(recordedEvents({ ...firstResponse!, stream: 'callback-7', partitionKey: '7' }))
      .then('queue_entries', []);
  });
});
