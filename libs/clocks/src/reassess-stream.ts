import { decideAndAppend, type Decided, type EventStore } from '@redress/event-store';
import { fromIso, type CommandOrigin, type EpochMs, type IsoInstant } from '@redress/kernel';
import type { Policy } from '@redress/sla';
import { reassessConsequence, reassessDecider, type SubjectReader } from './domain/judge-again';

/** What is judged again, where it stands, and under which version. */
export interface StreamReassessment {
  readonly stream: string;
  readonly partitionKey: string;
  /** A reader of the facts of one such stream, from its first one on. */
  readonly reader: () => SubjectReader;
  readonly policy: Policy;
  /** When the clocks ended that are judged again. */
  readonly range: { readonly from: IsoInstant; readonly to: IsoInstant };
  readonly now: () => EpochMs;
  readonly origin: CommandOrigin;
}

/** Has the clocks of a stream that ended in a range judged again: see `judgeAgain`. Throws as `decideAndAppend` does. */
export const reassessStream = (
  store: EventStore,
  { stream, partitionKey, reader, policy, range, now, origin }: StreamReassessment,
): Promise<Decided> =>
  decideAndAppend(store, {
    stream,
    partitionKey,
    decider: reassessDecider(reader),
    consequence: reassessConsequence,
    command: () => ({ policy, from: fromIso(range.from), to: fromIso(range.to), now: now() }),
    origin,
    stage: 'existing',
  });
