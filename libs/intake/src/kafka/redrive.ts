import {
  GroupNotes,
  KafkaClient,
  openTopic,
  RecordWriter,
  TopicLog,
  type FetchedRecord,
  type KafkaConnection,
} from '@redress/kafka';
import { putBack, readDeadLetter, type DeadLetter } from './dead-letter';
import { DoneOffsets } from './done-offsets';
import type { IntakeTopics } from './topics';

export interface RedriveOptions extends KafkaConnection {
  readonly topics: IntakeTopics;
  /** What consumer groups are called before their own name; default `redress.`. */
  readonly groupPrefix?: string;
  /** Only dead letters with this code, or of this source; the others stay for another time. */
  readonly code?: string;
  readonly source?: string;
  /** Looks, and puts nothing back. */
  readonly dryRun?: boolean;
  /** Told of each dead letter that is put back, or would be. */
  readonly onLetter?: (letter: DeadLetter & { readonly offset: number }) => void;
}

export interface RedriveOutcome {
  /** How many were put back, or would be. */
  readonly putBack: number;
  /** How many stay: other codes, or other sources. */
  readonly left: number;
  /** Put back by code. */
  readonly byCode: ReadonlyMap<string, number>;
  /**
   * What was put back and what stays lie too scattered to be remembered: it stopped there, with all that it has put back remembered. Go on
   * with a wider choice, or with none.
   */
  readonly stoppedEarly: boolean;
}

/** A dead letter lies in the one partition that there is. */
const PARTITION = 0;
const FETCH = { waitMs: 0, bytes: 256 * 1024 };

/** How many are put back before that is remembered: so many may be put back twice after a crash, and are then known again. */
const STEP = 20;

/**
 * Puts dead letters back on the intake topic, as they came and in their order: all that lie there when it begins, each once. What fails
 * again becomes a new dead letter, which this run does not see. What was put back is remembered in the committed offset of the group
 * `redrive`. One at a time: two at once may put some back twice, which changes nothing. Throws TopicRefused where one of the topics is
 * missing, and whatever is wrong with the connection: it can be begun again.
 */
export async function redrive(options: RedriveOptions): Promise<RedriveOutcome> {
  const { topics, groupPrefix = 'redress.', dryRun = false, onLetter } = options;
  const client = new KafkaClient(options);
  const writer = new RecordWriter(options, topics.intake);
  const byCode = new Map<string, number>();
  let [left, stoppedEarly] = [0, false];
  try {
    const { topicId } = await openTopic(client, topics.deadLetter);
    const log = new TopicLog(client, topics.deadLetter);
    const notes = new GroupNotes(client, `${groupPrefix}redrive`, topics.deadLetter);
    const { first, end } = await log.range(PARTITION);
    const [note] = await notes.read([PARTITION]);
    let done =
      (note === undefined ? undefined : DoneOffsets.read(topicId, note))?.startingAt(first) ??
      DoneOffsets.none(topicId, first);
    for await (const records of steps(log, done.from, end)) {
      const before = done;
      const chosen: FetchedRecord[] = [];
      for (const record of records) {
        const offset = Number(record.offset);
        if (done.has(offset)) continue;
        const letter = readDeadLetter(record);
        if (!isChosen(letter, options)) {
          left += 1;
          continue;
        }
        const next = done.with(offset);
        if (next.isTooScattered) {
          stoppedEarly = true;
          break;
        }
        done = next;
        chosen.push(record);
        byCode.set(letter.code, (byCode.get(letter.code) ?? 0) + 1);
        onLetter?.({ ...letter, offset });
      }
      if (!dryRun && done !== before) {
        await writer.write(
          chosen.map((record) => ({
            partition: readDeadLetter(record).origin.partition,
            message: putBack(record),
          })),
        );
        await notes.write({ partition: PARTITION, offset: done.from, note: done.note });
      }
      if (stoppedEarly) break;
    }
  } finally {
    await writer.close();
    await client.close();
  }
  return { putBack: [...byCode.values()].reduce((sum, one) => sum + one, 0), left, byCode, stoppedEarly };
}

/** The records from one offset until before another, a few at a time. */
async function* steps(log: TopicLog, from: number, end: number): AsyncGenerator<readonly FetchedRecord[]> {
  for (let offset = from; offset < end;) {
    const wanted = [{ partition: PARTITION, offset }];
    const [stretch] = await log.fetch(log.leaderOf(PARTITION), wanted, FETCH);
    if (stretch === undefined || stretch.next === offset) return;
    const records = stretch.records.filter((record) => Number(record.offset) < end);
    for (let at = 0; at < records.length; at += STEP) yield records.slice(at, at + STEP);
    offset = stretch.next;
  }
}

const isChosen = (letter: DeadLetter, { code, source }: RedriveOptions): boolean =>
  (code === undefined || letter.code === code) && (source === undefined || letter.source === source);
