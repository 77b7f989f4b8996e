import { isClockEvent, RetoldClocks, SharedTargets } from '@redress/clocks';
import { DomainError, fold, toIso } from '@redress/kernel';
import { bookOf, policyByPriority, promise, recordedEvents } from '@redress/testing';
import fc from 'fast-check';
import {
  AGENT,
  at,
  cases,
  claimed,
  command,
  fact,
  HELD,
  LEADER,
  NOW,
  POOL,
  registered,
  resolved,
  responded,
  waiting,
  WHY,
} from '../../../../test/support/case-decisions';
import { commandAt, someTellings, TICK, tryAll } from '../../../../test/support/random-cases';
import { lookedAt } from '../../../../test/support/looked-at';
import { CLOCKS_FROM, type ComplaintSplit } from '../events';
import { caseDecider, type CaseEvent } from './case-decider';
import type { CaseOrder, CaseCommandContext } from './commands';
import { registrationOfPart } from './split';
import { toldCase } from './told-case';

type Split = Extract<CaseOrder, { type: 'SplitComplaint' }>;

const SPLIT: Split = {
  type: 'SplitComplaint',
  into: 'part-1',
  customerId: 'customer-1',
  category: 'delivery',
  clocksFrom: 'receipt',
};
const split = (words: Partial<Split> = {}, context: Partial<CaseCommandContext> = {}) =>
  command({ ...SPLIT, ...words }, context);

/** What the part is where the command says no more than it must. */
const PART = {
  kind: 'complaint',
  category: 'delivery',
  channel: 'phone',
  tier: 'standard',
  specialCare: false,
  priority: 3,
  customerId: 'customer-1',
  team: 'front-desk',
} as const;

describe('SplitComplaint', () => {
  it('says what the part is: as the whole, where nothing else is said', () => {
    const said = fact('ComplaintSplit', NOW, {
      ...WHY,
      ...HELD,
      into: 'part-1',
      part: PART,
      clocksFrom: 'receipt',
      descriptionRef: 'text-1',
      remedySoughtRef: 'text-2',
    });
    const texts = { descriptionRef: 'text-1', remedySoughtRef: 'text-2' };
    cases
      .given(registered, claimed)
      .when(split(texts, { why: WHY }))
      .then(said);
  });

  it('takes what is said of the part itself', () => {
    const own = { kind: 'fault-report', priority: 1, team: 'crews' } as const;
    const said = { ...POOL, into: 'part-1', part: { ...PART, ...own }, clocksFrom: 'receipt' } as const;
    cases
      .given(registered)
      .when(split(own))
      .then(fact('ComplaintSplit', NOW, said));
  });

  it('carries over that the customer knows: from the first acknowledgement or answer', () => {
    const acknowledged = fact('ComplaintAcknowledged', 1, { channel: 'sms' });
    const said = (minutes: number) =>
      fact('ComplaintSplit', NOW, {
        ...POOL,
        into: 'part-1',
        part: PART,
        clocksFrom: 'receipt',
        acknowledgedAt: toIso(at(minutes)),
      });
    cases.given(registered, acknowledged, responded).when(split()).then(said(1));
    cases.given(registered, responded).when(split()).then(said(2));
  });

  it('lets no time vanish without a word', () => {
    cases
      .given(registered)
      .when(split({ clocksFrom: 'split' }))
      .thenRefused('later-start-unsaid', { errors: [{ field: 'reason' }] });
  });

  it('leaves the whole as it waits', () => {
    const events = cases.given(registered, waiting);
    events
      .when(split())
      .then(fact('ComplaintSplit', NOW, { ...POOL, into: 'part-1', part: PART, clocksFrom: 'receipt' }));
  });
});

