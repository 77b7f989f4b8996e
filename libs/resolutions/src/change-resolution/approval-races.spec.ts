import { randomBytes } from 'node:crypto';
import { reactionOrigin } from '@redress/automation';
import { EventStoreUnavailable, type EventStore } from '@redress/event-store';
import { DomainError, fold, VirtualClock, type Actor, type Recorded } from '@redress/kernel';
import { personalDataMigrations, PostgresPersonalData } from '@redress/personal-data/postgres';
import { createTestDatabase, InMemoryEventStore, type TestDatabase } from '@redress/testing';
import fc from 'fast-check';
import {
  ANN,
  BOB,
  LIMITS,
  LIN,
  MAX,
  minute,
  refund,
  SUE,
  T0,
  type StreamEvent,
} from '../../../../test/support/resolution-case';
import { costOf } from '../domain/remedies';
import { resolutionDecider } from '../domain/resolution-decider';
import type { ResolutionEvent } from '../events';
import { ReturnAuthority } from '../return-authority/return-authority.automation';
import { AuthorityBook } from './authority-book';
import { type ResolutionChange } from './change-resolution.command';
import { resolutionDesk } from '../../../../test/support/resolution-desk';

const CASES = ['1', '2', '3', '4'];
const PEOPLE = [ANN, BOB, LIN, MAX, SUE];

/** What is sent at once: each line by several people, or by one of them twice. */
const someCommand = fc.record({
  person: fc.constantFrom(...PEOPLE),
  case: fc.constantFrom(...CASES),
  does: fc.constantFrom<ResolutionChange['type']>(
    'ProposeResolution',
    'ProposeResolution',
    'ApproveResolution',
    'ApproveResolution',
    'DeclineResolution',
    'OfferResolution',
    'WithdrawResolution',
    'RefuseResolution',
  ),
  minor: fc.constantFrom(30, 50, 150, 200, 800),
  /** A command that is sent again has the same. */
  key: fc.integer({ min: 1, max: 8 }),
});
const someRounds = fc.array(fc.array(someCommand, { minLength: 1, maxLength: 4 }), {
  minLength: 3,
  maxLength: 10,
});
type Sent = typeof someCommand extends fc.Arbitrary<infer One> ? One : never;

/** The store as it is met by those who work at once: each call waits until it is its turn, and one in so many is lost. */
function contended(store: EventStore, scheduler: fc.Scheduler, faults: Iterator<number>): EventStore {
  const turn = () => scheduler.schedule(Promise.resolve());
  return {
    append: async (stream, expected, events) => {
      await turn();
      const fault: unknown = faults.next().value;
      if (fault === 0) throw new EventStoreUnavailable('lost before');
      const appended = await store.append(stream, expected, events);
      await turn();
      if (fault === 1) throw new EventStoreUnavailable('lost after');
      return appended;
    },
    readStream: async (stream, options) => {
      await turn();
      return store.readStream(stream, options);
    },
    readAll: (options) => store.readAll(options),
    follow: (options) => store.follow(options),
    streamNames: (prefix) => store.streamNames(prefix),
    head: () => store.head(),
    positionAt: (recordedAt) => store.positionAt(recordedAt),
  };
}

const changeOf = ({ does, minor }: Sent, resolutionId: string, newId: string): ResolutionChange => {
  switch (does) {
    case 'ProposeResolution':
      return { type: does, resolutionId: newId, remedies: refund(minor) };
    case 'DeclineResolution':
    case 'WithdrawResolution':
    case 'ReverseResolution':
      return { type: does, resolutionId, reason: 'because' };
    case 'RescheduleFulfilment':
      return { type: does, resolutionId, fulfilBy: minute(99), renegotiatedBy: 'us' };
    case 'ApproveResolution':
    case 'OfferResolution':
    case 'AcceptResolution':
    case 'RefuseResolution':
    case 'FulfilResolution':
      return { type: does, resolutionId };
  }
};

