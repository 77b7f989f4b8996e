import { toIso, type DomainEvent } from '@redress/kernel';
import type { ResolutionEvent } from '@redress/resolutions';
import { projectionSpec, recordedEvents, type EventSketch } from '@redress/testing';
import { caseLife, minute, registration, type LifeStep } from '../../../../test/support/case-life';
import { approvals } from './approvals.projection';

// Priority 4: extensions are decided within 2 h, remedies approved within 4 h.
const life = (...steps: LifeStep[]) => caseLife(registration('1', { priority: 4 }), ...steps);

const thenRequests = (events: readonly EventSketch[], rows: readonly Record<string, unknown>[]) => {
  projectionSpec(approvals)
    .given(recordedEvents(...events))
    .then('approval_requests', rows);
};

const ask: LifeStep = [
  10,
  { type: 'RequestExtension', clock: 'resolution', within: 'PT30H', reason: 'evidence' },
];
const askFirstResponse: LifeStep = [
  10,
  { type: 'RequestExtension', clock: 'first-response', within: 'PT30H', reason: 'evidence' },
];
const resolve: LifeStep = [20, { type: 'ResolveComplaint', resolvedBy: 'ann' }];
const appeal: LifeStep = [30, { type: 'AppealComplaint' }];
const transfer: LifeStep = [40, { type: 'TransferComplaint', team: 'south', agent: 'bob' }];

const about = {
  resolutionId: 'r-1',
  team: 'north',
  agent: null,
  priority: 4,
  cycle: 1,
  cause: 'billing',
  proposedBy: 'ann',
  remedies: [
    { kind: 'refund', amount: { minor: 5_000, currency: 'EUR' } },
    { kind: 'apology' },
    { kind: 'gesture', amount: { minor: 250, currency: 'EUR' } },
  ],
} as const;
const authority = { name: 'limits', version: 1 };
const remedyFact = <Type extends ResolutionEvent['type']>(
  type: Type,
  at: number,
  data: Extract<ResolutionEvent, { type: Type }>['data'],
): DomainEvent => ({ type, version: 1, occurredAt: minute(at), data });
const remedyAsked = remedyFact('ResolutionApprovalRequested', 10, {
  ...about,
  exceeds: 'case',
  approvers: ['shift-leader', 'supervisor'],
  authority,
});
const clockFact = (type: string, at: number, data: object): DomainEvent => ({
  type,
  version: 1,
  occurredAt: minute(at),
  data: { clock: 'approval', instance: 1, cycle: 1, ...data },
});
const started = clockFact('ClockStarted', 10, { startedAt: toIso(minute(10)), dueAt: toIso(minute(250)) });
const remedyWaits = [remedyAsked, started];