/** The case that comes of a split of a case with this history, told at once at `now`. */
function partOf(history: readonly CaseEvent[], now: number, policies = commandAt(SPLIT, 0, AGENT).policies) {
  const recorded = recordedEvents(...history.map((event) => ({ ...event, stream: 'complaint-case-1' })));
  const splitting = recorded.findLast(({ type }) => type === 'ComplaintSplit');
  if (splitting === undefined) throw new Error('it was not split');
  const { order, occurredAt } = registrationOfPart(splitting as typeof splitting & ComplaintSplit, recorded);
  const events = caseDecider.decide(
    { ...order, now, occurredAt, policies, actor: AGENT, why: {} },
    caseDecider.initial,
  );
  return { events, ...fold(caseDecider, events) };
}

describe('the case that a part becomes', () => {
  const said = (more: Partial<ComplaintSplit['data']> = {}) =>
    fact('ComplaintSplit', 30, { ...POOL, into: 'part-1', part: PART, clocksFrom: 'receipt', ...more });
  const policies = bookOf(
    policyByPriority({
      1: [],
      2: [],
      3: [promise('acknowledgement', 'PT10M'), promise('resolution', 'PT2H', { pausedBy: ['customer'] })],
    }),
  );
  const factsOf = (...history: CaseEvent[]) =>
    partOf(history, at(NOW), policies).events.filter((event) => !isClockEvent(event));

  it('is registered at the receipt of the whole, with the waits since then', () => {
    const facts = factsOf(registered, { ...waiting, data: { ...waiting.data, noteRef: 'note-9' } }, said());
    expect(facts).toEqual([
      fact('ComplaintRegistered', 0, {
        ...PART,
        complaintId: 'part-1',
        policy: { name: 'test', version: 1, rule: 3 },
        splitFrom: { otherId: 'case-1', splitAt: toIso(at(30)), clocksFrom: 'receipt' },
      }),
      waiting,
      fact('ComplaintResumed', 30, { ...POOL, waitedFor: 'customer' }),
    ]);
  });

  it('is registered at the split, where that was said', () => {
    const facts = factsOf(registered, waiting, said({ clocksFrom: 'split' }));
    expect(facts.map(({ type, occurredAt }) => [type, occurredAt])).toEqual([
      ['ComplaintRegistered', at(30)],
    ]);
  });

  it('is as it was at the split, whatever has become of the whole since', () => {
    const later = [fact('ComplaintWaitStarted', 40, { ...POOL, waitsFor: 'supplier' }), resolved];
    expect(factsOf(registered, said(), ...later)).toEqual(factsOf(registered, said()));
  });

  it('falls under the version of the policy that the whole falls under', () => {
    const policy = { name: 'test', version: 2, rule: 1 };
    const changed = fact('ComplaintPolicyChanged', 20, {
      policy,
      previousPolicy: { name: 'test', version: 1, rule: 3 },
    });
    const recorded = recordedEvents(registered, changed, said());
    const splitting = recorded.at(-1) as (typeof recorded)[number] & ComplaintSplit;
    const { order } = registrationOfPart(splitting, recorded);
    expect(order.splitOff?.policy).toEqual({ name: 'test', version: 2 });
  });

  it('is told once more as it is on record, by the policies that chose its targets', () => {
    const [facts, told] = [
      partOf([registered, waiting, said({ acknowledgedAt: toIso(at(5)) })], at(NOW), policies).events,
      new RetoldClocks(toldCase({ types: [], signalsOf: () => [] }), policies, new SharedTargets()),
    ];
    told.tell(recordedEvents(...facts.map((event) => ({ ...event, stream: 'complaint-part-1' }))));
    const [was, wouldBe] = [told.recorded(at(500)), told.wouldBe(at(500))].map((runs) =>
      runs.map(({ dueAt, ...run }) => ({ ...run, dueAt: dueAt() })),
    );
    expect(was).toHaveLength(2);
    expect(wouldBe).toEqual(was);
  });

  it('is not acknowledged once more', () => {
    const known = said({ acknowledgedAt: toIso(at(5)) });
    cases
      .given(...partOf([registered, known], at(NOW), policies).events)
      .when(command({ type: 'AcknowledgeComplaint', channel: 'sms' }))
      .thenNothing();
  });
});

