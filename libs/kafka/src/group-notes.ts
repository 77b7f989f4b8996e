import type { CommittedOffset } from './group-membership';
import type { Broker, KafkaClient } from './kafka-client';

/** As Kafka knows those who commit without being a member. */
const NO_GENERATION = -1;

/** The committed offsets of a group that has no members: whoever works through a topic by themselves keeps their place there. */
export class GroupNotes {
  #coordinator: Promise<Broker> | undefined;

  constructor(
    private readonly client: KafkaClient,
    private readonly groupId: string,
    private readonly topic: string,
  ) {}

  /** The notes that were left; those of partitions without one are left out. */
  async read(partitions: readonly number[]): Promise<readonly CommittedOffset[]> {
    const coordinator = await this.#found();
    const { responses } = await coordinator.offsetFetch({
      groupId: this.groupId,
      topics: [{ topic: this.topic, partitions: partitions.map((partition) => ({ partition })) }],
    });
    return responses
      .flatMap((response) => response.partitions)
      .filter(({ offset }) => Number(offset) >= 0)
      .map(({ partition, offset, metadata }) => ({
        partition,
        offset: Number(offset),
        note: metadata ?? '',
      }));
  }

  /** A note holds at most 4,096 bytes, as brokers have it by default. */
  async write({ partition, offset, note }: CommittedOffset): Promise<void> {
    const coordinator = await this.#found();
    await coordinator.offsetCommit({
      groupId: this.groupId,
      groupGenerationId: NO_GENERATION,
      memberId: '',
      topics: [{ topic: this.topic, partitions: [{ partition, offset: String(offset), metadata: note }] }],
    });
  }

  #found(): Promise<Broker> {
    return (this.#coordinator ??= this.client.cluster.findGroupCoordinator({ groupId: this.groupId }));
  }
}
