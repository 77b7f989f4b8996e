import { VirtualClock } from '@redress/kernel';
import type { Target } from '@redress/sla';
import { EventStoreUnavailable } from '@redress/event-store';
import { InMemoryEventStore, originOf, promise } from '@redress/testing';
import { ChangePolicy } from '../change-policy/change-policy.command';
import { ChangePolicyHandler } from '../change-policy/change-policy.handler';
import type { Draft } from '../domain/versioned-document';
import type { AuthorityRules } from '../authority/authority-limits';
import type { ContactRules } from '../contact-policy/contact-policy';
import {
  PublishAuthorityLimits,
  PublishContactPolicy,
  PublishPolicy,
} from '../publish-document/publish-document.command';
import {
  PublishAuthorityLimitsHandler,
  PublishContactPolicyHandler,
  PublishPolicyHandler,
} from '../publish-document/publish-document.handler';
import type { SlaRules } from '../sla-policy/sla-rules';
import { FRESH_MS } from './document-shelf';
import { AuthorityShelf, ContactPolicyShelf, PolicyShelf } from './shelves';

const MARCH = Date.UTC(2026, 2, 1);
const APRIL = Date.UTC(2026, 3, 1);

/** Counts how often it is read and what that gives, can hold back what it has read, and can be away. */
class WatchedStore extends InMemoryEventStore {
  reads = 0;
  eventsRead = 0;
  isAway = false;
  #held: Promise<unknown> | undefined;

  holdNextRead(until: Promise<unknown>): void {
    this.#held = until;
  }

  override async readStream(stream: string, options?: { fromRevision?: number; limit?: number }) {
    this.reads += 1;
    if (this.isAway) throw new EventStoreUnavailable('the event store can not be read now');
    const held = this.#held;
    this.#held = undefined;
    const events = await super.readStream(stream, options);
    this.eventsRead += events.length;
    await held;
    return events;
  }
}

const rules = (within: string) => [{ match: {}, targets: [promise('resolution', within)] }];

function given() {
  const store = new WatchedStore();
  const clock = new VirtualClock(MARCH);
  const shelf = new PolicyShelf(store, 'in-force');
  const publishing = new PublishPolicyHandler(store, clock, shelf);
  const publish = (document: Partial<Draft<SlaRules>> & SlaRules) =>
    publishing.execute(new PublishPolicy({ name: 'in-force', ...document }, originOf()));
  /** Another process, with a shelf of its own. */
  const elsewhere = () => {
    const own = new PolicyShelf(store, 'in-force');
    const handler = new PublishPolicyHandler(store, clock, own);
    return {
      shelf: own,
      publish: (...[first]: Parameters<typeof publish>) =>
        handler.execute(new PublishPolicy({ name: 'in-force', effectiveFrom: 0, ...first }, originOf())),
    };
  };
  return { store, clock, shelf, publish, elsewhere };
}

const promised = ({ rules: [rule] }: { rules: readonly { targets: readonly Target[] }[] }) =>
  rule?.targets[0]?.within;

