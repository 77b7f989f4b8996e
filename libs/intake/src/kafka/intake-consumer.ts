import { isUnavailable } from '@redress/http';
import {
  RecordConsumer,
  RecordWriter,
  TopicRefused,
  type ConsumedRecord,
  type ConsumerReport,
  type KafkaConnection,
} from '@redress/kafka';
import { DomainError, type Backoff } from '@redress/kernel';
import type { InboundDesk } from '../inbound/inbound-desk';
import { countMessage } from '../inbound/intake-meter';
import { refusalIn, type Refusal } from '../inbound/refusal';
import { deadLetter } from './dead-letter';
import { inboundMessage } from './inbound-record';
import type { IntakeTopics } from './topics';

export interface IntakeConsumerOptions extends KafkaConnection {
  readonly topics: IntakeTopics;
  /** What consumer groups are called before their own name; default `redress.`. */
  readonly groupPrefix?: string;
  readonly desk: Pick<InboundDesk, 'take'>;
  /** How long a member may be silent before others get its partitions, in ms; default 10,000. */
  readonly sessionTimeoutMs?: number;
  /** Machine time before a retry, in ms; by default from 50 doubling to 5,000. */
  readonly backoff?: Backoff;
  readonly report?: (report: IntakeReport) => void;
}

/** What happens at the intake topic; for the log. Messages are named by their place, for what they say may be personal. */
export type IntakeReport =
  | ConsumerReport
  | {
      readonly kind: 'dead-lettered';
      readonly partition: number;
      readonly offset: string;
      readonly code: string;
      /** What went wrong, where it was none of the message's fault as far as is known. */
      readonly error?: unknown;
    };

/** How often in a row a message may fail for reasons that nobody knows to pass, before it is put aside. */
const TRIES = 5;

/**
 * Takes what stands in the intake topic, each partition in order, at least once: a message that was taken before is known again. Several, in
 * any number of processes, share the partitions.
 *
 * - A bad message goes to the dead-letter topic, with the reason; it has changed nothing, and the next ones go on.
 * - While a part of the system is out of reach the message is tried again, later and later, and nothing is passed over.
 * - A message that fails otherwise, five times in a row, is a mistake of ours: it is put aside like a bad one, as `internal-error`.
 */
export class IntakeConsumer {
  /** Of the health check that it is. */
  readonly name = 'intake';
  readonly #consumer: RecordConsumer;
  readonly #deadLetters: RecordWriter;
  /** Place of a message → how often it has failed in a row. */
  readonly #tries = new Map<string, number>();

  private constructor(private readonly options: IntakeConsumerOptions) {
    const { topics, groupPrefix = 'redress.', report, desk: _, ...connection } = options;
    this.#deadLetters = new RecordWriter(connection, topics.deadLetter);
    this.#consumer = RecordConsumer.start({
      ...connection,
      topic: topics.intake,
      groupId: `${groupPrefix}intake`,
      handle: (record) => this.#take(record),
      ...(report === undefined ? {} : { report }),
    });
  }

  static start(options: IntakeConsumerOptions): IntakeConsumer {
    return new IntakeConsumer(options);
  }

  /** Well as long as it is in its group and goes on. */
  check(): Promise<{ readonly ok: boolean; readonly reason?: string }> {
    const { partitions, error } = this.#consumer.status();
    if (error instanceof TopicRefused) return Promise.resolve({ ok: false, reason: error.message });
    if (partitions === undefined)
      return Promise.resolve({ ok: false, reason: 'not in its consumer group yet, or any more' });
    if (error !== undefined)
      return Promise.resolve({ ok: false, reason: 'a message can not be taken for now' });
    return Promise.resolve({ ok: true });
  }

  /** Finishes the messages in hand. */
  async stop(): Promise<void> {
    await this.#consumer.stop();
    await this.#deadLetters.close();
  }

  async #take(record: ConsumedRecord): Promise<void> {
    const place = `${String(record.partition)}/${record.offset}`;
    try {
      const { outcome } = await this.options.desk.take(inboundMessage(record));
      countMessage(outcome);
    } catch (error) {
      const refusal = refusalIn(error) ?? this.#givenUp(place, error);
      if (refusal === undefined) throw error;
      await this.#putAside(record, refusal, error);
    }
    this.#tries.delete(place);
  }

  /** Undefined: it is worth another try. */
  #givenUp(place: string, error: unknown): Refusal | undefined {
    // Of refusals these are the ones that ask to be sent again.
    if (error instanceof DomainError || isUnavailable(error)) return undefined;
    const tries = (this.#tries.get(place) ?? 0) + 1;
    this.#tries.set(place, tries);
    return tries < TRIES ? undefined : { code: 'internal-error', reason: 'A mistake of ours; see the log.' };
  }

  async #putAside(record: ConsumedRecord, refusal: Refusal, error: unknown): Promise<void> {
    const { topics, report } = this.options;
    const letter = deadLetter(record, topics.intake, refusal, Date.now());
    await this.#deadLetters.write([{ partition: 0, message: letter }]);
    countMessage('dead-lettered');
    const { partition, offset } = record;
    const { code } = refusal;
    const mistake = code === 'internal-error' ? { error } : {};
    report?.({ kind: 'dead-lettered', partition, offset, code, ...mistake });
  }
}
