import { SYSTEM_ACTOR } from '@redress/kernel';
import { projectionSpec, recordedEvents } from '@redress/testing';
import { caseLife, minute, registration, type LifeStep } from '../../../../test/support/case-life';
import { cases } from './cases.projection';

const thenCase = (
  steps: LifeStep[],
  row: Record<string, unknown>,
  facts: Parameters<typeof registration>[1] = {},
) => {
  projectionSpec(cases)
    .given(recordedEvents(...caseLife(registration('1', facts), ...steps)))
    .then('cases', [{ partition_key: '1', ...row }]);
};

const resolve: LifeStep = [10, { type: 'ResolveComplaint', resolvedBy: 'ann' }];

describe('the cases', () => {
  it('begin open, with what their registration says', () => {
    thenCase(
      [],
      {
        reference: 'INC7',
        kind: 'fault-report',
        category: 'billing',
        channel: 'phone',
        priority: 1,
        tier: 'vip',
        special_care: true,
        customer_id: 'customer-1',
        description_ref: 'd-1',
        remedy_sought_ref: null,
        policy_name: 'test',
        policy_version: 1,
        policy_rule: 1,
        phase: 'open',
        team: 'north',
        agent: null,
        cycle: 1,
        revision: 0,
        registered_at: minute(0),
        changed_at: minute(0),
        transfers: 0,
        notes: 0,
      },
      {
        reference: 'INC7',
        kind: 'fault-report',
        priority: 1,
        tier: 'vip',
        specialCare: true,
        descriptionRef: 'd-1',
      },
    );
  });

  it('note when they were accepted and acknowledged, or refused and why', () => {
    thenCase(
      [
        [1, { type: 'AcceptComplaint' }],
        [2, { type: 'AcknowledgeComplaint', channel: 'sms' }],
      ],
      {
        accepted_at: minute(1),
        acknowledged_at: minute(2),
        phase: 'open',
      },
    );
    thenCase([[3, { type: 'RefuseComplaint', reason: 'not-ours' }]], {
      phase: 'ended',
      refused_at: minute(3),
      refusal_reason: 'not-ours',
    });
  });

  it('follow who has them, and count how they got there', () => {
    thenCase(
      [
        [1, { type: 'AssignComplaint', team: 'north', agent: 'ann' }],
        [2, { type: 'ClaimComplaint', agent: 'ann' }],
        [3, { type: 'TransferComplaint', team: 'south', agent: 'bob' }],
        [4, { type: 'ReturnComplaint', reason: 'not-mine' }],
        [5, { type: 'ClaimComplaint', agent: 'eve' }],
      ],
      { team: 'south', agent: 'eve', claimed: true, transfers: 1, returns: 1 },
    );
  });

  it('wait and go on', () => {
    const wait: LifeStep = [1, { type: 'StartWaiting', waitsFor: 'supplier' }];
    thenCase([wait], { phase: 'waiting', waits_for: 'supplier', waiting_since: minute(1), waits: 1 });
    thenCase([wait, [2, { type: 'ResumeComplaint' }]], {
      phase: 'open',
      waits_for: null,
      waiting_since: null,
      waits: 1,
    });
  });

  it('keep the first response and the first resolution, and the resolution that holds', () => {
    thenCase([resolve], {
      phase: 'resolved',
      first_responded_at: minute(10),
      first_resolved_at: minute(10),
      resolved_at: minute(10),
      resolved_by: 'ann',
      responses: 1,
      resolutions: 1,
    });
    const reopened: LifeStep[] = [
      resolve,
      [20, { type: 'CloseComplaint', resolvedBy: null }],
      [30, { type: 'ReopenComplaint' }],
    ];
    thenCase(reopened, {
      phase: 'open',
      cycle: 2,
      first_resolved_at: minute(10),
      resolved_at: null,
      resolved_by: null,
      closed_at: null,
      reopened_at: minute(30),
      reopenings: 1,
    });
    thenCase([...reopened, [40, { type: 'CloseComplaint', resolvedBy: 'bob' }]], {
      phase: 'closed',
      first_responded_at: minute(10),
      first_resolved_at: minute(10),
      resolved_at: minute(40),
      resolved_by: 'bob',
      closed_at: minute(40),
      responses: 2,
      resolutions: 2,
    });
  });

  it('take a new priority, and the rule that goes with it', () => {
    thenCase([[1, { type: 'ReprioritiseComplaint', priority: 1 }]], { priority: 1, policy_rule: 1 });
  });

  it('count notes, those that came with a command too', () => {
    thenCase(
      [
        [1, { type: 'AddNote', noteRef: 'n-1' }, { noteRef: 'n-1' }],
        [2, { type: 'AcceptComplaint' }, { noteRef: 'n-2' }],
      ],
      {
        notes: 2,
        accepted_at: minute(2),
      },
    );
  });

  it('have the revision of the last event by a person or an outside system, whatever the clocks add after it', () => {
    // registered 0, clocks 1 and 2, claimed 3, mark 4
    thenCase(
      [
        [1, { type: 'ClaimComplaint', agent: 'ann' }],
        [50, { type: 'look' }],
      ],
      { revision: 3, changed_at: minute(1) },
    );
    const [first] = recordedEvents(...caseLife(registration('1')));
    projectionSpec(cases)
      .given([{ ...first!, actor: SYSTEM_ACTOR }])
      .then('cases', [{ revision: -1 }]);
  });
});
