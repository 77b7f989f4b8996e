import { isClockEvent } from '@redress/clocks';
import { DomainError, fold, fromIso, SYSTEM_ACTOR, toIso, type Actor, type EpochMs } from '@redress/kernel';
import type { ContactPolicy } from '@redress/policies';
import {
  CALLBACK_ABOUT,
  CALLBACK_CONTEXT,
  shownByIntl,
  someCallbackLives,
  type AskedWindow,
  type CallbackLife,
} from '@redress/testing';
import fc from 'fast-check';
import { isGoing } from '../../../clocks/src/domain/clock-ledger';
import { dueFacts } from '../../../clocks/src/domain/keep-clocks';
import type { CallbackEvent, Window } from '../events';
import { callbackDecider, type CallbackStreamEvent } from './callback-decider';
import type { CallbackCommand, CallbackOrder } from './commands';
import { LEGAL, phaseOf } from './phases';

const MINUTE = 60_000;

interface Tried {
  readonly command: CallbackCommand;
  readonly before: ReturnType<typeof callbackDecider.evolve>;
  readonly events: readonly CallbackStreamEvent[];
  readonly refusal: DomainError | undefined;
}

function live({ policies, consents, purpose, ...life }: CallbackLife) {
  const history: CallbackStreamEvent[] = [];
  const tried: Tried[] = [];
  let [now, state] = [life.startsAt, callbackDecider.initial];
  const windowOf = ({ opensInMinutes, openForMinutes }: AskedWindow): Window => ({
    from: toIso(now + opensInMinutes * MINUTE),
    to: toIso(now + (opensInMinutes + openForMinutes) * MINUTE),
  });
  const record = (events: readonly CallbackStreamEvent[]): void => {
    history.push(...events);
    state = events.reduce(callbackDecider.evolve, state);
  };
  const look = (): void => {
    record(dueFacts(state.clocks, now, now));
  };
  const tell = (order: CallbackOrder, actor: Actor): void => {
    const [first, second] = policies;
    const contactPolicy = second.effectiveFrom <= now ? second : first;
    const command = { ...order, ...CALLBACK_CONTEXT, contactPolicy, consents, now, actor };
    const before = state;
    let events: readonly CallbackStreamEvent[] = [];
    let refusal: DomainError | undefined;
    try {
      events = callbackDecider.decide(command, state);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      refusal = error;
    }
    record(events);
    tried.push({ command, before, events, refusal });
  };
  const { windowNumber: _, ...words } = CALLBACK_ABOUT;
  const asked = { ...words, purpose, window: windowOf(life.window), channel: 'phone' as const };
  tell({ type: 'ScheduleCallback', ...asked }, SYSTEM_ACTOR);
  for (const { gap, what, by, looked } of life.told) {
    now += gap * MINUTE;
    if (looked) look();
    if ('next' in what) {
      const { next, ...order } = what;
      tell({ ...order, window: windowOf(next) }, by);
    } else tell(what, by);
  }
  look();
  return { history, tried, state, now };
}

/** The rules of the version that an event names. */
const rulesOf = (
  { policies: [first, second] }: CallbackLife,
  { version }: { version: number },
): ContactPolicy => (version === first.version ? first : second);

/** A second opinion on the contact policy, for an attempt after others. */
function mayBeMade(
  at: EpochMs,
  before: readonly EpochMs[],
  timeZone: string,
  policy: ContactPolicy,
): boolean {
  const { perDay, apart } = policy.attempts;
  const spaced = { PT15M: 15, PT1H: 60, PT5H: 300 }[apart] ?? NaN;
  const { day } = shownByIntl(at, timeZone);
  return (
    !isQuietFor(at, timeZone, policy) &&
    before.filter((one) => shownByIntl(one, timeZone).day === day).length < perDay &&
    before.every((one) => at - one >= spaced * MINUTE)
  );
}

function isQuietFor(at: EpochMs, timeZone: string, { quietHours: { from, to } }: ContactPolicy): boolean {
  const { time } = shownByIntl(at, timeZone);
  if (from === to) return false;
  return from < to ? time >= from && time < to : time >= from || time < to;
}

