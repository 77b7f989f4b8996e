import { isClockEvent } from '@redress/clocks';
import type { Actor } from '@redress/kernel';
import {
  bookOf,
  CASE_FACTS,
  CASE_POLICY,
  complaintFactsFrom,
  deciderSpec,
  policyByPriority,
} from '@redress/testing';
import { caseDecider, type CaseEvent } from './case-decider';
import type { CaseCommand, CaseCommandContext, CaseOrder } from './commands';

const T0 = Date.UTC(2026, 2, 2, 9);
const at = (minutes: number): number => T0 + minutes * 60_000;
const fact = complaintFactsFrom(T0);
/** When all commands arrive, unless they say otherwise. */
const NOW = 60;

const AGENT: Actor = { id: 'agent-1', kind: 'staff', role: 'agent' };
const WHY = { reason: 'because', noteRef: 'note-1' };

const command = (order: CaseOrder, context: Partial<CaseCommandContext> = {}): CaseCommand => ({
  ...order,
  now: at(NOW),
  policies: bookOf(policyByPriority({ 1: [], 2: [], 3: [] })),
  actor: AGENT,
  why: {},
  ...context,
});

/** The case without its clocks. */
const cases = deciderSpec<ReturnType<typeof caseDecider.evolve>, CaseCommand, CaseEvent>({
  ...caseDecider,
  decide: (order, state) => caseDecider.decide(order, state).filter((event) => !isClockEvent(event)),
});

const REGISTRATION: CaseOrder = { type: 'RegisterComplaint', ...CASE_FACTS };
const registered = fact('ComplaintRegistered', 0, { ...CASE_FACTS, policy: CASE_POLICY });
const POOL = { team: 'front-desk', agent: null, priority: 3 };
const HELD = { team: 'front-desk', agent: 'agent-1', priority: 3 };
const claimed = fact('ComplaintClaimed', 1, { agent: 'agent-1', team: 'front-desk' });
const responded = fact('ComplaintResponded', 2, { ...POOL, first: true, cycle: 1 });
const waiting = fact('ComplaintWaitStarted', 3, { ...POOL, waitsFor: 'customer' });
const resolved = fact('ComplaintResolved', 4, { ...POOL, resolvedBy: 'agent-1', cycle: 1 });
const reopened = fact('ComplaintReopened', 6, { ...POOL, cycle: 2, policy: CASE_POLICY });

describe('RegisterComplaint', () => {
  it('puts the case on record under the policy in force, and says which rule judges', () => {
    cases
      .given()
      .when(command(REGISTRATION, { why: WHY }))
      .then(fact('ComplaintRegistered', NOW, { ...WHY, ...CASE_FACTS, policy: CASE_POLICY }));
  });

  it('keeps the references that came with it, and of the order nothing else', () => {
    const references = { reference: '0000464', descriptionRef: 'text-1', remedySoughtRef: 'text-2' };
    cases
      .given()
      .when(command({ ...REGISTRATION, ...references }, { clocksKnownUntil: 0 }))
      .then(fact('ComplaintRegistered', NOW, { ...CASE_FACTS, ...references, policy: CASE_POLICY }));
  });

  it('pins the version that was in force when it happened, not when it was recorded', () => {
    const policies = bookOf(
      policyByPriority({ 3: [] }, { version: 1 }),
      policyByPriority({ 1: [] }, { version: 2, effectiveFrom: at(30) }),
    );
    const pinned = (version: number, rule: number | null) => ({ name: 'test', version, rule });
    cases
      .given()
      .when(command(REGISTRATION, { policies, occurredAt: at(29) }))
      .then(fact('ComplaintRegistered', 29, { ...CASE_FACTS, policy: pinned(1, 1) }));
    cases
      .given()
      .when(command(REGISTRATION, { policies, occurredAt: at(30) }))
      .then(fact('ComplaintRegistered', 30, { ...CASE_FACTS, policy: pinned(2, null) }));
  });

  it('may lie in the past, but not in the future', () => {
    const tomorrow = command(REGISTRATION, { occurredAt: at(NOW) + 1 });
    cases
      .given()
      .when(tomorrow)
      .thenRefused('occurred-in-future', { errors: [{ field: 'occurredAt' }] });
  });
});

describe('AcceptComplaint', () => {
  it('says that it is ours', () => {
    const accepted = fact('ComplaintAccepted', NOW, WHY);
    cases
      .given(registered)
      .when(command({ type: 'AcceptComplaint' }, { why: WHY }))
      .then(accepted);
    cases
      .given(registered, accepted)
      .when(command({ type: 'AcceptComplaint' }))
      .thenNothing();
  });
});

describe('RefuseComplaint', () => {
  it('ends the case, with its reason', () => {
    const refused = fact('ComplaintRefused', NOW, { reason: 'not-ours', noteRef: 'note-1' });
    const order = command({ type: 'RefuseComplaint', reason: 'not-ours' }, { why: WHY });
    cases.given(registered).when(order).then(refused);
  });

  it('ends the waiting first', () => {
    cases
      .given(registered, waiting)
      .when(command({ type: 'RefuseComplaint', reason: 'not-ours' }))
      .then(
        fact('ComplaintResumed', NOW, { ...POOL, waitedFor: 'customer' }),
        fact('ComplaintRefused', NOW, { reason: 'not-ours' }),
      );
  });
});

