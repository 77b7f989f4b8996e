import { newId, type Position, type RecordedEvent } from '@redress/kernel';
import type { AutomationStep, AutomationStore } from '../automation-store';

/** A store under test. */
export interface OpenedAutomationStore {
  readonly store: AutomationStore;
  /** The same data, as another process has them. */
  readonly other: AutomationStore;
  close(): Promise<void>;
}

const positionOf = (n: number): Position => String(n).padStart(16, '0');

const eventAt = (n: number, partitionKey: string): RecordedEvent => ({
  id: newId(),
  stream: `complaint-${partitionKey}`,
  revision: n,
  position: positionOf(n),
  type: 'ComplaintResolved',
  version: 1,
  occurredAt: 1_000 + n,
  recordedAt: 1_000 + n,
  data: { cycle: 1 },
  actor: { id: 'agent-1', kind: 'staff', role: 'agent' },
  correlationId: newId(),
  causationId: newId(),
  commandId: newId(),
  partitionKey,
});

const step = (n: number, more: Partial<AutomationStep> = {}): AutomationStep => ({
  partition: 0,
  position: positionOf(n),
  refused: [],
  parked: [],
  ...more,
});

/** What every AutomationStore keeps. */
export function describeAutomationStore(name: string, open: () => Promise<OpenedAutomationStore>): void {
  describe(`${name}, as an AutomationStore,`, () => {
    let opened: OpenedAutomationStore;
    let store: AutomationStore;
    /** A new automation for each spec. */
    let automation: string;

    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());
    beforeEach(async () => {
      automation = `automation-${newId()}`;
      await store.begin(automation, { at: 5_000, partitions: 4 });
    });

    it('keeps the first start, whoever starts again', async () => {
      expect(await store.begin(automation, { at: 9_000, partitions: 4 })).toBe(5_000);
      expect(await opened.other.begin(automation, { at: 4_000, partitions: 4 })).toBe(5_000);
    });

    it('refuses to begin again on another number of partitions', async () => {
      await expect(store.begin(automation, { at: 9_000, partitions: 8 })).rejects.toThrow('4 partitions');
    });

    it('knows how far each partition of each automation has come', async () => {
      expect(await store.checkpoint(automation, 0)).toBeUndefined();
      await store.advance(automation, step(7));
      await store.advance(automation, step(9, { partition: 1 }));
      expect(await opened.other.checkpoint(automation, 0)).toBe(positionOf(7));
      expect(await opened.other.checkpoint(automation, 1)).toBe(positionOf(9));
      await store.begin(`${automation}-2`, { at: 1, partitions: 4 });
      expect(await store.checkpoint(`${automation}-2`, 0)).toBeUndefined();
    });

    it('takes a step only forward, and notes nothing of one that comes late', async () => {
      const parked = [{ event: eventAt(6, 'a'), reason: 'broken' }];
      const refused = [{ position: positionOf(5), eventId: newId(), type: 'ComplaintResolved', code: 'no' }];
      await store.advance(automation, step(7));
      expect(await opened.other.advance(automation, step(7, { parked, refused }))).toBe(false);
      expect(await opened.other.advance(automation, step(6, { parked, refused }))).toBe(false);
      expect(await store.checkpoint(automation, 0)).toBe(positionOf(7));
      expect(await store.record(automation, 5)).toMatchObject({ parkedCount: 0, refusedCount: 0 });
    });

    it('lets one of two at once take a step', async () => {
      const parked = [{ event: eventAt(3, 'a'), reason: 'broken' }];
      const steps = [store, opened.other, store].map((one) => one.advance(automation, step(3, { parked })));
      expect((await Promise.all(steps)).filter((taken) => taken)).toHaveLength(1);
      expect(await store.record(automation, 5)).toMatchObject({ parkedCount: 1 });
    });

    it('gives back what is parked by its key, the earliest first, as it was', async () => {
      const [first, second, third] = [eventAt(3, 'a'), eventAt(4, 'a'), eventAt(5, 'b')];
      await store.advance(
        automation,
        step(5, {
          parked: [
            { event: first, reason: 'broken' },
            { event: second, reason: undefined },
            { event: third, reason: 'broken too' },
          ],
        }),
      );
      expect(await store.blockedKeys(automation, ['a', 'c'])).toEqual(new Set(['a']));
      expect((await store.parkedKeys(automation)).sort()).toEqual(['a', 'b']);
      expect(await store.firstParked(automation, 'a')).toEqual(first);
      await store.settleParked(automation, first.position);
      expect(await store.firstParked(automation, 'a')).toEqual(second);
      await store.keepParked(automation, second.position, 'still broken');
      expect(await store.record(automation, 5)).toMatchObject({
        parkedCount: 2,
        parked: [
          { position: third.position, eventId: third.id, type: third.type, reason: 'broken too' },
          { position: second.position, eventId: second.id, reason: 'still broken' },
        ],
      });
      expect((await opened.other.parkedCounts()).get(automation)).toBe(2);
      await store.settleParked(automation, second.position);
      expect(await store.firstParked(automation, 'a')).toBeUndefined();
      expect(await store.blockedKeys(automation, ['a'])).toEqual(new Set());
    });

    it('notes a refusal that a parked event ends in, once', async () => {
      const event = eventAt(3, 'a');
      const refusal = { position: event.position, eventId: event.id, type: event.type, code: 'illegal-step' };
      await store.advance(automation, step(3, { parked: [{ event, reason: 'broken' }] }));
      await store.settleParked(automation, event.position, refusal);
      await store.settleParked(automation, event.position, refusal);
      expect(await store.record(automation, 5)).toMatchObject({
        parkedCount: 0,
        refusedCount: 1,
        refused: [refusal],
      });
    });

    it('counts all refusals and shows the newest', async () => {
      const refused = [1, 2, 3].map((n) => ({
        position: positionOf(n),
        eventId: newId(),
        type: 'ComplaintResolved',
        code: `code-${String(n)}`,
      }));
      await store.advance(automation, step(3, { refused }));
      const record = await store.record(automation, 2);
      expect(record).toMatchObject({ startedAt: 5_000, refusedCount: 3 });
      expect(record?.refused.map(({ code }) => code)).toEqual(['code-3', 'code-2']);
      expect(await store.record('never-began', 2)).toBeUndefined();
    });
  });
}