describe('the shelf of policies', () => {
  it('passes over a version from its withdrawal on, whoever withdrew it, and keeps it for those that it judges', async () => {
    const { store, clock, shelf, publish, elsewhere } = given();
    await publish({ effectiveFrom: MARCH, rules: rules('PT1H') });
    await publish({ effectiveFrom: MARCH + 1, rules: rules('PT2H') });
    expect((await shelf.inForce(APRIL)).version).toBe(2);
    clock.advanceTo(APRIL);
    const other = new ChangePolicyHandler(store, clock, elsewhere().shelf);
    await other.execute(new ChangePolicy('in-force', { type: 'WithdrawPolicy', version: 2 }, originOf()));
    await shelf.refresh('in-force');
    expect((await shelf.inForce(APRIL - 1)).version).toBe(2);
    expect((await shelf.inForce(APRIL)).version).toBe(1);
    expect(promised(await shelf.version('in-force', 2))).toBe('PT2H');
    // What stands on the stream beside versions is none.
    await publish({ effectiveFrom: APRIL, rules: rules('PT3H') });
    expect(await shelf.inForce(APRIL)).toMatchObject({ version: 3 });
  });

  it('has the version in force at an instant: the last one that holds by then', async () => {
    const { shelf, publish } = given();
    await publish({ effectiveFrom: MARCH, rules: rules('PT1H') });
    await publish({ effectiveFrom: APRIL, rules: rules('PT2H') });
    const book = await shelf.book();
    expect(book.inForceAt(MARCH)).toMatchObject({ name: 'in-force', version: 1, effectiveFrom: MARCH });
    expect(book.inForceAt(APRIL - 1).version).toBe(1);
    expect(book.inForceAt(APRIL).version).toBe(2);
  });

  it('has the first version for cases older than any', async () => {
    const { shelf, publish } = given();
    await publish({ effectiveFrom: MARCH, rules: rules('PT1H') });
    await publish({ effectiveFrom: APRIL, rules: rules('PT2H') });
    expect((await shelf.book()).inForceAt(0).version).toBe(1);
  });

  it('lets a later version correct an earlier one', async () => {
    const { shelf, publish } = given();
    await publish({ effectiveFrom: APRIL, rules: rules('PT1H') });
    await publish({ effectiveFrom: MARCH, rules: rules('PT2H') });
    expect(promised((await shelf.book()).inForceAt(APRIL))).toBe('PT2H');
  });

  it('keeps every version, and the policies that are no longer in force', async () => {
    const { shelf, publish } = given();
    await publish({ rules: rules('PT1H') });
    await publish({ rules: rules('PT2H') });
    await publish({ name: 'former', rules: rules('PT3H') });
    const book = await shelf.book({ name: 'former', version: 1 });
    expect(promised(book.version('in-force', 1))).toBe('PT1H');
    expect(promised(book.version('in-force', 2))).toBe('PT2H');
    expect(promised(book.version('former', 1))).toBe('PT3H');
  });

  it('refuses what was never published', async () => {
    const { shelf, publish } = given();
    const none = await shelf.book();
    expect(() => none.inForceAt(MARCH)).toThrow(
      expect.objectContaining({ name: 'SlaError', code: 'policy-unknown' }) as Error,
    );
    await publish({ rules: rules('PT1H') });
    const one = await shelf.book({ name: 'in-force', version: 9 });
    expect(() => one.version('in-force', 9)).toThrow('policy in-force has no version 9');
  });

  it('reads a version once, however many ask', async () => {
    const { store, shelf, publish } = given();
    await publish({ rules: rules('PT1H') });
    await shelf.book();
    const before = store.reads;
    await shelf.book();
    await shelf.book({ name: 'in-force', version: 1 });
    expect(store.reads).toBe(before);
  });

  it('knows a version as soon as it is published here', async () => {
    const { shelf, publish } = given();
    await publish({ effectiveFrom: 0, rules: rules('PT1H') });
    await shelf.book();
    await publish({ effectiveFrom: 0, rules: rules('PT2H') });
    expect((await shelf.book()).inForceAt(MARCH).version).toBe(2);
  });

  it('finds a version that was published elsewhere as soon as a case is pinned to it', async () => {
    const { shelf, publish, elsewhere } = given();
    await publish({ rules: rules('PT1H') });
    await shelf.book();
    await elsewhere().publish({ rules: rules('PT2H') });
    const book = await shelf.book({ name: 'in-force', version: 2 });
    expect(promised(book.version('in-force', 2))).toBe('PT2H');
  });

  it('does not forget a version by a reading that began before it', async () => {
    const { store, shelf, publish } = given();
    await publish({ effectiveFrom: 0, rules: rules('PT1H') });
    let letGo: () => void = () => undefined;
    store.holdNextRead(new Promise<void>((resolve) => (letGo = resolve)));
    const early = shelf.refresh('in-force');
    await publish({ effectiveFrom: 0, rules: rules('PT2H') });
    letGo();
    await early;
    expect((await shelf.book()).inForceAt(MARCH).version).toBe(2);
  });

  it('takes up a version once that two readings bring', async () => {
    const { store, shelf, publish, elsewhere } = given();
    const other = elsewhere();
    await publish({ effectiveFrom: 0, rules: rules('PT1H') });
    await other.publish({ rules: rules('PT2H') });
    let letGo: () => void = () => undefined;
    store.holdNextRead(new Promise<void>((resolve) => (letGo = resolve)));
    const early = shelf.refresh('in-force');
    await shelf.refresh('in-force');
    letGo();
    expect((await early).map(({ version }) => version)).toEqual([1, 2]);
    await other.publish({ rules: rules('PT3H') });
    expect((await shelf.refresh('in-force')).map(({ version }) => version)).toEqual([1, 2, 3]);
  });
});