describe('what waits for a decision', () => {
  it('is a remedy beyond the authority of its proposer, with all that it costs', () => {
    thenRequests(
      [...life(), ...remedyWaits],
      [
        {
          partition_key: '1',
          kind: 'remedy',
          request_id: 'r-1',
          requested_by: 'ann',
          barred: 'ann',
          requested_at: minute(10),
          approvers: ['shift-leader', 'supervisor'],
          due_at: minute(250),
          breached: false,
          dormant: false,
          team: 'north',
          agent: null,
          amount_minor: 5_250,
          currency: 'EUR',
          remedies: ['refund', 'apology', 'gesture'],
          exceeds: 'case',
        },
      ],
    );
  });

  it.each<[string, DomainEvent]>([
    [
      'approved',
      remedyFact('ResolutionApproved', 20, {
        ...about,
        approvedBy: 'eve',
        role: 'shift-leader',
        authority,
      }),
    ],
    ['declined', remedyFact('ResolutionDeclined', 20, { ...about, reason: 'too-much', declinedBy: 'eve' })],
    ['withdrawn', remedyFact('ResolutionWithdrawn', 20, { ...about, reason: 'mistake', wasOffered: false })],
  ])('is a remedy no more once it is %s', (_, decided) => {
    thenRequests([...life(), ...remedyWaits, decided], []);
    thenRequests([...life(), remedyAsked, decided], []);
  });

  it('is more time that was asked for, until it is granted or refused', () => {
    thenRequests(life(ask), [
      {
        kind: 'extension',
        request_id: '1',
        requested_by: 'agent-1',
        barred: 'agent-1',
        requested_at: minute(10),
        approvers: ['shift-leader', 'supervisor'],
        due_at: minute(130),
        clock: 'resolution',
        within: 'PT30H',
        reason: 'evidence',
      },
    ]);
    thenRequests(life(ask, [20, { type: 'GrantExtension' }]), []);
    thenRequests(life(ask, [20, { type: 'RefuseExtension', reason: 'no-ground' }]), []);
  });

  it('is due under the target that holds, and breached when that has passed', () => {
    thenRequests(life(ask, [131, { type: 'look' }]), [{ due_at: minute(130), breached: true }]);
    // Priority 3 has no target for it.
    thenRequests(life(ask, [20, { type: 'ReprioritiseComplaint', priority: 3 }]), [
      { kind: 'extension', due_at: null, breached: false },
    ]);
  });

  it('tells requests of one kind and their clocks apart', () => {
    const again: LifeStep = [
      60,
      { type: 'RequestExtension', clock: 'resolution', within: 'PT40H', reason: 'evidence' },
    ];
    thenRequests(
      [...life(ask, [20, { type: 'GrantExtension' }], again), ...remedyWaits],
      [
        { kind: 'extension', request_id: '2', due_at: minute(180) },
        { kind: 'remedy', due_at: minute(250) },
      ],
    );
  });

  it('stands still with its clock', () => {
    const paused = { type: 'ClocksPaused', version: 1, occurredAt: minute(20) };
    const clocks = [{ clock: 'approval', instance: 1, cycle: 1, dueAt: null }];
    thenRequests(
      [...life(), ...remedyWaits, { ...paused, data: { reason: 'customer', clocks } }],
      [{ due_at: null }],
    );
  });

  it('is no extension of a clock that has been stopped', () => {
    thenRequests(life(ask, resolve), []);
    thenRequests(life(askFirstResponse, [20, { type: 'RespondToComplaint' }]), []);
    thenRequests(life(ask, [20, { type: 'RespondToComplaint' }]), [
      { kind: 'extension', due_at: minute(130) },
    ]);
  });

  it('is an appeal, decided by another than who resolved or refused the case', () => {
    const row = { kind: 'appeal', request_id: '1', requested_by: 'agent-1', due_at: null };
    thenRequests(life(resolve, appeal), [{ ...row, requested_at: minute(30), barred: 'ann' }]);
    const refuse: LifeStep = [20, { type: 'RefuseComplaint', reason: 'not-ours' }];
    thenRequests(life(refuse, appeal), [{ ...row, barred: 'agent-1' }]);
    thenRequests(life(resolve, appeal, [40, { type: 'DecideAppeal', upheld: false }]), []);
    thenRequests(life(resolve, appeal, [40, { type: 'DecideAppeal', upheld: true }]), []);
  });

  it('follows the case to another team', () => {
    thenRequests([...life(transfer), ...remedyWaits], [{ team: 'south', agent: 'bob' }]);
    thenRequests(life(ask, transfer), [{ team: 'south', agent: 'bob' }]);
  });

  it('of a case that is over is an appeal alone; a remedy waits again when the case is reopened', () => {
    const events = (...steps: LifeStep[]) => [
      ...life().slice(0, 3),
      ...remedyWaits,
      ...life(resolve, ...steps).slice(3),
    ];
    const close: LifeStep = [50, { type: 'CloseComplaint', resolvedBy: null }];
    thenRequests(events(appeal, close), [
      { kind: 'appeal', dormant: false },
      { kind: 'remedy', dormant: true },
    ]);
    thenRequests(events(close, [60, { type: 'ArchiveComplaint' }]), [{ kind: 'remedy', dormant: true }]);
    thenRequests(events(close, [60, { type: 'ReopenComplaint' }]), [{ kind: 'remedy', dormant: false }]);
  });

  it.each<[string, LifeStep]>([
    ['was withdrawn', [20, { type: 'WithdrawComplaint', reason: 'settled' }]],
    ['goes on in another', [20, { type: 'MergeComplaint', into: '2' }]],
  ])('is nothing of a case that %s', (_, end) => {
    thenRequests([...life().slice(0, 3), ...remedyWaits, ...life(ask, end).slice(3)], []);
  });

  describe('of a wait', () => {
    const waited = (...steps: LifeStep[]) => caseLife(registration('1', { priority: 5 }), ...steps);
    const waits: LifeStep = [10, { type: 'StartWaiting', waitsFor: 'evidence' }];
    const row = {
      ...{ kind: 'wait', request_id: '1', requested_by: 'agent-1', barred: 'agent-1' },
      ...{ reason: 'evidence', requested_at: minute(10), due_at: null },
    };

    it('wait for another person, also once the waiting is over', () => {
      thenRequests(waited(waits), [row]);
      thenRequests(waited(waits, [20, { type: 'ResumeComplaint' }]), [row]);
    });

    it('are gone when it is decided, when the case waits for something else, and when the case is over', () => {
      thenRequests(waited(waits, [20, { type: 'ApproveWait' }]), []);
      thenRequests(waited(waits, [20, { type: 'RefuseWait', reason: 'no' }]), []);
      thenRequests(waited(waits, [20, { type: 'StartWaiting', waitsFor: 'customer' }]), []);
      thenRequests(waited(waits, [20, { type: 'WithdrawComplaint', reason: 'settled' }]), []);
      const again: LifeStep = [30, { type: 'StartWaiting', waitsFor: 'evidence' }];
      thenRequests(waited(waits, [20, { type: 'ResumeComplaint' }], again), [
        { ...row, request_id: '2', requested_at: minute(30) },
      ]);
    });

    it('are not asked where the policy wants none', () => {
      thenRequests(waited([10, { type: 'StartWaiting', waitsFor: 'supplier' }]), []);
    });
  });
});
