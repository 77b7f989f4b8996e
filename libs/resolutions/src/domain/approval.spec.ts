import type { ClockEvent } from '@redress/clocks';
import { CASE_POLICY, promise } from '@redress/testing';
import type { Beyond } from './authority';
import {
  about,
  ANN,
  APOLOGY,
  approvedAtOnce,
  BOB,
  command,
  fact,
  fulfilled,
  given,
  LIMITS,
  LIN,
  MAX,
  minute,
  offered,
  refund,
  reopened,
  requested,
  resolved,
  SUE,
} from '../../../../test/support/resolution-case';
import { toIso } from '@redress/kernel';

const propose = (remedies = APOLOGY, resolutionId = 'r-1') =>
  ({ type: 'ProposeResolution', resolutionId, remedies }) as const;
const APPROVE = { type: 'ApproveResolution', resolutionId: 'r-1' } as const;
const DECLINE = { type: 'DeclineResolution', resolutionId: 'r-1', reason: 'too-much' } as const;

const authority = { name: 'test', version: 1 };
const approved = (at: number, approvedBy: string, role: 'shift-leader' | 'supervisor') =>
  fact('ResolutionApproved', at, {
    ...about('r-1', refund(120)),
    proposedBy: 'ann',
    approvedBy,
    role,
    authority,
  });
const declined = (at: number, declinedBy: string) =>
  fact('ResolutionDeclined', at, { ...about('r-1', refund(120)), reason: 'too-much', declinedBy });

const CLOCK = { clock: 'approval', instance: 1, cycle: 1 } as const;
const clockStarted = (at: number): ClockEvent => ({
  type: 'ClockStarted',
  version: 1,
  occurredAt: minute(at),
  data: {
    ...CLOCK,
    startedAt: toIso(minute(at)),
    target: promise('approval', 'PT2H'),
    policy: CASE_POLICY,
    dueAt: toIso(minute(at + 120)),
  },
});
const clockStopped = (at: number, startedAt: number): ClockEvent => ({
  type: 'ClockStopped',
  version: 1,
  occurredAt: minute(at),
  data: {
    ...CLOCK,
    stoppedAt: toIso(minute(at)),
    verdict: 'met',
    dueAt: toIso(minute(startedAt + 120)),
    elapsedMs: (at - startedAt) * 60_000,
  },
});

describe('proposing', () => {
  it('is approved at once where it costs no money, whoever proposes it', () => {
    given()
      .when(command(propose(), 5))
      .then(...approvedAtOnce(5));
    given()
      .when(command(propose(), 5, { limits: { ...LIMITS, limits: [] } }))
      .then(...approvedAtOnce(5));
  });

  it('is approved at once up to what the proposer may approve on a case', () => {
    given()
      .when(command(propose(refund(50)), 5))
      .then(...approvedAtOnce(5, refund(50)));
  });

  it('asks those for approval who may approve that much, and has a clock run, where the proposer may not', () => {
    given()
      .when(command(propose(refund(120)), 5))
      .then(...requested(5), clockStarted(5));
  });

  it('asks for approval where the day or the month of the proposer does not allow it; a peer may do', () => {
    const overdrawn: Beyond = { exceeds: 'day', currency: 'EUR', limit: 100, remaining: 30 };
    const said = { ...about('r-1', refund(50)), proposedBy: 'ann' };
    given()
      .when(command(propose(refund(50)), 5, { overdrawn }))
      .then(
        fact('ResolutionProposed', 5, said),
        fact('ResolutionApprovalRequested', 5, {
          ...said,
          exceeds: 'day',
          approvers: ['agent', 'shift-leader', 'supervisor'],
          authority,
        }),
        clockStarted(5),
      );
  });

  it('counts what is promised and paid on the case already, by whomever', () => {
    const paid = [...approvedAtOnce(5, refund(40)), fulfilled(6, refund(40)), resolved(7), reopened(8)];
    given(...paid)
      .when(command(propose(refund(11), 'r-2'), 9))
      .then(
        fact('ResolutionProposed', 9, { ...about('r-2', refund(11), 2), proposedBy: 'ann' }),
        fact('ResolutionApprovalRequested', 9, {
          ...about('r-2', refund(11), 2),
          proposedBy: 'ann',
          exceeds: 'case',
          approvers: ['shift-leader', 'supervisor'],
          authority,
        }),
        { ...clockStarted(9), data: { ...clockStarted(9).data, cycle: 2 } } as ClockEvent,
      );
    given(...paid)
      .when(command(propose(refund(10), 'r-2'), 9))
      .then(
        ...approvedAtOnce(9, refund(10), 'r-2').map(
          (event) => ({ ...event, data: { ...event.data, cycle: 2 } }) as typeof event,
        ),
      );
  });

  it('does not count what was reversed', () => {
    const reversed = fact('ResolutionReversed', 7, { ...about('r-1', refund(40)), reason: 'bounced' });
    given(...approvedAtOnce(5, refund(40)), fulfilled(6, refund(40)), reversed)
      .when(command(propose(refund(50), 'r-2'), 9))
      .then(...approvedAtOnce(9, refund(50), 'r-2'));
  });

  it('is refused where nobody may approve that much, or nothing in that currency', () => {
    given()
      .when(command(propose(refund(1_001)), 5))
      .thenRefused('beyond-all-authority');
    given()
      .when(command(propose(refund(1, 'CNY')), 5))
      .thenRefused('beyond-all-authority');
  });

  it('is refused while another one is in force', () => {
    given(...approvedAtOnce(5))
      .when(command(propose(APOLOGY, 'r-2'), 6))
      .thenRefused('resolution-in-force', { resolutionId: 'r-1', state: 'approved' });
  });

  it('takes the category of the case for the cause where it names none', () => {
    given()
      .when(command({ ...propose(), cause: 'late-parcel', detailsRef: 'text-1' }, 5))
      .then(
        ...approvedAtOnce(5).map(
          (event) =>
            ({
              ...event,
              data: {
                ...event.data,
                cause: 'late-parcel',
                ...(event.type === 'ResolutionProposed' ? { detailsRef: 'text-1' } : {}),
              },
            }) as typeof event,
        ),
      );
  });

  it('is refused for what can be no remedies', () => {
    given()
      .when(command(propose([]), 5))
      .thenRefused('remedies-count');
  });
});

