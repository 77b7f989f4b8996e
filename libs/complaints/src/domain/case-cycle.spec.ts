import { isClockEvent } from '@redress/clocks';
import { SYSTEM_ACTOR, type Actor } from '@redress/kernel';
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

const registered = fact('ComplaintRegistered', 0, { ...CASE_FACTS, policy: CASE_POLICY });
const POOL = { team: 'front-desk', agent: null, priority: 3 };
const claimed = fact('ComplaintClaimed', 1, { agent: 'agent-1', team: 'front-desk' });
const responded = fact('ComplaintResponded', 2, { ...POOL, first: true, cycle: 1 });
const waiting = fact('ComplaintWaitStarted', 3, { ...POOL, waitsFor: 'customer' });
const resolved = fact('ComplaintResolved', 4, { ...POOL, resolvedBy: 'agent-1', cycle: 1 });
const closed = fact('ComplaintClosed', 5, { ...POOL, cycle: 1 });
const reopened = fact('ComplaintReopened', 6, { ...POOL, cycle: 2, policy: CASE_POLICY });

describe('StartWaiting', () => {
  const order = command({ type: 'StartWaiting', waitsFor: 'customer' }, { why: WHY });
  const started = fact('ComplaintWaitStarted', NOW, { ...WHY, ...POOL, waitsFor: 'customer' });

  it('says what is waited for', () => {
    cases.given(registered).when(order).then(started);
    const back = fact('ComplaintResumed', 4, { ...POOL, waitedFor: 'customer' });
    cases.given(registered, waiting, back).when(order).then(started);
  });

  it('adds nothing where that is waited for already', () => {
    cases.given(registered, waiting).when(order).thenNothing();
  });

  it('ends the other waiting first', () => {
    const forSupplier = fact('ComplaintWaitStarted', 3, { ...POOL, waitsFor: 'supplier' });
    const resumed = fact('ComplaintResumed', NOW, { ...POOL, waitedFor: 'supplier' });
    cases.given(registered, forSupplier).when(order).then(resumed, started);
  });
});

describe('ResumeComplaint', () => {
  it('ends the waiting', () => {
    const resumed = fact('ComplaintResumed', NOW, { ...WHY, ...POOL, waitedFor: 'customer' });
    cases
      .given(registered, waiting)
      .when(command({ type: 'ResumeComplaint' }, { why: WHY }))
      .then(resumed);
  });
});

describe('ResolveComplaint', () => {
  const resolve = (context: Partial<CaseCommandContext> = {}) =>
    command({ type: 'ResolveComplaint', resolvedBy: 'agent-1' }, { why: WHY, ...context });
  const resolvedNow = fact('ComplaintResolved', NOW, { ...WHY, ...POOL, resolvedBy: 'agent-1', cycle: 1 });
  const impliedResponse = fact('ComplaintResponded', NOW, { ...POOL, first: true, cycle: 1 });

  it('resolves', () => {
    cases.given(registered, responded).when(resolve()).then(resolvedNow);
  });

  it('is the response as well, where nobody had answered in this cycle', () => {
    cases.given(registered).when(resolve()).then(impliedResponse, resolvedNow);
    const import_: Actor = { id: 'import', kind: 'integration', role: 'integration' };
    cases
      .given(registered)
      .when(resolve({ actor: import_ }))
      .then(impliedResponse, resolvedNow);
    cases
      .given(registered, responded, resolved, reopened)
      .when(resolve())
      .then(
        { ...impliedResponse, data: { ...impliedResponse.data, cycle: 2 } },
        { ...resolvedNow, data: { ...resolvedNow.data, cycle: 2 } },
      );
  });

  it('is no response where no human did it', () => {
    cases
      .given(registered)
      .when(resolve({ actor: SYSTEM_ACTOR }))
      .then(resolvedNow);
  });

  it('ends the waiting first, so that the pause is honoured', () => {
    const resumed = fact('ComplaintResumed', NOW, { ...POOL, waitedFor: 'customer' });
    cases.given(registered, waiting).when(resolve()).then(resumed, impliedResponse, resolvedNow);
  });

  it('may not know who did it', () => {
    const order = command({ type: 'ResolveComplaint', resolvedBy: null });
    const unknown = fact('ComplaintResolved', NOW, { ...POOL, resolvedBy: null, cycle: 1 });
    cases.given(registered, responded).when(order).then(unknown);
  });
});

