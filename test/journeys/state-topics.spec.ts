import { partitionFor } from '@redress/event-feed';
import { createTopic } from '@redress/kafka';
import { newId, SystemClock, type DomainEvent } from '@redress/kernel';
import { StateOutbox, StateTopicPublisher, stateTopics } from '@redress/read-model';
import { runProjections } from '@redress/testing';
import { PROJECTIONS } from '@redress/wiring';
import fc from 'fast-check';
import { MemoryRelayLeases } from '../../libs/event-feed/src/kafka/testing/memory-relay-leases';
import { KafkaAdmin } from '../../libs/kafka/src/testing/kafka-admin';
import { KafkaStateTopics, STATE_TOPIC_CONFIG } from '../../libs/read-model/src/kafka';
import { readStates } from '../../libs/read-model/src/kafka/testing/read-states';
import type { StateRecord, StateSink } from '../../libs/read-model/src/state-topics/state-topic';
import {
  guardedStates,
  lastStates,
  statesOfRows,
  type States,
} from '../../libs/read-model/src/state-topics/testing/fold-states';
import { MemoryStateTopics } from '../../libs/read-model/src/state-topics/testing/memory-state-topics';
import { describeWithKafka } from '../services/with-kafka';
import { LIVES, written } from '../support/callback-samples';
import { caseLife, registration, type LifeStep } from '../support/case-life';
import { someTellings, tryAll } from '../support/random-cases';

const PUBLISHED = PROJECTIONS.filter(({ tables }) =>
  Object.values(tables).some(({ published }) => published !== undefined),
);
const ADDRESSES = stateTopics(PUBLISHED).map(({ address }) => address);

/** Cases that were told anything, and a callback now and then. */
const someLives = fc
  .array(someTellings, { minLength: 3, maxLength: 6 })
  .map((cases) =>
    cases.map((tellings, n) => ({ caseId: `case-${String(n)}`, events: tryAll(tellings).history })),
  );

/** What they lead to, by the rows; and what was published of it, once nothing is left to be. */
async function publish(
  lives: readonly { readonly caseId: string; readonly events: readonly DomainEvent[] }[],
  sink: StateSink,
): Promise<States> {
  const running = await runProjections(new SystemClock(), ...PUBLISHED);
  const { pool } = running.database;
  const publisher = StateTopicPublisher.start({
    outbox: new StateOutbox({ pool, projections: PUBLISHED }),
    sink,
    leases: new MemoryRelayLeases(),
    backoff: { firstMs: 1, maxMs: 5 },
  });
  try {
    for (const name of Object.keys(LIVES) as (keyof typeof LIVES)[]) {
      const [scheduled, ...rest] = written(name);
      const { callbackId, complaintId } = scheduled?.data as {
        callbackId: string;
        complaintId: string | null;
      };
      const stream = `callback-${callbackId}`;
      await running.recordOn(
        { stream, partitionKey: complaintId ?? stream },
        ...[scheduled, ...rest].flatMap((one) => one ?? []),
      );
    }
    const longest = Math.max(...lives.map(({ events }) => events.length));
    for (let n = 0; n < longest; n++) {
      for (const { caseId, events } of lives) {
        const event = events[n];
        if (event !== undefined) await running.record(caseId, event);
      }
      // Some of it is published on the way, so that it changes afterwards.
      if (n % 20 === 19) await running.shown();
    }
    await running.shown();
    for (const { name } of PUBLISHED) await running.runner.rebuild(name);
    const waiting = async (): Promise<unknown[]> =>
      (await pool.query<object>('SELECT FROM read_model.state_outbox LIMIT 1')).rows;
    while (!publisher.status().leading || (await waiting()).length > 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return await statesOfRows(pool, ...PUBLISHED);
  } finally {
    await publisher.stop();
    await running.stop();
  }
}

/** The life of a case whose texts are kept aside. */
const told = (caseId: string, ...steps: readonly LifeStep[]): DomainEvent[] => {
  const texts = { descriptionRef: 'text-of-the-customer', remedySoughtRef: 'text-of-the-remedy' };
  return caseLife(registration(caseId, texts), ...steps).map(
    ({ type, data, version = 1, occurredAt = 0 }) => ({
      type,
      data,
      version,
      occurredAt,
    }),
  );
};

function agree(records: readonly StateRecord[], states: States): void {
  expect(lastStates(records)).toEqual(states);
  expect(guardedStates(records)).toEqual(states);
}

describe('what analysts read of cases, queues, clocks and callbacks', () => {
  it('is what the rows say, for any lives of cases', async () => {
    await fc.assert(
      fc.asyncProperty(someLives, async (lives) => {
        const sink = new MemoryStateTopics();
        agree(sink.records, await publish(lives, sink));
      }),
      { numRuns: 4 },
    );
  }, 120_000);

  it('has an entry of a queue while somebody has to work on it, and no text of a customer', async () => {
    const sink = new MemoryStateTopics();
    const lives = [
      { caseId: 'open', events: told('open') },
      { caseId: 'closed', events: told('closed', [10, { type: 'CloseComplaint', resolvedBy: 'agent-1' }]) },
    ];
    const states = await publish(lives, sink);
    agree(sink.records, states);
    expect(Object.keys(states['state.queue-entry.v1'] ?? {})).toEqual(['complaint-open']);
    expect(Object.keys(states['state.case.v1'] ?? {}).sort()).toEqual(['closed', 'open']);
    expect(states['state.clock.v1']).toMatchObject({
      'closed/resolution/1': { verdict: 'met' },
      'open/resolution/1': { verdict: 'running' },
    });
    expect(Object.keys(states['state.callback.v1'] ?? {})).toHaveLength(3);
    const text = JSON.stringify(sink.records);
    for (const ref of ['000000000006', '000000000007', 'note-200', 'text-of-'])
      expect(text).not.toContain(ref);
  });
});

describeWithKafka('what analysts read on Kafka', (brokers) => {
  const prefix = `test-${newId()}.`;
  const partitions = 4;
  const admin = new KafkaAdmin(brokers);

  beforeAll(async () => {
    for (const address of ADDRESSES) {
      const topic = `${prefix}${address}`;
      await createTopic({ brokers }, { topic, partitions, config: STATE_TOPIC_CONFIG });
    }
  });
  afterAll(async () => {
    for (const address of ADDRESSES) await admin.deleteTopic(`${prefix}${address}`);
  });

  it('is what the rows say, all states of a case in the partition of the case', async () => {
    const lives = fc.sample(someLives, { numRuns: 3, seed: 7 }).flat();
    const named = lives.map(({ events }, n) => ({ caseId: `case-${String(n)}`, events }));
    const states = await publish(named, new KafkaStateTopics({ brokers, prefix }));
    const records = await readStates(brokers, prefix, ADDRESSES);
    agree(records, states);
    for (const { topic, key, partitionKey: partition } of records) {
      if (topic !== 'state.clock.v1') continue;
      const [caseId = ''] = key.split('/');
      expect(partition).toBe(String(partitionFor(caseId, partitions)));
    }
  });
});
