import { reactionOrigin } from '@redress/automation';
import { fold, VirtualClock, type DomainEvent, type RecordedEvent } from '@redress/kernel';
import { InMemoryEventStore, recordedEvents } from '@redress/testing';
import { AuthorityBook } from '../change-resolution/authority-book';
import { authorityUseStream, authorityUseDecider } from '../domain/authority-use-decider';
import {
  about,
  APOLOGY,
  approvedAtOnce,
  fact,
  LIMITS,
  minute,
  refund,
  registered,
  requested,
} from '../../../../test/support/resolution-case';
import type { AuthorityEvent } from '../events';
import { ReturnAuthority } from './return-authority.automation';

const MONEY = refund(40);
const UNDONE = [
  fact('ResolutionRefused', 3, about('r-1', MONEY)),
  fact('ResolutionWithdrawn', 3, { ...about('r-1', MONEY), reason: 'mistake', wasOffered: false }),
  fact('ResolutionReversed', 3, { ...about('r-1', MONEY), reason: 'bounced' }),
];

describe('returning authority', () => {
  const clock = new VirtualClock(minute(5));

  /** A case to which this happened, ann having drawn 40 twice for it and 10 for another; then what the automation makes of the last fact. */
  async function react(...facts: readonly DomainEvent[]) {
    const store = new InMemoryEventStore(clock);
    const book = new AuthorityBook(store, clock);
    const events = recordedEvents(
      ...[registered, ...facts].map((event) => ({ ...event, stream: 'complaint-1' })),
    );
    for (const { occurredAt, ...event } of events)
      await store.append('complaint-1', 'any', [
        { ...event, occurredAt: new Date(occurredAt).toISOString() },
      ]);
    const last = events.at(-1) as RecordedEvent;
    const automation = new ReturnAuthority(store, book);
    const origin = reactionOrigin(last, automation.name);
    const draw = (drawId: string, resolutionId: string, minor: number) =>
      book.draw(
        'ann',
        {
          drawId,
          resolutionId,
          complaintId: '1',
          amount: { minor, currency: 'EUR' },
          at: minute(1),
          role: 'agent',
          limits: LIMITS,
        },
        origin,
      );
    await draw('d-1', 'r-1', 40);
    await draw('d-2', 'r-1', 40);
    await draw('d-3', 'r-2', 10);
    await automation.react(last, origin);
    const head = await store.head();
    await automation.react(last, origin);
    expect(await store.head()).toBe(head);
    const history = (await store.readStream(authorityUseStream('ann'))) as readonly DomainEvent[];
    return fold(authorityUseDecider, history as readonly AuthorityEvent[]).map(({ drawId }) => drawId);
  }

  it.each(UNDONE.map((undone) => [undone.type, undone] as const))(
    'gives back what was drawn for it, once: %s',
    async (_, undone) => {
      expect(await react(...approvedAtOnce(1, MONEY), undone)).toEqual(['d-3']);
    },
  );

  it('has nothing to give back for what cost nothing, or was never approved', async () => {
    const free = fact('ResolutionRefused', 3, about('r-1', APOLOGY));
    expect(await react(...approvedAtOnce(1), free)).toEqual(['d-1', 'd-2', 'd-3']);
    const unapproved = fact('ResolutionWithdrawn', 3, {
      ...about('r-1', refund(120)),
      reason: 'mistake',
      wasOffered: false,
    });
    expect(await react(...requested(1), unapproved)).toEqual(['d-1', 'd-2', 'd-3']);
  });

  it('reacts to these facts and to no others', () => {
    const store = new InMemoryEventStore(clock);
    const { events } = new ReturnAuthority(store, new AuthorityBook(store, clock));
    expect([...events].toSorted()).toEqual(UNDONE.map(({ type }) => type).toSorted());
  });
});
