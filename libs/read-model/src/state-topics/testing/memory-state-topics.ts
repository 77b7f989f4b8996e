import type { OpenStateSink, StateRecord, StateSink, StateTopicIdentity } from '../state-topic';

/** State topics within a process, for specs that need no broker. */
export class MemoryStateTopics implements StateSink {
  /** All that arrived, in this order. */
  readonly records: StateRecord[] = [];
  identity: StateTopicIdentity = { topicId: 'topic-1', partitions: 4 };
  /** May wait, as the network does, or throw. */
  onTheWay: () => Promise<void> = () => Promise.resolve();
  /** Throws where the acknowledgement is to be lost. */
  acknowledge: () => void = () => undefined;
  #opened = 0;

  open(addresses: readonly string[]): Promise<OpenStateSink> {
    const epoch = ++this.#opened;
    const { identity } = this;
    return Promise.resolve({
      identities: new Map(addresses.map((address) => [address, identity])),
      send: async (records) => {
        await this.onTheWay();
        if (epoch !== this.#opened) throw new Error('another publisher has opened the topics');
        this.records.push(...records);
        this.acknowledge();
      },
      mustBeSame: () => Promise.resolve(),
      close: () => Promise.resolve(),
    });
  }
}
