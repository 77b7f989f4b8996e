import { isClockEvent, type ClockEvent } from '@redress/clocks';
import { DomainError, fold } from '@redress/kernel';
import { judgeBySteps, toldByFacts } from '@redress/testing';
import fc from 'fast-check';
import { clockLifeOf } from '../../../../test/support/clock-life-of-case';
import {
  commandAt,
  someTelling,
  someTellings,
  steppedTargets,
  TICK,
  ticksOf,
  tryAll,
  type Order,
} from '../../../../test/support/random-cases';
import { caseDecider, type CaseEvent } from './case-decider';
import { LEGAL } from './phases';

const clockFacts = (events: readonly CaseEvent[]): ClockEvent[] =>
  events.filter((event) => isClockEvent(event));

/** Why a command may be refused where the case stands, beside `illegal-step`. */
const REFUSED_FOR: { readonly [Type in Order['type']]?: readonly string[] } = {
  ClaimComplaint: ['held-by-another'],
  SetSeverity: ['severity-needs-leader'],
  LinkComplaint: ['self-link'],
  MergeComplaint: ['self-link'],
  SplitComplaint: ['later-start-unsaid'],
  OrderSupervision: ['supervision-open', 'deadline-missing', 'duration-malformed'],
  AnswerSupervision: ['nothing-to-answer'],
  RequestExtension: ['extension-pending', 'clock-not-running', 'extension-too-late', 'extension-not-longer'],
  GrantExtension: [
    'no-extension',
    'own-request',
    'clock-not-running',
    'extension-too-late',
    'extension-not-longer',
  ],
  RefuseExtension: ['no-extension', 'own-request'],
  ApproveWait: ['no-wait-approval'],
  RefuseWait: ['no-wait-approval'],
  PromiseAnswer: ['promise-in-past', 'renegotiation-unsaid'],
  CloseComplaint: ['not-asked-yet'],
  ReopenComplaint: ['needs-approval'],
  AppealComplaint: ['appeal-open'],
  DecideAppeal: ['no-appeal', 'own-decision'],
};

/** Each time is one more. */
const COUNTED: ReadonlySet<Order['type']> = new Set([
  'TransferComplaint',
  'RespondToComplaint',
  'AddNote',
  'SplitComplaint',
  'ChaseComplaint',
  'EscalateComplaint',
]);

/** Done once, it can't be done again. */
const ONLY_ONCE: ReadonlySet<Order['type']> = new Set([
  'RefuseComplaint',
  'WithdrawComplaint',
  'MergeComplaint',
  'ResumeComplaint',
  'ReopenComplaint',
  'OrderSupervision',
  'AnswerSupervision',
  'RequestExtension',
  'GrantExtension',
  'RefuseExtension',
  'AppealComplaint',
  'DecideAppeal',
]);