describe('the clocks of a split case, whatever it was told', () => {
  const someSplit = fc.record({
    clocksFrom: fc.constantFrom(...CLOCKS_FROM),
    priority: fc.integer({ min: 1, max: 4 }),
  });

  /** A case told anything, then split; undefined where it can't be any more. */
  function splitAfter(tellings: Parameters<typeof tryAll>[0], words: Partial<Split>) {
    const { history, state, at: then } = tryAll(tellings);
    const order = { ...SPLIT, ...words };
    const context = { ...commandAt(order, then, LEADER), why: { reason: 'because' } };
    try {
      const events = caseDecider.decide(context, state);
      return { history, state, then, events, after: events.reduce(caseDecider.evolve, state) };
    } catch (error) {
      if (error instanceof DomainError) return undefined;
      throw error;
    }
  }

  it('go on for the whole as though nothing had happened', () => {
    fc.assert(
      fc.property(someTellings, someSplit, (tellings, words) => {
        const whole = splitAfter(tellings, words);
        if (whole === undefined) return;
        const { then } = whole;
        const { runs, pauses } = lookedAt(whole.after.clocks, (then + 5) * TICK);
        const unsplit = lookedAt(whole.state.clocks, (then + 5) * TICK);
        expect({ runs, pauses }).toEqual({ runs: unsplit.runs, pauses: unsplit.pauses });
      }),
    );
  });

  it('run for the part as they would, had it been registered by itself, and waited with the whole', () => {
    fc.assert(
      fc.property(someTellings, fc.integer({ min: 1, max: 4 }), (tellings, priority) => {
        const whole = splitAfter(tellings, { priority });
        if (whole === undefined) return;
        const { history, then, events } = whole;
        const part = partOf([...history, ...events], then * TICK);
        const alone = aloneWith(history, {
          priority,
          acknowledged: part.subject?.acknowledgedAt != null,
          until: then,
        });
        const [ofPart, ofOther] = [part, alone].map((told) => lookedAt(told.clocks, (then + 1) * TICK));
        const carried = (clock: string) =>
          clock === 'acknowledgement' && part.subject?.acknowledgedAt != null;
        const judged = (runs = ofPart?.runs) => runs?.filter(({ clock }) => !carried(clock));
        expect(judged()).toEqual(judged(ofOther?.runs));
        expect(ofPart?.pauses).toEqual(ofOther?.pauses);
        for (const run of ofPart?.runs.filter(({ clock }) => carried(clock)) ?? [])
          expect(run).toMatchObject({ end: { verdict: 'none', asClosed: true } });
      }),
      { numRuns: 300 },
    );
  });

  /** A case of its own from the start, told in time what it waited for. */
  function aloneWith(
    history: readonly CaseEvent[],
    { priority, acknowledged, until }: { priority: number; acknowledged: boolean; until: number },
  ) {
    const registration = { type: 'RegisterComplaint', ...PART, complaintId: 'part-1', priority } as const;
    let state = caseDecider.initial;
    const tell = (order: CaseOrder, tick: number): void => {
      const events = caseDecider.decide(commandAt(order, tick, AGENT), state);
      state = events.reduce(caseDecider.evolve, state);
    };
    tell(registration, 0);
    if (acknowledged) tell({ type: 'AcknowledgeComplaint', channel: 'sms' }, 0);
    for (const event of history) {
      const tick = event.occurredAt / TICK;
      if (event.type === 'ComplaintResumed') tell({ type: 'ResumeComplaint' }, tick);
      if (event.type === 'ComplaintWaitStarted')
        tell({ type: 'StartWaiting', waitsFor: event.data.waitsFor }, tick);
    }
    if (state.subject?.phase === 'waiting') tell({ type: 'ResumeComplaint' }, until);
    return state;
  }
});
