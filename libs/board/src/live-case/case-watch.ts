import type { QueryBus } from '@nestjs/cqrs';
import { AskCase, caseChanges } from '@redress/complaints';
import { DomainError, type Clock } from '@redress/kernel';
import type { Reader } from '@redress/personal-data';
import {
  changeReader,
  liveTable,
  membersOf,
  Waking,
  type Change,
  type ChangeReader,
  type LiveFrame,
  type ReadModel,
} from '@redress/read-model';
import { AskCaseClocks } from '../case-clocks/ask-case-clocks.query';
import { caseTopic, liveClocks } from '../live-clocks/clocks.live';

interface CaseWatchOptions {
  readonly complaintId: string;
  /** Who looks: each telling of the case is a reading of its customer's record. */
  readonly reader: Reader;
  /** The id of the last frame that the watcher has seen; anything else than one of ours counts for nothing. */
  readonly lastEventId: string | undefined;
  readonly clock: Clock;
}

/** A part of what is shown, told as a whole whenever its rows have changed. */
interface Part {
  readonly reader: ChangeReader;
  readonly topic: string;
  readonly ask: () => Promise<LiveFrame>;
  /** The change number that is told already, and its generation. */
  told: Change | undefined;
}

/**
 * What one watcher of a case is to see: the case and its clocks, each as a whole at first and whenever it has changed, as the questions of
 * that name answer. Several changes become one, however slow the watcher is.
 */
export class CaseWatch extends Waking {
  readonly #parts: readonly [Part, Part];
  readonly #ends: readonly (() => void)[];

  constructor(
    bus: QueryBus,
    readModel: ReadModel,
    private readonly options: CaseWatchOptions,
  ) {
    super();
    const { complaintId, reader } = options;
    const [casesTold, clocksTold] = changesOfId(options.lastEventId);
    this.#parts = [
      {
        reader: changeReader(readModel, caseChanges),
        topic: complaintId,
        ask: async () => frame('case', await bus.execute(new AskCase(complaintId, reader))),
        told: casesTold,
      },
      {
        reader: liveTable(readModel, liveClocks),
        topic: caseTopic(complaintId),
        ask: async () => frame('clocks', { clocks: await bus.execute(new AskCaseClocks(complaintId)) }),
        told: clocksTold,
      },
    ];
    this.#ends = this.#parts.map(({ reader, topic }) =>
      reader.watch({ wants: (topics) => topics.includes(topic), wake: this.wake }),
    );
  }

  end(): void {
    for (const end of this.#ends) end();
  }

  /** As fresh as the less fresh part. */
  freshness(): string {
    const [cases, clocks] = this.#parts;
    return cases.reader.isFresherThan(clocks.reader)
      ? clocks.reader.freshness(this.options.clock)
      : cases.reader.freshness(this.options.clock);
  }

  heartbeat(): LiveFrame {
    const id = idOf(this.#parts.map(({ told }) => told));
    return { event: 'heartbeat', members: '', ...(id === undefined ? {} : { id }) };
  }

  /** What has changed; nothing while the rows do not have the case yet. */
  async next(): Promise<readonly LiveFrame[]> {
    this.busy();
    const frames: LiveFrame[] = [];
    for (const part of this.#parts) {
      const { reader, topic, told } = part;
      const { ring } = reader;
      // Not looked at yet, unlike another one perhaps: what that has told goes out without it.
      if (ring === undefined) continue;
      // Before it is asked: what is answered may be newer, and is told once more then.
      const now = { generation: ring.generation, changeNo: ring.to };
      if (told !== undefined && !reader.hasChanged(told, topic)) {
        if (now.changeNo > told.changeNo) part.told = now;
        continue;
      }
      const found = await part.ask().catch(noneYet);
      if (found === undefined) continue;
      part.told = now;
      frames.push(found);
    }
    const id = idOf(this.#parts.map(({ told }) => told));
    // Only with the last one has the watcher seen all up to there.
    return frames.map((one, n) => (n === frames.length - 1 && id !== undefined ? { ...one, id } : one));
  }
}

const frame = (event: string, body: object): LiveFrame => ({ event, members: membersOf(body) });

function noneYet(error: unknown): undefined {
  if (error instanceof DomainError && error.kind === 'not-found') return;
  throw error;
}

function idOf(told: readonly (Change | undefined)[]): string | undefined {
  const numbers = told.flatMap((one) => (one === undefined ? [] : [one.generation, one.changeNo]));
  return numbers.length === 2 * told.length ? numbers.join('-') : undefined;
}

function changesOfId(id: string | undefined): readonly [Change, Change] | readonly [] {
  const [, ...numbers] = /^(\d{1,9})-(\d{1,15})-(\d{1,9})-(\d{1,15})$/.exec(id ?? '') ?? [];
  const [a, b, c, d] = numbers.map(Number);
  if (a === undefined || b === undefined || c === undefined || d === undefined) return [];
  return [
    { generation: a, changeNo: b },
    { generation: c, changeNo: d },
  ];
}