describe('a case, whatever it is told', () => {
  it('does what it allows where it stands, and refuses all else by name', () => {
    fc.assert(
      fc.property(someTellings, (tellings) => {
        for (const { order, actor, before, refusal, events } of tryAll(tellings).tried) {
          const standing = before.subject?.endedAs ?? before.subject?.phase ?? 'open';
          if (!LEGAL[order.type].includes(standing)) {
            // Asking about a cycle that is over changes nothing.
            if (order.type === 'FollowUpComplaint' && refusal === undefined) expect(events).toEqual([]);
            // By Redress itself: what was linked to is linked, whatever has become of it.
            else if (order.type === 'LinkComplaint' && actor.kind === 'system')
              expect([undefined, 'self-link']).toContain(refusal?.code);
            else expect(refusal?.code).toBe('illegal-step');
          } else if (refusal !== undefined) expect(REFUSED_FOR[order.type]).toContain(refusal.code);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is the same when it is read again, and as JSON', () => {
    fc.assert(
      fc.property(someTellings, (tellings) => {
        const { history, state } = tryAll(tellings);
        expect(fold(caseDecider, history)).toEqual(state);
        expect(fold(caseDecider, JSON.parse(JSON.stringify(history)) as CaseEvent[])).toEqual(state);
      }),
    );
  });

  it('changes by its events alone: what decided nothing left it as it was', () => {
    fc.assert(
      fc.property(someTellings, (tellings) => {
        const { tried, state } = tryAll(tellings);
        const states = [...tried.map(({ before }) => before), state];
        for (const [index, { events }] of tried.entries()) {
          if (events.length === 0) expect(states[index + 1]).toBe(states[index]);
        }
      }),
    );
  });

  it('does nothing twice: told the same again, it adds nothing, refuses, or counts one more', () => {
    fc.assert(
      fc.property(someTellings, fc.nat(4), someTelling, (tellings, later, [, spoken, actor]) => {
        const { tried, state, at } = tryAll([...tellings, [1, spoken, actor]]);
        const last = tried.at(-1);
        if (last === undefined || last.refusal !== undefined) return;
        const again = () => caseDecider.decide(commandAt(last.order, at + later, actor), state);
        if (ONLY_ONCE.has(last.order.type)) expect(again).toThrow(DomainError);
        else expect(again().length > 0).toBe(COUNTED.has(last.order.type));
      }),
      { numRuns: 500 },
    );
  });

  it('has facts in the order of their time', () => {
    fc.assert(
      fc.property(someTellings, (tellings) => {
        const instants = tryAll(tellings)
          .history.filter((event) => !isClockEvent(event))
          .map(({ occurredAt }) => occurredAt);
        expect(instants).toEqual(instants.toSorted((a, b) => a - b));
      }),
    );
  });

  it('gives more time before the clock is due, longer than it had, and by another person than the one who asked', () => {
    fc.assert(
      fc.property(someTellings, (tellings) => {
        for (const { before, actor, at, events } of tryAll(tellings).tried) {
          for (const { type, data } of events) {
            if (type === 'ExtensionGranted' || type === 'ExtensionRefused')
              expect(before.subject?.extension.pending?.requestedBy).not.toBe(actor.id);
            if (type !== 'ClockExtended') continue;
            const run = before.clocks.runs.find(
              ({ clock, instance }) => clock === data.clock && instance === data.instance,
            );
            expect(run?.breachedAt).toBeUndefined();
            expect(ticksOf(data.target.within)).toBeGreaterThan(ticksOf(run?.target.within ?? ''));
            if (data.dueAt !== null) expect(Date.parse(data.dueAt)).toBeGreaterThan(at * TICK);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('has an appeal decided by somebody else, and one order and one extension open at a time', () => {
    fc.assert(
      fc.property(someTellings, (tellings) => {
        for (const { before, actor, events } of tryAll(tellings).tried) {
          const { subject } = before;
          for (const { type } of events) {
            if (type === 'AppealDecided' && subject?.endedAs !== 'refused')
              expect(subject?.resolvedBy).not.toBe(actor.id);
            if (type === 'SupervisionOrdered') expect(subject?.supervision.open).toBe(false);
            if (type === 'ExtensionRequested') expect(subject?.extension.pending).toBeNull();
          }
        }
      }),
    );
  });

  it('lets no clock go on once it has ended otherwise than by being filed away', () => {
    fc.assert(
      fc.property(someTellings, (tellings) => {
        const { subject, clocks } = tryAll(tellings).state;
        if (subject?.phase !== 'ended' || subject.endedAs === 'archived') return;
        expect(clocks.runs.filter(({ end }) => end === undefined)).toEqual([]);
      }),
    );
  });

  it('has its clocks judged as counting does', () => {
    fc.assert(
      fc.property(someTellings, (tellings) => {
        const { history, tried } = tryAll(tellings);
        const life = clockLifeOf(tried);
        // Nobody looked after the last of them.
        const verdicts = judgeBySteps(life, steppedTargets, life.at(-1)?.at ?? 0);
        expect(toldByFacts(clockFacts(history), TICK)).toEqual(verdicts);
      }),
      { numRuns: 1_500 },
    );
  });
});