describe('the policy in force, published by several processes', () => {
  let machineMs: number;

  beforeEach(() => {
    machineMs = 5_000;
    jest.spyOn(performance, 'now').mockImplementation(() => machineMs);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const versionOf = async (shelf: PolicyShelf) => (await shelf.book()).inForceAt(MARCH).version;

  it('is the same in all of them within a second of machine time', async () => {
    const { shelf, publish, elsewhere } = given();
    const other = elsewhere();
    await publish({ effectiveFrom: 0, rules: rules('PT1H') });
    expect([await versionOf(shelf), await versionOf(other.shelf)]).toEqual([1, 1]);
    machineMs += FRESH_MS / 2;
    await other.publish({ rules: rules('PT2H') });
    expect(await versionOf(other.shelf)).toBe(2);
    machineMs += FRESH_MS / 2;
    expect(await versionOf(shelf)).toBe(2);
  });

  it('is known as soon as there is one: whatever was decided by it may be heard of at once', async () => {
    const { shelf, elsewhere } = given();
    await expect(versionOf(shelf)).rejects.toThrow('policy in-force has no version 1');
    await elsewhere().publish({ rules: rules('PT1H') });
    expect(await versionOf(shelf)).toBe(1);
  });

  it('is looked for once a second for all who ask, and only what is new is read', async () => {
    const { store, shelf, publish } = given();
    await publish({ effectiveFrom: 0, rules: rules('PT1H') });
    await publish({ effectiveFrom: 0, rules: rules('PT2H') });
    await shelf.book();
    const { reads, eventsRead } = store;
    for (let asked = 0; asked < 10; asked++) {
      machineMs += FRESH_MS / 10;
      await Promise.all([shelf.book(), shelf.book(), shelf.book()]);
    }
    expect(store.reads).toBe(reads + 1);
    expect(store.eventsRead).toBe(eventsRead);
  });

  it('is not told by a reading that began more than a second ago', async () => {
    const { store, shelf, publish, elsewhere } = given();
    await publish({ effectiveFrom: 0, rules: rules('PT1H') });
    await shelf.book();
    machineMs += FRESH_MS;
    let letGo: () => void = () => undefined;
    store.holdNextRead(new Promise<void>((resolve) => (letGo = resolve)));
    const early = versionOf(shelf);
    await elsewhere().publish({ rules: rules('PT2H') });
    machineMs += FRESH_MS;
    expect(await versionOf(shelf)).toBe(2);
    letGo();
    expect(await early).toBe(2);
  });

  it('is not guessed while the store is away: nothing is decided until it is back', async () => {
    const { store, shelf, publish } = given();
    await publish({ effectiveFrom: 0, rules: rules('PT1H') });
    await shelf.book();
    store.isAway = true;
    machineMs += FRESH_MS - 1;
    expect(await versionOf(shelf)).toBe(1);
    machineMs += 1;
    await expect(Promise.all([shelf.book(), shelf.book()])).rejects.toThrow(EventStoreUnavailable);
    store.isAway = false;
    expect(await versionOf(shelf)).toBe(1);
  });
});

describe('PublishPolicy', () => {
  it('adds nothing where the document says what the newest version says', async () => {
    const { publish } = given();
    expect(await publish({ rules: rules('PT1H') })).toMatchObject({ revision: 0, changed: true });
    expect(await publish({ rules: rules('PT1H') })).toMatchObject({ revision: 0, changed: false });
    expect(await publish({ rules: rules('PT2H') })).toMatchObject({ revision: 1, changed: true });
  });
});

describe('each kind of document', () => {
  const manners: ContactRules = {
    quietHours: { from: '21:00', to: '08:00' },
    timeZone: 'UTC',
    attempts: { perDay: 3, apart: 'PT2H', most: 6 },
    ownerFirst: 'PT30M',
    careNeedsConsent: true,
    followUp: { kinds: [], opensAfter: 'PT24H', within: 'PT72H' },
    closing: { unaskedKinds: [], whenSatisfied: true, whenUnreachable: true },
    repeatWithinDays: 90,
  };
  const limits: AuthorityRules = { timeZone: 'UTC', limits: [] };

  it('has a shelf and streams of its own, though names are the same', async () => {
    const { store, clock, shelf, publish } = given();
    const contact = new ContactPolicyShelf(store, 'in-force');
    const authority = new AuthorityShelf(store, 'in-force');
    const name = 'in-force';
    await publish({ rules: rules('PT1H') });
    await new PublishContactPolicyHandler(store, clock, contact).execute(
      new PublishContactPolicy({ name, effectiveFrom: MARCH, ...manners }, originOf()),
    );
    clock.advanceTo(APRIL);
    await new PublishAuthorityLimitsHandler(store, clock, authority).execute(
      new PublishAuthorityLimits({ name, ...limits }, originOf()),
    );
    expect(await contact.inForce(APRIL)).toEqual({ name, version: 1, effectiveFrom: MARCH, ...manners });
    expect(await contact.version(name, 1)).toEqual(await contact.inForce(APRIL));
    expect(await authority.inForce(APRIL)).toEqual({ name, version: 1, effectiveFrom: APRIL, ...limits });
    expect(promised(await shelf.inForce(APRIL))).toBe('PT1H');
    expect((await store.readAll({ limit: 9 })).map(({ type, stream }) => [type, stream])).toEqual([
      ['PolicyPublished', 'policy-in-force'],
      ['ContactPolicyPublished', 'contact-policy-in-force'],
      ['AuthorityLimitsPublished', 'authority-limits-in-force'],
    ]);
    await expect(contact.version(name, 2)).rejects.toThrow('contact policy in-force has no version 2');
  });
});