describe('AssignComplaint', () => {
  const order = command({ type: 'AssignComplaint', team: 'back-office', agent: 'agent-2' }, { why: WHY });
  const assigned = fact('ComplaintAssigned', NOW, { ...WHY, team: 'back-office', agent: 'agent-2' });

  it('says who owes the next action', () => {
    cases.given(registered).when(order).then(assigned);
    cases.given(registered, claimed).when(order).then(assigned);
  });

  it('adds nothing where it is there already', () => {
    cases
      .given(registered, { ...assigned, occurredAt: at(1) })
      .when(order)
      .thenNothing();
  });
});

describe('ClaimComplaint', () => {
  const claim = (agent: string) => command({ type: 'ClaimComplaint', agent });
  const assignedTo = (agent: string) => fact('ComplaintAssigned', 1, { team: 'front-desk', agent });
  const claimedNow = fact('ComplaintClaimed', NOW, { agent: 'agent-1', team: 'front-desk' });

  it('takes a case from the pool, or one that was assigned to the agent', () => {
    cases.given(registered).when(claim('agent-1')).then(claimedNow);
    cases.given(registered, assignedTo('agent-1')).when(claim('agent-1')).then(claimedNow);
  });

  it('is won by the first; the second learns who has it', () => {
    cases.given(registered, claimed).when(claim('agent-1')).thenNothing();
    cases
      .given(registered, claimed)
      .when(claim('agent-2'))
      .thenRefused('held-by-another', { agent: 'agent-1' });
    cases.given(registered, assignedTo('agent-2')).when(claim('agent-1')).thenRefused('held-by-another');
  });

  it('is to be done again after the case was handed on or back', () => {
    const back = fact('ComplaintTransferred', 2, { team: 'front-desk', agent: 'agent-1', from: HELD });
    const returned = fact('ComplaintReturned', 2, { reason: 'no-skill', team: 'front-desk', from: HELD });
    cases.given(registered, claimed, back).when(claim('agent-1')).then(claimedNow);
    cases.given(registered, claimed, assignedTo('agent-1')).when(claim('agent-1')).then(claimedNow);
    cases.given(registered, claimed, returned).when(claim('agent-1')).then(claimedNow);
  });
});

describe('TransferComplaint', () => {
  it('is counted, with where the case was, even where it stays there', () => {
    const order = command({ type: 'TransferComplaint', team: 'front-desk', agent: 'agent-1' }, { why: WHY });
    const transferred = { ...WHY, team: 'front-desk', agent: 'agent-1', from: HELD };
    cases
      .given(registered, claimed)
      .when(order)
      .then(fact('ComplaintTransferred', NOW, transferred));
  });
});

describe('ReturnComplaint', () => {
  const order = command({ type: 'ReturnComplaint', reason: 'no-skill' }, { why: { noteRef: 'note-1' } });

  it('gives the case back to the pool of its team, for a reason', () => {
    const data = { noteRef: 'note-1', reason: 'no-skill', team: 'front-desk', from: HELD };
    cases
      .given(registered, claimed)
      .when(order)
      .then(fact('ComplaintReturned', NOW, data));
  });

  it('adds nothing where it is in the pool', () => {
    cases.given(registered).when(order).thenNothing();
  });
});

describe('ReprioritiseComplaint', () => {
  it('names the priority before, and the rule of the pinned version that now applies', () => {
    const policies = bookOf(
      policyByPriority({ 1: [], 2: [], 3: [] }, { version: 1 }),
      policyByPriority({ 3: [] }, { version: 2, effectiveFrom: at(10) }),
    );
    const data = { ...WHY, priority: 1, previousPriority: 3, policy: { ...CASE_POLICY, rule: 1 } };
    cases
      .given(registered)
      .when(command({ type: 'ReprioritiseComplaint', priority: 1 }, { why: WHY, policies }))
      .then(fact('ComplaintReprioritised', NOW, data));
  });

  it('adds nothing where the priority stays', () => {
    cases
      .given(registered)
      .when(command({ type: 'ReprioritiseComplaint', priority: 3 }))
      .thenNothing();
  });
});

describe('AcknowledgeComplaint', () => {
  it('says once that the customer was told', () => {
    const order = command({ type: 'AcknowledgeComplaint', channel: 'sms' }, { why: WHY });
    const acknowledged = fact('ComplaintAcknowledged', NOW, { ...WHY, channel: 'sms' });
    cases.given(registered).when(order).then(acknowledged);
    cases.given(registered, acknowledged).when(order).thenNothing();
  });
});

describe('RespondToComplaint', () => {
  const order = command({ type: 'RespondToComplaint', channel: 'email' }, { why: WHY });
  const answer = { ...WHY, ...POOL, channel: 'email' } as const;

  it('says whether it was the first of its cycle', () => {
    cases
      .given(registered)
      .when(order)
      .then(fact('ComplaintResponded', NOW, { ...answer, first: true, cycle: 1 }));
    cases
      .given(registered, responded)
      .when(order)
      .then(fact('ComplaintResponded', NOW, { ...answer, first: false, cycle: 1 }));
    cases
      .given(registered, responded, resolved, reopened)
      .when(order)
      .then(fact('ComplaintResponded', NOW, { ...answer, first: true, cycle: 2 }));
  });
});

describe('AddNote', () => {
  it('adds the reference of a note, every time', () => {
    const order = command({ type: 'AddNote', noteRef: 'note-2' });
    const noted = fact('ComplaintNoteAdded', NOW, { noteRef: 'note-2' });
    cases.given(registered).when(order).then(noted);
    cases.given(registered, noted).when(order).then(noted);
  });
});
