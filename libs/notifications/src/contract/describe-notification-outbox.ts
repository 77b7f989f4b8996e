import { newId, SYSTEM_ACTOR, type CommandOrigin } from '@redress/kernel';
import type { LeasedNotification, NewNotification, Notification } from '../notification';
import { notificationId } from '../notification';
import type { NotificationOutbox, NotificationQuestion } from '../notification-outbox';

/** An outbox under test. */
export interface OpenedNotificationOutbox {
  readonly outbox: NotificationOutbox;
  /** The same entries, as another process has them. */
  readonly other: NotificationOutbox;
  close(): Promise<void>;
}

const LONG_MS = 60_000;
const AT_ONCE = { firstMs: 0, maxMs: 0 };

/** What every NotificationOutbox keeps. */
export function describeNotificationOutbox(
  name: string,
  open: () => Promise<OpenedNotificationOutbox>,
): void {
  describe(`${name} keeps the contract of an outbox`, () => {
    let opened: OpenedNotificationOutbox;
    let outbox: NotificationOutbox;
    let desk: string;
    let count = 0;

    beforeAll(async () => {
      opened = await open();
      outbox = opened.outbox;
    });
    afterAll(() => opened.close());
    beforeEach(() => {
      desk = `desk-${newId()}`;
    });

    const entry = (stream: string, more: Partial<NewNotification> = {}): NewNotification => {
      count += 1;
      const event = {
        ...{ id: newId(), type: 'EscalationRaised', stream: `complaint-${stream}` },
        ...{ position: String(count).padStart(16, '0'), recordedAt: 1_000 + count },
      };
      return { destination: desk, event, payload: { n: count, at: 1.5 }, ...more };
    };
    const put = async (...entries: readonly NewNotification[]) => {
      await outbox.put(entries);
      return entries;
    };
    const take = (from = outbox, { limit = 10, leaseMs = LONG_MS, address = 'here' } = {}) =>
      from.lease({ name: desk, address }, { limit, leaseMs });
    const ids = (taken: readonly Pick<NewNotification, 'event'>[]) => taken.map(({ event }) => event.id);
    const one = async (...taken: Parameters<typeof take>): Promise<LeasedNotification> => {
      const [first] = await take(...taken);
      if (first === undefined) throw new Error('there was nothing to send');
      return first;
    };
    const list = (more: Partial<NotificationQuestion> = {}) =>
      outbox.list({ destination: desk, limit: 10, ...more });
    const state = async (): Promise<Notification> => {
      const [first] = await list();
      if (first === undefined) throw new Error('there is no entry');
      return first;
    };
    const fail = async (taken: LeasedNotification, giveUpAfterMs = LONG_MS, backoff = AT_ONCE) =>
      outbox.failed(taken, { error: 'http-500', backoff, giveUpAfterMs });
    const origin = (more: Partial<CommandOrigin> = {}): CommandOrigin => ({
      ...{ commandId: newId(), correlationId: newId(), causationId: newId(), actor: SYSTEM_ACTOR },
      ...more,
    });

    it('gives what was put, to the letter, under a key that follows from event and destination', async () => {
      const [put1] = await put(entry('a', { recipient: 'agent-7' }));
      const taken = await one();
      expect(taken).toMatchObject({ ...put1, id: notificationId(put1?.event.id ?? '', desk) });
      expect(taken.body).toBe(JSON.stringify(put1?.payload));
    });

    it('has an entry once, however often it is put, and leaves it as it is', async () => {
      const [put1] = await put(entry('a'));
      if (put1 === undefined) throw new Error('nothing was put');
      await outbox.delivered(await one());
      await opened.other.put([put1, put1]);
      expect(await list()).toMatchObject([{ state: 'delivered', attempts: 1 }]);
    });

    it('lends an entry to one sender at a time, and to the next one when the lease is over', async () => {
      const entries = await put(entry('a'), entry('b'));
      const [mine, theirs] = await Promise.all([take(), take(opened.other)]);
      expect(ids([...mine, ...theirs]).toSorted()).toEqual(ids(entries).toSorted());
      desk = `desk-${newId()}`;
      await put(entry('a'));
      const lost = await one(outbox, { leaseMs: 0 });
      const found = await one(opened.other);
      expect(found.id).toBe(lost.id);
      expect([await outbox.delivered(lost), await fail(lost)]).toEqual([false, undefined]);
      expect(await opened.other.delivered(found)).toBe(true);
    });

    it('keeps the order of a stream: a later one waits until the earlier one has arrived', async () => {
      const [first, , other] = await put(entry('a'), entry('a'), entry('b'));
      const taken = await take();
      expect(ids(taken).toSorted()).toEqual([first?.event.id, other?.event.id].toSorted());
      expect(await take()).toEqual([]);
      const head = taken.find(({ event }) => event.id === first?.event.id);
      if (head === undefined) throw new Error('the first was not lent');
      await fail(head);
      expect(ids(await take())).toEqual([first?.event.id]);
    });

    it('goes on with the stream once the earlier one has arrived, or is given up', async () => {
      const entries = await put(entry('a'), entry('a'), entry('a'));
      await outbox.delivered(await one());
      expect(await fail(await one(), 0)).toBe('failed');
      expect(ids(await take())).toEqual([entries[2]?.event.id]);
    });

    it('says how many of a destination wait or were given up, and since when the oldest waits', async () => {
      const standing = async () => (await outbox.standing()).get(desk);
      expect(await standing()).toBeUndefined();
      const before = Date.now();
      await put(entry('a'), entry('a'), entry('b'), entry('c'));
      const taken = await take();
      expect(taken).toHaveLength(3);
      for (const [n, head] of taken.entries()) {
        if (n === 0) await outbox.delivered(head);
        if (n === 1) await fail(head, 0);
      }
      expect(await standing()).toEqual({
        ...{ waiting: 2, failed: 1 },
        oldestWaitingMs: expect.any(Number) as unknown,
      });
      const { oldestWaitingMs = -1 } = (await standing()) ?? {};
      expect(oldestWaitingMs).toBeGreaterThan(0);
      expect(oldestWaitingMs).toBeLessThanOrEqual(Date.now() - before + 5);
      for (let left = 2; left > 0;) {
        for (const head of [...taken.slice(2), ...(await take())])
          left -= (await outbox.delivered(head)) ? 1 : 0;
      }
      expect(await standing()).toEqual({ waiting: 0, failed: 1, oldestWaitingMs: undefined });
    });

    it('waits longer after each failure', async () => {
      await put(entry('a'));
      const backoff = { firstMs: 60_000, maxMs: 100_000 };
      const before = Date.now();
      expect(await fail(await one(), LONG_MS, backoff)).toBe('waiting');
      expect(await take()).toEqual([]);
      const once = await state();
      expect(once).toMatchObject({ state: 'waiting', attempts: 1, lastError: 'http-500' });
      expect((once.nextAt ?? 0) - before).toBeGreaterThan(50_000);
      await outbox.retry(once.id, origin());
      await fail(await one(), LONG_MS, backoff);
      expect(((await state()).nextAt ?? 0) - before).toBeGreaterThan(90_000);
    });

    it('gives up what nobody sends, when its time is over', async () => {
      await put(entry('a'));
      const error = 'destination-closed';
      await outbox.giveUp({ unless: [desk], error, giveUpAfterMs: 0 });
      expect(await outbox.giveUp({ unless: [], error, giveUpAfterMs: LONG_MS })).toBe(0);
      expect((await state()).state).toBe('waiting');
      expect(await outbox.giveUp({ unless: [], error, giveUpAfterMs: 0 })).toBeGreaterThan(0);
      expect(await state()).toMatchObject({ state: 'failed', lastError: error });
    });

    it('forgets what was delivered long ago', async () => {
      await put(entry('a'), entry('b'));
      await outbox.delivered(await one(outbox, { limit: 1 }));
      await outbox.forget({ deliveredForMs: LONG_MS });
      expect(await list()).toHaveLength(2);
      await outbox.forget({ deliveredForMs: 0 });
      expect((await list()).map((left) => left.state)).toEqual(['waiting']);
    });

    it('lends nothing to an address that is gone, until it is another one or a replay opens it', async () => {
      await put(entry('a'));
      await outbox.close({ name: desk, address: 'here' });
      expect((await opened.other.closed()).get(desk)).toBe('here');
      expect(await take()).toEqual([]);
      expect(await take(outbox, { address: 'there', leaseMs: 0 })).toHaveLength(1);
      await outbox.replay({ destination: desk, from: 0, to: 1 }, origin());
      expect(await take()).toHaveLength(1);
    });

    it('sends a range again with the same keys, once for each command', async () => {
      const [, middle, late] = await put(entry('a'), entry('b'), entry('c'));
      if (middle === undefined || late === undefined) throw new Error('not put');
      for (const taken of await take()) await outbox.delivered(taken);
      await put(entry('z', { destination: `${desk}-2` }));
      const range = {
        destination: desk,
        from: middle.event.recordedAt,
        to: late.event.recordedAt,
      };
      const ordered = origin({ fingerprint: 'f' });
      expect(await outbox.replay(range, ordered)).toEqual({ entries: 1, changed: true });
      expect(await opened.other.replay(range, ordered)).toEqual({ entries: 0, changed: false });
      await expect(outbox.replay(range, { ...ordered, fingerprint: 'g' })).rejects.toMatchObject({
        code: 'idempotency-key-reused',
      });
      expect((await one()).id).toBe(notificationId(middle.event.id, desk));
    });

    it('sends one again at once, unless it was sent since', async () => {
      await put(entry('a'));
      expect(await fail(await one(), 0)).toBe('failed');
      const { id } = await state();
      const ordered = origin({ ifMatch: 1 });
      expect(await outbox.retry(id, ordered)).toEqual({ attempts: 1, changed: true });
      expect(await outbox.retry(id, ordered)).toEqual({ attempts: 1, changed: false });
      expect((await one()).id).toBe(id);
      await expect(outbox.retry(id, origin({ ifMatch: 0 }))).rejects.toMatchObject({
        code: 'revision-stale',
      });
      await expect(outbox.retry('nothing', origin())).rejects.toMatchObject({ code: 'not-found' });
    });

    it('lists the newest first, in pages, by state and destination', async () => {
      const entries = await put(entry('a'), entry('b'), entry('c'));
      await outbox.delivered(await one(outbox, { limit: 1 }));
      const [newest, next] = await list({ limit: 2 });
      expect(ids([newest, next].flatMap((each) => each ?? []))).toEqual(ids(entries).reverse().slice(0, 2));
      const after = { position: next?.event.position ?? '', id: next?.id ?? '' };
      expect(ids(await list({ after }))).toEqual([entries[0]?.event.id]);
      expect(await list({ state: 'delivered' })).toHaveLength(1);
      expect(await list({ destination: 'nobody' })).toEqual([]);
    });
  });
}