type Of<Type extends CallbackEvent['type']> = Extract<CallbackEvent, { type: Type }>;
const of = <Type extends CallbackEvent['type']>(
  history: readonly CallbackStreamEvent[],
  type: Type,
): Of<Type>[] => history.filter((event): event is Of<Type> => event.type === type);
const subjects = (history: readonly CallbackStreamEvent[]): CallbackEvent[] =>
  history.filter((event): event is CallbackEvent => !isClockEvent(event));

const lives = (check: (life: CallbackLife) => void, numRuns = 300): void => {
  fc.assert(fc.property(someCallbackLives, check), { numRuns });
};

describe('a callback, whatever it is told, wherever clocks change', () => {
  it('is never attempted in quiet hours, too often a day, too soon, or once too often', () => {
    lives((life) => {
      const starts: number[] = [];
      let counted = 0;
      for (const event of subjects(live(life).history)) {
        if (event.type === 'CallbackRescheduled' && event.data.renegotiatedBy === 'customer') counted = 0;
        if (event.type !== 'CallbackAttemptStarted') continue;
        const policy = rulesOf(life, event.data.policy);
        expect(mayBeMade(event.occurredAt, starts, life.timeZone, policy)).toBe(true);
        expect(counted).toBeLessThan(policy.attempts.most);
        expect(event.data.attempt).toBe(starts.length + 1);
        starts.push(event.occurredAt);
        counted += 1;
      }
    }, 400);
  });

  it('names the first instant at which a suppressed attempt would be allowed', () => {
    lives((life) => {
      for (const { command, before, events } of live(life).tried) {
        for (const { data, occurredAt } of of(events, 'CallbackAttemptSuppressed')) {
          if (data.nextAllowedAt === null) {
            expect(['consent', 'attempts-exhausted']).toContain(data.rule);
            continue;
          }
          const isAllowedAt = (now: number) =>
            of(callbackDecider.decide({ ...command, now }, before), 'CallbackAttemptStarted').length === 1;
          const next = fromIso(data.nextAllowedAt);
          expect([next - 1, next].map(isAllowedAt)).toEqual([false, true]);
          const starts = before.subject?.attempts.map(({ startedAt }) => startedAt) ?? [];
          const policy = rulesOf(life, data.policy);
          for (let at = occurredAt; at < next; at += 15 * MINUTE)
            expect(mayBeMade(at, starts, life.timeZone, policy)).toBe(false);
        }
      }
    }, 150);
  });

  it('is promised for windows in which the customer is awake, never empty and never over', () => {
    lives((life) => {
      for (const event of subjects(live(life).history)) {
        if (event.type !== 'CallbackScheduled' && event.type !== 'CallbackRescheduled') continue;
        const [from, to] = [fromIso(event.data.window.from), fromIso(event.data.window.to)];
        const policy = rulesOf(life, event.data.policy);
        const quiet = (at: number) => isQuietFor(at, life.timeZone, policy);
        expect(to).toBeGreaterThan(from);
        expect(to).toBeGreaterThan(event.occurredAt);
        expect(quiet(from)).toBe(false);
        expect(quiet(to) && quiet(to - 1)).toBe(false);
        const { asked } = event.data.moved ?? {};
        if (asked !== undefined) {
          const length = fromIso(asked.to) - fromIso(asked.from);
          expect(to - from).toBeLessThanOrEqual(length);
          if (to - from < length) expect(quiet(to)).toBe(true);
        }
      }
    }, 400);
  });

  it('does what its phase allows, and refuses all else by name', () => {
    const withinPhase = ['attempt-open', 'owner-first', 'answers-missing', 'needs-leader'];
    const ofWindow = ['window-over', 'window-invalid'];
    lives((life) => {
      for (const { command, before, refusal, events } of live(life).tried) {
        if (command.type === 'ScheduleCallback') {
          expect([undefined, ...ofWindow]).toContain(refusal?.code);
        } else if (before.subject === undefined) {
          expect(refusal?.code).toBe('not-found');
        } else if (LEGAL[command.type].includes(phaseOf(before.subject))) {
          expect([undefined, ...withinPhase, ...ofWindow]).toContain(refusal?.code);
        } else if (refusal === undefined) {
          const letGo = command.type === 'CancelCallback' && command.actor.kind === 'system';
          if (!letGo) expect(events).toEqual([]);
        } else {
          const codes = ['callback-over', 'no-attempt-open', 'not-reached', 'attempt-open', 'needs-leader'];
          expect(codes).toContain(refusal.code);
        }
      }
    });
  });

  it('is owed until it is completed, cancelled or unreachable, and then nothing more', () => {
    lives((life) => {
      const { history, state } = live(life);
      const facts = subjects(history);
      const ends = facts.filter(({ type }) =>
        ['CallbackCompleted', 'CallbackCancelled', 'CallbackUnreachable'].includes(type),
      );
      expect(ends.length).toBeLessThanOrEqual(1);
      if (ends.length === 1) expect(facts.at(-1)).toBe(ends[0]);
      expect((state.subject?.end ?? null) !== null).toBe(ends.length === 1);
      const unreachable = of(history, 'CallbackUnreachable');
      if (unreachable.length > 0) expect(life.purpose).not.toBe('promise');
      // As long as nobody was reached the clock of the present window goes on, and none else does.
      const going = state.clocks.runs.filter(isGoing).map(({ instance }) => instance);
      const { subject } = state;
      const waits = subject?.end === null && subject.reached === null;
      expect(going).toEqual(waits ? [subject.windowNumber] : []);
    });
  });

  it('has each window judged once, by when the customer was reached', () => {
    lives((life) => {
      const { history, now } = live(life);
      const told = history.flatMap((event) => (event.type === 'ClockBreached' ? [event.data.instance] : []));
      const facts = subjects(history);
      const missed = facts.flatMap((agreed) => {
        if (agreed.type !== 'CallbackScheduled' && agreed.type !== 'CallbackRescheduled') return [];
        const { windowNumber, window } = agreed.data;
        const ended = facts.find(
          (event) =>
            event.data.windowNumber === windowNumber &&
            ((event.type === 'CallbackAttempted' && event.data.outcome === 'reached') ||
              event.type === 'CallbackCancelled' ||
              event.type === 'CallbackUnreachable'),
        );
        const renegotiated = facts.find(
          (event) => event.type === 'CallbackRescheduled' && event.data.windowNumber === windowNumber + 1,
        );
        const until = Math.min(ended?.occurredAt ?? now, renegotiated?.occurredAt ?? now);
        return until > fromIso(window.to) ? [windowNumber] : [];
      });
      expect(told.toSorted((a, b) => a - b)).toEqual(missed);
      for (const event of of(history, 'CallbackRescheduled'))
        expect(event.data.missedBefore).toBe(missed.includes(event.data.windowNumber - 1));
    }, 400);
  });

  it('is the same when it is read again, and as JSON', () => {
    lives((life) => {
      const { history, state } = live(life);
      expect(fold(callbackDecider, history)).toEqual(state);
      expect(fold(callbackDecider, JSON.parse(JSON.stringify(history)) as CallbackStreamEvent[])).toEqual(
        state,
      );
    });
  });

  it('does nothing twice: told the same again, it adds nothing, refuses, or holds back again', () => {
    lives((life) => {
      for (const { command, before, events, refusal } of live(life).tried) {
        if (refusal !== undefined) continue;
        const after = events.reduce(callbackDecider.evolve, before);
        let again: readonly CallbackStreamEvent[] = [];
        try {
          again = callbackDecider.decide(command, after);
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
        }
        for (const event of again) expect(event.type).toBe('CallbackAttemptSuppressed');
      }
    });
  });

  it('has facts in the order of their time', () => {
    lives((life) => {
      const instants = subjects(live(life).history).map(({ occurredAt }) => occurredAt);
      expect(instants).toEqual(instants.toSorted((a, b) => a - b));
    });
  });
});
