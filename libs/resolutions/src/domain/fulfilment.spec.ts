import type { ClockEvent } from '@redress/clocks';
import { toIso } from '@redress/kernel';
import { ROUND_THE_CLOCK } from '@redress/sla';
import {
  about,
  closed,
  command,
  complaintFact,
  fact,
  fulfilled,
  given,
  minute,
  MONEY,
  PLACE,
  registered,
  reschedule,
  resolved,
  toAccepted,
  TOLD,
  toFulfilled,
  toOffered,
} from '../../../../test/support/resolution-case';
import { resolutionDecider } from './resolution-decider';

describe('the fulfilment that was promised', () => {
  const clock = (instance: number) => ({ clock: 'fulfilment', instance, cycle: 1 }) as const;
  const started = (instance: number, at: number, within: string, due: number): ClockEvent => ({
    type: 'ClockStarted',
    version: 1,
    occurredAt: minute(at),
    data: {
      ...clock(instance),
      startedAt: toIso(minute(at)),
      target: {
        clock: 'fulfilment',
        within,
        calendar: { name: ROUND_THE_CLOCK.name, version: ROUND_THE_CLOCK.version },
        pausedBy: [],
        marks: [80],
      },
      policy: { name: 'test', version: 1, rule: null },
      dueAt: toIso(minute(due)),
    },
  });
  const promised = fact('ResolutionAccepted', 3, {
    ...about('r-1', MONEY),
    fulfilBy: toIso(minute(63)),
  });
  const going = [...toOffered, promised, started(1, 3, 'PT1H', 63)];

  it('has a clock run until then', () => {
    given(...toOffered)
      .when(command({ ...TOLD.accept, fulfilBy: minute(63) }, 3))
      .then(promised, started(1, 3, 'PT1H', 63));
  });

  it('counts in whole seconds, rounded down', () => {
    given(...toOffered)
      .when(command({ ...TOLD.accept, fulfilBy: minute(63) + 999 }, 3))
      .then(promised, started(1, 3, 'PT1H', 63));
  });

  it('lies in the future, and within a lifetime', () => {
    given(...toOffered)
      .when(command({ ...TOLD.accept, fulfilBy: minute(3) }, 3))
      .thenRefused('promise-in-past', { errors: [{ field: 'fulfilBy', code: 'promise-in-past' }] });
    given(...toOffered)
      .when(command({ ...TOLD.accept, fulfilBy: minute(3) + 101 * 365 * 24 * 3_600_000 }, 3))
      .thenRefused('duration-malformed');
  });

  it('is kept or broken by the fulfilment', () => {
    const stopped = (at: number, verdict: 'met' | 'missed'): ClockEvent => ({
      type: 'ClockStopped',
      version: 1,
      occurredAt: minute(at),
      data: {
        ...clock(1),
        stoppedAt: toIso(minute(at)),
        verdict,
        dueAt: toIso(minute(63)),
        elapsedMs: (at - 3) * 60_000,
      },
    });
    given(...going)
      .when(command(TOLD.fulfil, 33))
      .then(fulfilled(33, MONEY), stopped(33, 'met'));
    const late = resolutionDecider.decide(
      command(TOLD.fulfil, 64),
      [registered, ...going].reduce(resolutionDecider.evolve, resolutionDecider.initial),
    );
    expect(late.slice(-2)).toEqual([fulfilled(64, MONEY), stopped(64, 'missed')]);
  });

  it('can be renegotiated: the old clock is closed, a new one runs', () => {
    given(...going)
      .when(command(reschedule(minute(130)), 10))
      .then(
        fact('FulfilmentRescheduled', 10, {
          ...about('r-1', MONEY),
          fulfilBy: toIso(minute(130)),
          renegotiatedBy: 'customer',
        }),
        {
          type: 'ClockClosed',
          version: 1,
          occurredAt: minute(10),
          data: { ...clock(1), closedAt: toIso(minute(10)), reason: 'renegotiated' },
        },
        started(2, 10, 'PT2H', 130),
      );
  });

  it('is not renegotiated by the same instant again', () => {
    given(...going)
      .when(command(reschedule(minute(63)), 10))
      .thenNothing();
  });
});

describe('fulfilling that resolves the case', () => {
  const resolves = { resolvedBy: 'ann' };

  it('does so in the same append, at the same instant', () => {
    const then = [
      fulfilled(4, MONEY),
      complaintFact('ComplaintResponded', 4, { ...PLACE, first: true, cycle: 1 }),
      complaintFact('ComplaintResolved', 4, { ...PLACE, resolvedBy: 'ann', cycle: 1 }),
    ];
    given(...toAccepted)
      .when(command({ ...TOLD.fulfil, resolves }, 4))
      .then(...then);
    given(...toAccepted)
      .when(command({ ...TOLD.fulfil, resolves }, 9, { occurredAt: minute(4) }))
      .then(...then);
  });

  it('leaves a case that is resolved or closed as it is', () => {
    given(...toAccepted, resolved(4))
      .when(command({ ...TOLD.fulfil, resolves }, 5))
      .then(fulfilled(5, MONEY));
    given(...toAccepted, resolved(4), closed(5))
      .when(command({ ...TOLD.fulfil, resolves }, 6))
      .then(fulfilled(6, MONEY));
  });

  it('does nothing the second time', () => {
    given(...toFulfilled)
      .when(command({ ...TOLD.fulfil, resolves }, 5))
      .thenNothing();
  });
});
