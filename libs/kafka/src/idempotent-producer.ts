import type Cluster from 'kafkajs/src/cluster';
import { setTimeout as sleep } from 'node:timers/promises';
import { protocolError, type KafkaClient } from './kafka-client';

export type Compression = 'none' | 'gzip';

/** The codecs that kafkajs brings, by their numbers in Kafka's protocol. */
const CODECS: Readonly<Record<Compression, number>> = { none: 0, gzip: 1 };

const ALL_IN_SYNC = -1;
const ACK_WITHIN_MS = 10_000;
/** Said with every request for a producer's id; means nothing without transactions. */
const TRANSACTION_TIMEOUT_MS = 60_000;
/** A broker that has just started says so until it has read the names that it knows and has fetched ids to give out. */
const LOADING = 'GROUP_LOAD_IN_PROGRESS';
const LOADS_WITHIN_MS = 10_000;
const ASK_AGAIN_AFTER_MS = 50;
/** Kafka's number for those who know the producers that have a name. */
const TRANSACTION_COORDINATOR = 1;
/** Sequence numbers of the protocol start again after the highest that four bytes hold. */
const SEQUENCES = 2 ** 31;

/**
 * Writes batches, one after the other, each of which the brokers take once however often it arrives. After an error nobody knows what was
 * written: the producer is of no more use, and whoever goes on looks at the ends of the partitions first.
 */
export class IdempotentProducer {
  readonly #sequences = new Map<number, number>();

  private constructor(
    private readonly client: KafkaClient,
    private readonly topic: string,
    private readonly compression: Compression,
    private readonly leaderOf: (partition: number) => number,
    private readonly identity: { readonly producerId: string; readonly producerEpoch: number },
  ) {}

  static async open(
    client: KafkaClient,
    options: {
      readonly topic: string;
      readonly compression: Compression;
      readonly leaderOf: (partition: number) => number;
      /**
       * Of several producers of this name (Kafka's `transactional.id`, though nothing is written in transactions) the brokers take from the
       * one that was opened last: as soon as it has written to a partition, an older one gets INVALID_PRODUCER_EPOCH there.
       */
      readonly fencedAs?: string;
    },
  ): Promise<IdempotentProducer> {
    const identity = await identifyWhenLoaded(client, options.fencedAs);
    return new IdempotentProducer(client, options.topic, options.compression, options.leaderOf, identity);
  }

  /** Resolves when all replicas in sync have the whole of it. */
  async send(messages: ReadonlyMap<number, readonly Cluster.Message[]>): Promise<void> {
    const byLeader = new Map<number, number[]>();
    for (const partition of messages.keys()) {
      const leader = this.leaderOf(partition);
      byLeader.set(leader, [...(byLeader.get(leader) ?? []), partition]);
    }
    await Promise.all(
      [...byLeader].map(([leader, partitions]) => this.#sendTo(leader, partitions, messages)),
    );
  }

  async #sendTo(
    leader: number,
    partitions: readonly number[],
    messages: ReadonlyMap<number, readonly Cluster.Message[]>,
  ): Promise<void> {
    const broker = await this.client.cluster.findBroker({ nodeId: leader });
    await broker.produce({
      acks: ALL_IN_SYNC,
      timeout: ACK_WITHIN_MS,
      compression: CODECS[this.compression],
      ...this.identity,
      topicData: [
        {
          topic: this.topic,
          partitions: partitions.map((partition) => ({
            partition,
            firstSequence: this.#sequences.get(partition) ?? 0,
            messages: messages.get(partition) ?? [],
          })),
        },
      ],
    });
    for (const partition of partitions) {
      const sent = messages.get(partition)?.length ?? 0;
      this.#sequences.set(partition, ((this.#sequences.get(partition) ?? 0) + sent) % SEQUENCES);
    }
  }
}

async function identifyWhenLoaded(client: KafkaClient, name: string | undefined) {
  const giveUpAt = Date.now() + LOADS_WITHIN_MS;
  for (;;) {
    try {
      return await identify(client, name);
    } catch (error) {
      if (protocolError(error) !== LOADING || Date.now() > giveUpAt) throw error;
    }
    await sleep(ASK_AGAIN_AFTER_MS);
  }
}

async function identify(client: KafkaClient, name: string | undefined) {
  const { cluster } = client;
  if (name === undefined) {
    const broker = await cluster.findControllerBroker();
    return broker.initProducerId({ transactionTimeout: TRANSACTION_TIMEOUT_MS });
  }
  const coordinator = await cluster.findGroupCoordinator({
    groupId: name,
    coordinatorType: TRANSACTION_COORDINATOR,
  });
  return coordinator.initProducerId({ transactionalId: name, transactionTimeout: TRANSACTION_TIMEOUT_MS });
}
