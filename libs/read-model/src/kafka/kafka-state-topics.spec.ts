import { partitionFor } from '@redress/event-feed';
import { createTopic, protocolError, TopicRefused } from '@redress/kafka';
import { newId } from '@redress/kernel';
import { Publishing } from '../../../../test/support/publishing';
import { describeWithKafka } from '../../../../test/services/with-kafka';
import { KafkaAdmin } from '../../../kafka/src/testing/kafka-admin';
import { publishedBoard } from '../fixtures/published-board';
import { stateTopics } from '../state-topics/state-outbox';
import type { StateRecord } from '../state-topics/state-topic';
import { guardedStates, lastStates, statesOfRows } from '../state-topics/testing/fold-states';
import { KafkaStateTopics, STATE_TOPIC_CONFIG } from './kafka-state-topics';
import { readStates } from './testing/read-states';

const TOPICS = stateTopics([publishedBoard]).map(({ address }) => address);
const PARTITIONS = 3;

const record = (key: string, state: number | null): StateRecord => ({
  topic: 'state.case.v1',
  key,
  value: state === null ? null : JSON.stringify({ state }),
  partitionKey: key,
  projection: 'case-board.v1',
  position: String(state),
});

describeWithKafka('state topics on Kafka', (brokers) => {
  let prefix: string;
  let topics: KafkaStateTopics;
  const admin = new KafkaAdmin(brokers);

  const make = async (address: string): Promise<void> => {
    const topic = `${prefix}${address}`;
    await createTopic({ brokers }, { topic, partitions: PARTITIONS, config: STATE_TOPIC_CONFIG });
  };
  beforeEach(async () => {
    prefix = `test-${newId()}.`;
    topics = new KafkaStateTopics({ brokers, prefix });
    for (const address of TOPICS) await make(address);
  });
  afterEach(async () => {
    for (const address of TOPICS) await admin.deleteTopic(`${prefix}${address}`);
  });

  const read = (): Promise<readonly StateRecord[]> => readStates(brokers, prefix, TOPICS);

  it('hold what the rows say, whatever restarts; all states of a case lie in one partition', async () => {
    const publishing = await Publishing.begin();
    const agrees = async (): Promise<void> => {
      await publishing.drained();
      const states = await statesOfRows(publishing.database.pool, publishing.projection);
      const records = await read();
      expect(lastStates(records)).toEqual(states);
      expect(guardedStates(records)).toEqual(states);
    };
    try {
      publishing.publish(topics);
      await publishing.reported('leading');
      await publishing.lived(20, 0, 4);
      publishing.publish(topics);
      await publishing.lived(20, 4, 9);
      publishing.leases.takeAway();
      await publishing.lived(20, 9, 14);
      await agrees();
      await publishing.rebuild();
      await agrees();
      for (const { key, partitionKey: partition } of await read()) {
        const [caseId = ''] = key.split('/');
        expect(partition).toBe(String(partitionFor(caseId, PARTITIONS)));
      }
    } finally {
      await publishing.end();
    }
  });

  it('refuse the older state of a publisher that wakes when another one has written a newer one', async () => {
    const former = await topics.open(TOPICS);
    await former.send([record('c1', 1), record('c2', 1)]);
    const latter = await topics.open(TOPICS);
    // Not fenced yet where the other one has written nothing: its turn is still to come.
    await former.send([record('c2', 2)]);
    await latter.send([record('c1', 2), record('c2', 3), record('c3', null)]);
    const late = await former.send([record('c1', 1)]).catch(protocolError);
    expect(late).toBe('INVALID_PRODUCER_EPOCH');
    await latter.send([record('c1', 3)]);
    await Promise.all([former.close(), latter.close()]);
    expect(lastStates(await read())).toEqual({ 'state.case.v1': { c1: { state: 3 }, c2: { state: 3 } } });
  });

  it('are filled again after they were deleted and made anew', async () => {
    const publishing = await Publishing.begin();
    try {
      const first = publishing.publish(topics);
      await publishing.lived(10, 0, 6);
      await publishing.reported('leading');
      await publishing.drained();
      await first.stop();
      for (const address of TOPICS) {
        await admin.deleteTopic(`${prefix}${address}`);
        await make(address);
      }
      publishing.publish(topics);
      await publishing.reported('filling', 2);
      await publishing.drained();
      expect(lastStates(await read())).toEqual(
        await statesOfRows(publishing.database.pool, publishing.projection),
      );
    } finally {
      await publishing.end();
    }
  });

  it('are refused where they are not there, and noticed where they are not the same any more', async () => {
    const open = await topics.open(TOPICS);
    await open.mustBeSame();
    const [first = ''] = TOPICS;
    await admin.deleteTopic(`${prefix}${first}`);
    await expect(topics.open(TOPICS)).rejects.toThrow(TopicRefused);
    await make(first);
    await expect(open.mustBeSame()).rejects.toThrow('made anew');
    await open.close();
  });

  it('take more than a broker takes at once', async () => {
    const open = await topics.open(TOPICS);
    const large = 'x'.repeat(9_000);
    const records = Array.from({ length: 300 }, (_, n) => ({
      ...record('c1', n),
      key: `k${String(n)}`,
      value: JSON.stringify({ large }),
    }));
    await open.send(records);
    await open.close();
    expect(await read()).toHaveLength(300);
  });
});