describe('CloseComplaint', () => {
  const close = command({ type: 'CloseComplaint', resolvedBy: 'agent-1' }, { why: WHY });
  const closedNow = fact('ComplaintClosed', NOW, { ...WHY, ...POOL, cycle: 1 });

  it('closes what is resolved', () => {
    cases.given(registered, responded, resolved).when(close).then(closedNow);
  });

  it('resolves first what is not', () => {
    const resumed = fact('ComplaintResumed', NOW, { ...POOL, waitedFor: 'customer' });
    const impliedResponse = fact('ComplaintResponded', NOW, { ...POOL, first: true, cycle: 1 });
    const resolvedNow = fact('ComplaintResolved', NOW, { ...WHY, ...POOL, resolvedBy: 'agent-1', cycle: 1 });
    cases.given(registered, responded).when(close).then(resolvedNow, closedNow);
    cases.given(registered, waiting).when(close).then(resumed, impliedResponse, resolvedNow, closedNow);
  });
});

describe('ReopenComplaint', () => {
  const reopen = command({ type: 'ReopenComplaint' }, { why: WHY });
  const reopenedNow = fact('ComplaintReopened', NOW, { ...WHY, ...POOL, cycle: 2, policy: CASE_POLICY });

  it('begins a new cycle', () => {
    cases.given(registered, responded, resolved).when(reopen).then(reopenedNow);
    cases.given(registered, responded, resolved, closed).when(reopen).then(reopenedNow);
    cases
      .given(registered, resolved, reopened, { ...resolved, occurredAt: at(7) })
      .when(reopen)
      .then({ ...reopenedNow, data: { ...reopenedNow.data, cycle: 3 } });
  });
});

describe('occurredAt', () => {
  const note = (context: Partial<CaseCommandContext>) =>
    command({ type: 'AddNote', noteRef: 'note-1' }, context);
  const notedAt = (minutes: number) => fact('ComplaintNoteAdded', minutes, { noteRef: 'note-1' });

  it('is now, where the sender says nothing', () => {
    cases.given(registered).when(note({})).then(notedAt(NOW));
  });

  it('is what the sender says, from the latest fact to now', () => {
    cases
      .given(registered, claimed)
      .when(note({ occurredAt: at(1) }))
      .then(notedAt(1));
    cases
      .given(registered, claimed)
      .when(note({ occurredAt: at(NOW) }))
      .then(notedAt(NOW));
  });

  it('is never before the latest fact, where the clock of a server is behind', () => {
    cases
      .given(registered, claimed)
      .when(note({ now: at(0) }))
      .then(notedAt(1));
  });

  it('is refused in the future', () => {
    cases
      .given(registered)
      .when(note({ occurredAt: at(NOW) + 1 }))
      .thenRefused('occurred-in-future');
  });

  it('is refused before the registration', () => {
    cases
      .given(registered)
      .when(note({ occurredAt: at(0) - 1 }))
      .thenRefused('occurred-before-registration');
  });

  it('is refused before the latest fact, of the case or of its clocks, which it names', () => {
    const latestFactAt = new Date(at(4)).toISOString();
    cases
      .given(registered, resolved)
      .when(note({ occurredAt: at(4) - 1 }))
      .thenRefused('occurred-out-of-order', { latestFactAt });
    const breached = {
      type: 'ClockBreached',
      version: 1,
      occurredAt: at(9),
      data: { clock: 'resolution', instance: 1, cycle: 1, dueAt: latestFactAt, detectedAt: latestFactAt },
    } as const;
    cases
      .given(registered, breached)
      .when(note({ occurredAt: at(8) }))
      .thenRefused('occurred-out-of-order');
    cases
      .given(registered, breached)
      .when(note({ occurredAt: at(9) }))
      .then(notedAt(9));
  });
});
