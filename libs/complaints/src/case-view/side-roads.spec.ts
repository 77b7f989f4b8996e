import { toIso } from '@redress/kernel';
import { CASE_POLICY, complaintFactsFrom, projectionSpec, recordedEvents } from '@redress/testing';
import { caseLife, minute, registration } from '../../../../test/support/case-life';
import type { ComplaintEvent } from '../events';
import { casesBeside } from './cases.projection';

const fact = complaintFactsFrom(minute(0));
const cases = casesBeside(['ResolutionProposed']);

/** Expects the row of a case to which these facts happen after its registration. */
const thenCase = (facts: readonly ComplaintEvent[], row: Record<string, unknown>) => {
  projectionSpec(cases)
    .given(recordedEvents(...caseLife(registration('1')), ...facts))
    .then('cases', [{ partition_key: '1', ...row }]);
};

const place = { team: 'north', agent: 'ann', priority: 3 };
const resolved = (at: number) => fact('ComplaintResolved', at, { ...place, resolvedBy: 'ann', cycle: 1 });
const closed = (at: number) => fact('ComplaintClosed', at, { ...place, cycle: 1 });
const reopened = (at: number) => fact('ComplaintReopened', at, { ...place, cycle: 2, policy: CASE_POLICY });
const ordered = (at: number, number: number) => fact('SupervisionOrdered', at, { ...place, number });
const asked = { number: 1, clock: 'resolution', within: 'PT20H' } as const;
const requested = (at: number) =>
  fact('ExtensionRequested', at, { ...place, ...asked, reason: 'evidence', requestedBy: 'ann' });
const appealed = (at: number) => fact('ComplaintAppealed', at, { ...place, number: 1, cycle: 1 });
const promised = (at: number) =>
  fact('AnswerPromised', at, {
    ...place,
    number: 1,
    promisedAt: toIso(minute(at)),
    answerBy: toIso(minute(300)),
  });