describe('people who decide on remedies at once', () => {
  let database: TestDatabase;
  let personalData: PostgresPersonalData;
  const clock = new VirtualClock(T0);

  beforeAll(async () => {
    database = await createTestDatabase([personalDataMigrations]);
    personalData = await PostgresPersonalData.open({
      pool: database.pool,
      masterKey: randomBytes(32),
      clock,
    });
    clock.advanceTo(minute(10));
  });
  afterAll(() => database.drop());

  async function work(
    rounds: readonly (readonly Sent[])[],
    scheduler: fc.Scheduler,
    faults: Iterator<number>,
  ) {
    const store = new InMemoryEventStore(clock);
    const desk = await resolutionDesk(store, personalData, clock);
    for (const id of CASES) await desk.register(id);
    const over = contended(store, scheduler, faults);
    const automation = new ReturnAuthority(store, new AuthorityBook(store, clock));
    let seen = 0;
    for (const [round, commands] of rounds.entries()) {
      const sendings = commands.map(async (sent) => {
        const key = `${String(round)}-${String(sent.key)}-${sent.person.id}`;
        const { own } = fold(
          resolutionDecider,
          (await store.readStream(`complaint-${sent.case}`)) as StreamEvent[],
        );
        const last = own.subject.all.at(-1)?.resolutionId ?? 'r-0';
        const change = changeOf(sent, last, `r-${key}-${sent.case}`);
        const commandId = `${key}-${sent.case}-${sent.does}`;
        try {
          await desk.send(sent.case, change, { actor: sent.person, commandId }, { over });
        } catch (error) {
          if (!(error instanceof DomainError || error instanceof EventStoreUnavailable)) throw error;
        }
      });
      await scheduler.waitFor(Promise.all(sendings));
      const log = await store.readAll({ limit: Infinity });
      for (const event of log.slice(seen)) {
        // Each event twice.
        if (!automation.events.some((type) => type === event.type)) continue;
        await automation.react(event, reactionOrigin(event, automation.name));
        await automation.react(event, reactionOrigin(event, automation.name));
      }
      seen = log.length;
    }
    return { store, desk };
  }

  /** What a person has approved, and what of it was not undone since. */
  async function approvedBy(person: Actor, store: EventStore): Promise<Map<string, number>> {
    const approved = new Map<string, number>();
    for (const { type, data } of (await store.readAll({ limit: Infinity })) as Recorded<ResolutionEvent>[]) {
      if (type === 'ResolutionApproved' && data.approvedBy === person.id)
        approved.set(data.resolutionId, costOf(data.remedies)?.minor ?? 0);
      if (type === 'ResolutionRefused' || type === 'ResolutionWithdrawn' || type === 'ResolutionReversed')
        approved.delete(data.resolutionId);
    }
    return approved;
  }
  const sum = (amounts: Iterable<number>) => [...amounts].reduce((a, b) => a + b, 0);
  const perDay = ({ role }: Actor) => LIMITS.limits.find((one) => one.role === role)?.perDay ?? 0;
  const never = (function* (): Generator<number> {
    for (;;) yield 9;
  })();

  it('approve no more than their day allows, each with a draw, and no draw stays without an approval', async () => {
    await fc.assert(
      fc.asyncProperty(someRounds, fc.scheduler(), async (rounds, scheduler) => {
        const { store, desk } = await work(rounds, scheduler, never);
        for (const person of PEOPLE) {
          const approved = await approvedBy(person, store);
          expect(sum(approved.values())).toBeLessThanOrEqual(perDay(person));
          const drawn = new Set((await desk.draws(person)).map(({ resolutionId }) => resolutionId));
          expect([...drawn].toSorted()).toEqual([...approved.keys()].toSorted());
        }
      }),
      { numRuns: 150 },
    );
  });

  it('approve no more than that where answers are lost and processes die between the two steps', async () => {
    const someFaults = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 20, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(someRounds, fc.scheduler(), someFaults, async (rounds, scheduler, faults) => {
        const { store, desk } = await work(rounds, scheduler, faults.values());
        for (const person of PEOPLE) {
          const approved = await approvedBy(person, store);
          const drawn = await desk.draws(person);
          const amounts = new Map(drawn.map(({ resolutionId, amount }) => [resolutionId, amount.minor]));
          expect(sum(amounts.values())).toBeLessThanOrEqual(perDay(person));
          expect([...amounts.keys()]).toEqual(expect.arrayContaining([...approved.keys()]));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('decide once on each resolution, and have one in force', async () => {
    await fc.assert(
      fc.asyncProperty(someRounds, fc.scheduler(), async (rounds, scheduler) => {
        const { store } = await work(rounds, scheduler, never);
        for (const id of CASES) {
          const history = (await store.readStream(`complaint-${id}`)) as Recorded<ResolutionEvent>[];
          const decisions = history
            .filter(({ type }) => type === 'ResolutionApproved' || type === 'ResolutionDeclined')
            .map(({ data }) => data.resolutionId);
          expect(new Set(decisions).size).toBe(decisions.length);
          const over = new Set<string>();
          let inForce: string | undefined;
          for (const { type, data } of history) {
            if (['ResolutionDeclined', 'ResolutionWithdrawn', 'ResolutionRefused'].includes(type))
              over.add(data.resolutionId);
            if (type !== 'ResolutionProposed') continue;
            if (inForce !== undefined) expect(over).toContain(inForce);
            inForce = data.resolutionId;
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});