describe('approving', () => {
  const asked = [...requested(5), clockStarted(5)];

  it('is for somebody else whose authority reaches, and stops the clock', () => {
    given(...asked)
      .when(command(APPROVE, 9, { actor: LIN }))
      .then(approved(9, 'lin', 'shift-leader'), clockStopped(9, 5));
  });

  it('is not for the proposer, whatever they may approve by now', () => {
    given(...asked)
      .when(command(APPROVE, 9, { actor: { ...ANN, role: 'supervisor' } }))
      .thenRefused('own-proposal');
  });

  it('is not for those whose authority does not reach for the case', () => {
    given(...asked)
      .when(command(APPROVE, 9, { actor: BOB }))
      .thenRefused('beyond-authority', { exceeds: 'case', limit: 50, remaining: 50, currency: 'EUR' });
  });

  it('is not for those whose day or month does not allow it', () => {
    const overdrawn: Beyond = { exceeds: 'month', currency: 'EUR', limit: 1_000, remaining: 7 };
    given(...asked)
      .when(command(APPROVE, 9, { actor: LIN, overdrawn }))
      .thenRefused('beyond-authority', { exceeds: 'month', limit: 1_000, remaining: 7 });
  });

  it('is done once: the same person again adds nothing, another one is told who was faster', () => {
    const done = [...asked, approved(9, 'lin', 'shift-leader'), clockStopped(9, 5)];
    given(...done)
      .when(command(APPROVE, 10, { actor: LIN }))
      .thenNothing();
    given(...done, offered(10, refund(120)))
      .when(command(APPROVE, 11, { actor: LIN }))
      .thenNothing();
    given(...done)
      .when(command(APPROVE, 10, { actor: MAX }))
      .thenRefused('already-decided', { decision: 'approved', decidedBy: 'lin', resolutionId: 'r-1' });
    given(...done)
      .when(command(DECLINE, 10, { actor: LIN }))
      .thenRefused('already-decided', { decision: 'approved', decidedBy: 'lin' });
  });

  it('is refused for what was taken back', () => {
    const data = { ...about('r-1', refund(120)), reason: 'mistake', wasOffered: false };
    given(...asked, fact('ResolutionWithdrawn', 6, data))
      .when(command(APPROVE, 7, { actor: LIN }))
      .thenRefused('illegal-resolution-step', { state: 'withdrawn', legal: [] });
  });
});

describe('declining', () => {
  const asked = [...requested(5), clockStarted(5)];

  it('is for those who may approve, and those above them; it stops the clock', () => {
    given(...asked)
      .when(command(DECLINE, 9, { actor: LIN }))
      .then(declined(9, 'lin'), clockStopped(9, 5));
    given(...asked)
      .when(command(DECLINE, 9, { actor: SUE }))
      .then(declined(9, 'sue'), clockStopped(9, 5));
  });

  it('is not for the proposer, nor for those below', () => {
    given(...asked)
      .when(command(DECLINE, 9))
      .thenRefused('own-proposal');
    given(...asked)
      .when(command(DECLINE, 9, { actor: BOB }))
      .thenRefused('not-an-approver', { approvers: ['shift-leader', 'supervisor'] });
  });

  it('is done once, and lets another one be proposed', () => {
    const done = [...asked, declined(9, 'lin'), clockStopped(9, 5)];
    given(...done)
      .when(command(DECLINE, 10, { actor: LIN }))
      .thenNothing();
    given(...done)
      .when(command(APPROVE, 10, { actor: SUE }))
      .thenRefused('already-decided', { decision: 'declined', decidedBy: 'lin' });
    given(...done)
      .when(command(propose(APOLOGY, 'r-2'), 10))
      .then(...approvedAtOnce(10, APOLOGY, 'r-2'));
  });
});
