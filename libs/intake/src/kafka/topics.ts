import type { TopicDefinition } from '@redress/kafka';

/** The names of the two topics of intake. */
export interface IntakeTopics {
  readonly intake: string;
  readonly deadLetter: string;
}

const DAY_MS = 24 * 3_600_000;

/** The largest batch, and so the largest message, in bytes. Brokers compare it with what is left when it is unpacked: see below. */
const INTAKE_BYTES = 1_048_576;

/** A dead letter is the message and what is wrong with it. */
const DEAD_LETTER_BYTES = INTAKE_BYTES + 65_536;

/**
 * The topics of intake as they must be. Both hold personal data in clear, for outside systems write into them: they are kept as long as it
 * takes to come back from a weekend (7 days), and to mend what was wrong (30 days), and no longer.
 *
 * `compression.type` has the brokers unpack what producers packed. They may then use any codec, of which kafkajs reads gzip alone, and no
 * small batch can unfold into more than fits into memory.
 * @param partitions how many messages can be taken side by side, at most; those of one key are taken in order. Can be raised later.
 */
export const intakeTopicDefinitions = (
  { intake, deadLetter }: IntakeTopics,
  partitions: number,
): readonly TopicDefinition[] => [
  { topic: intake, partitions, config: settings(7, INTAKE_BYTES) },
  { topic: deadLetter, partitions: 1, config: settings(30, DEAD_LETTER_BYTES) },
];

const settings = (days: number, bytes: number) => ({
  'cleanup.policy': 'delete',
  'retention.ms': String(days * DAY_MS),
  'retention.bytes': '-1',
  // Only closed segments are dropped: where little comes, one would stay open for longer than it may.
  'segment.ms': String(DAY_MS),
  'compression.type': 'uncompressed',
  'max.message.bytes': String(bytes),
});