describe('the side roads of the cases', () => {
  it('lead nowhere at first', () => {
    thenCase([], {
      ended_as: null,
      severity: 'normal',
      chases: 0,
      escalation_level: 0,
      supervision_number: null,
      extension_number: null,
      appeal_number: null,
      follow_up_outcome: null,
      answer_promised_by: null,
      links: [],
    });
  });

  it('tell how a case ended, and where it goes on', () => {
    const withdrawn = fact('ComplaintWithdrawn', 5, { ...place, reason: 'settled' });
    thenCase([withdrawn], { phase: 'ended', ended_as: 'withdrawn', ended_at: minute(5) });
    const merged = fact('ComplaintMerged', 5, { ...place, into: '2' });
    thenCase([merged], { phase: 'ended', ended_as: 'merged', ended_at: minute(5), merged_into: '2' });
    const refused = fact('ComplaintRefused', 5, { reason: 'not-ours' });
    thenCase([refused], { phase: 'ended', ended_as: 'refused', ended_at: minute(5), refused_at: minute(5) });
    const archived = [resolved(5), closed(6), fact('ComplaintArchived', 7, place)];
    thenCase(archived, { phase: 'ended', ended_as: 'archived', ended_at: minute(7), closed_at: minute(6) });
    thenCase([...archived, reopened(8)], { phase: 'open', cycle: 2, ended_as: null, ended_at: null });
  });

  it('tell what was split off, and what it was split from', () => {
    const part = { kind: 'complaint', category: 'lift', channel: 'phone', tier: 'standard' } as const;
    const more = { specialCare: false, priority: 3, customerId: 'c', team: 'north' };
    const split = fact('ComplaintSplit', 5, {
      ...place,
      into: '2',
      part: { ...part, ...more },
      clocksFrom: 'receipt',
    });
    thenCase([split], { phase: 'open', links: [{ otherId: '2', relation: 'split-into' }] });
    const acknowledgedAt = toIso(minute(2));
    const splitFrom = {
      otherId: '9',
      splitAt: toIso(minute(5)),
      clocksFrom: 'receipt',
      acknowledgedAt,
    } as const;
    projectionSpec(cases)
      .given(
        recordedEvents(
          fact('ComplaintRegistered', 0, {
            ...part,
            ...more,
            complaintId: '1',
            policy: CASE_POLICY,
            splitFrom,
          }),
        ),
      )
      .then('cases', [
        { partition_key: '1', links: [{ otherId: '9', relation: 'split-from' }], acknowledged_at: minute(2) },
      ]);
  });

  it('count chases, and keep severity and the highest level of escalation', () => {
    thenCase(
      [
        fact('ComplaintChased', 1, { ...place, chases: 1 }),
        fact('ComplaintChased', 2, { ...place, chases: 2 }),
        fact('ComplaintEscalated', 3, { ...place, reason: 'at-risk', level: 1 }),
        fact('ComplaintSeverityChanged', 4, { severity: 'grave', previousSeverity: 'normal' }),
      ],
      { chases: 2, last_chased_at: minute(2), escalation_level: 1, severity: 'grave' },
    );
  });

  it('take a new classification, and the rule that goes with it', () => {
    const next = { kind: 'fault-report', category: 'lift', tier: 'vip', specialCare: true } as const;
    const previous = {
      kind: 'complaint',
      category: 'billing',
      tier: 'standard',
      specialCare: false,
    } as const;
    thenCase([fact('ComplaintReclassified', 1, { ...next, previous, policy: { ...CASE_POLICY, rule: 1 } })], {
      kind: 'fault-report',
      category: 'lift',
      tier: 'vip',
      special_care: true,
      policy_rule: 1,
    });
  });

  it('keep a supervision order open until it is answered, or lapses with the closing', () => {
    const open = { supervision_ordered_at: minute(2), supervision_answered_at: null };
    thenCase([ordered(2, 1)], { ...open, supervision_number: 1, supervisions: 1 });
    thenCase([ordered(2, 1), resolved(5)], { ...open, supervision_number: 1 });
    thenCase([ordered(2, 1), resolved(5), closed(6)], { supervision_number: null, supervisions: 1 });
    const answered = fact('SupervisionAnswered', 3, { ...place, number: 1, answerRef: 'a-1' });
    thenCase([ordered(2, 1), answered, resolved(5), closed(6)], {
      supervision_number: 1,
      supervision_answered_at: minute(3),
    });
    thenCase([ordered(1, 1), answered, ordered(4, 2)], {
      supervision_number: 2,
      supervision_ordered_at: minute(4),
      supervision_answered_at: null,
      supervisions: 2,
    });
  });

  it('keep the wait that is to be approved, after the waiting too, until it is decided on or lapses', () => {
    const waits = fact('ComplaintWaitStarted', 5, {
      ...place,
      waitsFor: 'evidence',
      approval: { number: 1, requestedBy: 'ann' },
    });
    const resumed = fact('ComplaintResumed', 6, { ...place, waitedFor: 'evidence' });
    const asked = { wait_request_number: 1, wait_requested_by: 'ann' };
    const none = { wait_request_number: null, wait_requested_by: null };
    thenCase([waits], { phase: 'waiting', ...asked });
    thenCase([waits, resumed], { phase: 'open', ...asked });
    const inQuestion = { ...place, number: 1, waitsFor: 'evidence' as const };
    const approved = fact('ComplaintWaitApproved', 7, { ...inQuestion, beganAt: toIso(minute(5)) });
    thenCase([waits, approved], { phase: 'waiting', ...none });
    const refused = fact('ComplaintWaitRefused', 7, { ...inQuestion, reason: 'not-needed' });
    thenCase([waits, refused], { phase: 'waiting', ...none });
    const unasked = fact('ComplaintWaitStarted', 7, { ...place, waitsFor: 'customer' });
    thenCase([waits, resumed, unasked], { phase: 'waiting', ...none });
    thenCase([waits, resolved(7)], { phase: 'resolved', ...asked });
    thenCase([waits, resolved(7), closed(8)], { phase: 'closed', ...none });
    thenCase([waits, resolved(7), reopened(8)], { phase: 'open', ...none });
  });

  it('keep the extension that waits for a decision, and count those that were granted', () => {
    thenCase([requested(1)], {
      extension_number: 1,
      extension_clock: 'resolution',
      extension_within: 'PT20H',
      extension_requested_by: 'ann',
      extension_requested_at: minute(1),
      extensions_granted: 0,
    });
    const decided = { extension_number: null, extension_clock: null, extension_requested_by: null };
    const granted = fact('ExtensionGranted', 2, { ...place, ...asked });
    thenCase([requested(1), granted], { ...decided, extensions_granted: 1 });
    const refused = fact('ExtensionRefused', 2, { ...place, ...asked, reason: 'no-ground' });
    thenCase([requested(1), refused], { ...decided, extensions_granted: 0 });
    thenCase([requested(1), resolved(2)], decided);
    thenCase([requested(1), fact('ComplaintWithdrawn', 2, { ...place, reason: 'settled' })], decided);
  });

  it('let a response end the wish for more time to respond, and no other', () => {
    const more = { ...asked, clock: 'first-response', reason: 'evidence', requestedBy: 'ann' } as const;
    const responded = fact('ComplaintResponded', 2, { ...place, first: true, cycle: 1 });
    thenCase([fact('ExtensionRequested', 1, { ...place, ...more }), responded], { extension_number: null });
    thenCase([requested(1), responded], { extension_number: 1 });
  });

  it('keep an appeal open until it is decided, whatever becomes of the case', () => {
    const open = { appeal_number: 1, appealed_at: minute(7), appeals: 1 };
    thenCase([resolved(5), appealed(7), closed(8), fact('ComplaintArchived', 9, place)], open);
    const decided = fact('AppealDecided', 9, { ...place, number: 1, upheld: false });
    thenCase([resolved(5), appealed(7), decided], { appeal_number: null, appealed_at: null, appeals: 1 });
  });

  it('tell how asking the customer ended, in this cycle', () => {
    const followedUp = fact('ComplaintFollowedUp', 9, {
      ...place,
      outcome: 'dissatisfied',
      cycle: 1,
      askedAt: toIso(minute(8)),
      csat: 2,
    });
    thenCase([resolved(5), followedUp], {
      follow_up_outcome: 'dissatisfied',
      followed_up_at: minute(8),
      follow_up_csat: 2,
    });
    thenCase([resolved(5), followedUp, reopened(9)], {
      follow_up_outcome: null,
      followed_up_at: null,
      follow_up_csat: null,
    });
  });

  it('tell the answer that is promised, until it is given or owed no more', () => {
    thenCase([promised(1)], { answer_promised_by: minute(300) });
    const responded = fact('ComplaintResponded', 2, { ...place, first: true, cycle: 1 });
    thenCase([promised(1), responded], { answer_promised_by: null });
    thenCase([promised(1), resolved(2)], { answer_promised_by: null });
  });

  it('list the links to other cases in the order in which they were made', () => {
    thenCase(
      [
        fact('ComplaintLinked', 1, { otherId: '2', relation: 'repeat-of' }),
        fact('ComplaintLinked', 2, { otherId: '3', relation: 'has-duplicate' }),
      ],
      {
        links: [
          { otherId: '2', relation: 'repeat-of' },
          { otherId: '3', relation: 'has-duplicate' },
        ],
      },
    );
  });

  it('take of what stands beside the case on its stream only revision, instant and note', () => {
    // registered 0, clocks 1 and 2, proposed 3
    const proposed = {
      type: 'ResolutionProposed',
      occurredAt: minute(4),
      data: { ...place, noteRef: 'n-1' },
    };
    projectionSpec(cases)
      .given(recordedEvents(...caseLife(registration('1')), proposed))
      .then('cases', [{ revision: 3, changed_at: minute(4), notes: 1, phase: 'open' }]);
  });
});
