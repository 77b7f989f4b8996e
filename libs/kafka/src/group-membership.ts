import { setTimeout as sleep } from 'node:timers/promises';
import { AssignerProtocol } from 'kafkajs';
import { protocolError, type Broker, type KafkaClient } from './kafka-client';

export interface GroupOptions {
  readonly groupId: string;
  readonly topic: string;
  /** How many partitions are shared out. */
  readonly partitions: number;
  /** How long a member may be silent before its partitions go to others, in ms. */
  readonly sessionTimeoutMs: number;
  /** How long the others wait for a member to finish what it has in hand, in ms. */
  readonly rebalanceTimeoutMs: number;
}

/** A subscriber's note of where it stands: a hint to start from, and for Kafka's own tools to show the lag. */
export interface CommittedOffset {
  readonly partition: number;
  readonly offset: number;
  readonly note: string;
}

/** All members share out the same way; its name is part of the agreement. */
const PROTOCOL = 'redress';

const SHARED_OUT_ANEW: ReadonlySet<string> = new Set([
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
]);

/**
 * Membership in a consumer group, without anything that is read. Heartbeats go by a timer of their own, so that a long batch costs no
 * membership; a member keeps its id over lost connections, so that nobody waits until its former self has timed out.
 */
export class GroupMembership {
  #memberId = '';
  #generation = -1;
  #coordinator: Broker | undefined;

  constructor(private readonly options: GroupOptions) {}

  /** Joins, and gives the partitions that this member has. Throws where the connection is lost. */
  async join(client: KafkaClient): Promise<readonly number[]> {
    for (;;) {
      try {
        return await this.#join(client);
      } catch (error) {
        if (!this.#mayJoinAgain(error)) throw error;
      }
    }
  }

  async #join(client: KafkaClient): Promise<readonly number[]> {
    const { groupId, topic, partitions, sessionTimeoutMs, rebalanceTimeoutMs } = this.options;
    const coordinator = await client.cluster.findGroupCoordinator({ groupId });
    const joined = await coordinator.joinGroup({
      groupId,
      sessionTimeout: sessionTimeoutMs,
      rebalanceTimeout: rebalanceTimeoutMs,
      memberId: this.#memberId,
      groupProtocols: [
        {
          name: PROTOCOL,
          metadata: AssignerProtocol.MemberMetadata.encode({
            version: 0,
            topics: [topic],
            userData: Buffer.alloc(0),
          }),
        },
      ],
    });
    this.#memberId = joined.memberId;
    this.#generation = joined.generationId;
    this.#coordinator = coordinator;
    const members = joined.members.map(({ memberId }) => memberId).sort();
    const { memberAssignment } = await coordinator.syncGroup({
      groupId,
      generationId: joined.generationId,
      memberId: joined.memberId,
      groupAssignment:
        joined.leaderId === joined.memberId
          ? members.map((memberId, index) => ({
              memberId,
              memberAssignment: AssignerProtocol.MemberAssignment.encode({
                version: 0,
                assignment: { [topic]: shareOf(index, members.length, partitions) },
                userData: Buffer.alloc(0),
              }),
            }))
          : [],
    });
    return AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment[topic] ?? [];
  }

  /** Resolves when the group shares out anew, or the signal aborts. Rejects where the connection is lost. */
  async keep(signal: AbortSignal, onBeat: () => void): Promise<void> {
    for (;;) {
      onBeat();
      await sleep(this.#beatMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        await this.#beat();
      } catch (error) {
        if (this.#mayJoinAgain(error)) return;
        throw error;
      }
    }
  }

  /** Stays a member until something in hand is finished, for as long as the others wait. */
  async keepUntil(finished: Promise<void>): Promise<void> {
    const beating = new AbortController();
    const beats = this.#beatUntil(beating.signal, Date.now() + this.options.rebalanceTimeoutMs);
    await finished.finally(() => {
      beating.abort();
    });
    await beats;
  }

  async #beatUntil(signal: AbortSignal, giveUpAt: number): Promise<void> {
    while (!signal.aborted && Date.now() < giveUpAt) {
      await this.#beat().catch(() => undefined);
      await sleep(this.#beatMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Leaves a note for whoever takes up these partitions next. */
  async commit(offsets: readonly CommittedOffset[]): Promise<void> {
    if (offsets.length === 0 || this.#coordinator === undefined) return;
    await this.#coordinator.offsetCommit({
      groupId: this.options.groupId,
      groupGenerationId: this.#generation,
      memberId: this.#memberId,
      topics: [
        {
          topic: this.options.topic,
          partitions: offsets.map(({ partition, offset, note }) => ({
            partition,
            offset: String(offset),
            metadata: note,
          })),
        },
      ],
    });
  }

  /** The notes that were left; those of partitions without one are left out. */
  async committed(partitions: readonly number[]): Promise<readonly CommittedOffset[]> {
    if (partitions.length === 0 || this.#coordinator === undefined) return [];
    const { responses } = await this.#coordinator.offsetFetch({
      groupId: this.options.groupId,
      topics: [{ topic: this.options.topic, partitions: partitions.map((partition) => ({ partition })) }],
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

  /** Lets the others have the partitions at once. */
  async leave(): Promise<void> {
    if (this.#memberId === '' || this.#coordinator === undefined) return;
    const memberId = this.#memberId;
    this.#memberId = '';
    await this.#coordinator.leaveGroup({ groupId: this.options.groupId, memberId });
  }

  get #beatMs(): number {
    return this.options.sessionTimeoutMs / 4;
  }

  async #beat(): Promise<void> {
    await this.#coordinator?.heartbeat({
      groupId: this.options.groupId,
      groupGenerationId: this.#generation,
      memberId: this.#memberId,
    });
  }

  #mayJoinAgain(error: unknown): boolean {
    const type = protocolError(error);
    if (type === 'UNKNOWN_MEMBER_ID') this.#memberId = '';
    return type !== undefined && SHARED_OUT_ANEW.has(type);
  }
}

const shareOf = (member: number, members: number, partitions: number): number[] =>
  Array.from({ length: partitions }, (_, partition) => partition).filter(
    (partition) => partition % members === member,
  );
