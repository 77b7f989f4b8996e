import {
  deriveId,
  DomainError,
  newId,
  SYSTEM_ACTOR,
  toIso,
  type CommandOrigin,
  type Decider,
  type DomainEvent,
  type NewEvent,
  type Position,
  type RecordedEvent,
} from '@redress/kernel';
import { EventIdTaken, WrongExpectedRevision } from './errors';
import type { EventStore } from './event-store';

/** How often a command that lost a race is decided again before its sender is told. */
const ATTEMPTS = 8;

/** What became of a command. */
export interface Decided {
  /** The revision of the last event by a person or an outside system: the ETag. Facts by Redress itself do not change it. */
  readonly revision: number;
  /** Where the stream now ends in the log. */
  readonly position: Position;
  readonly partitionKey: string;
  /** False where the command had been done before, or changed nothing. */
  readonly changed: boolean;
  /** What the command led to, now or when it was done before. */
  readonly events: readonly Pick<DomainEvent, 'type' | 'data'>[];
}

/** An event that follows from another one. It is by the system, whoever sent the command. */
export interface Consequence {
  /** What identifies it on its stream, so that it is stored once whoever notices it. */
  readonly identity?: readonly (string | number)[];
  /** Called once it is on the stream, to count it; not for one that was there already. Must not throw. */
  readonly onAppended?: () => void;
}

/** What to decide, and on which stream. */
export interface Decision<State, Command, Event extends DomainEvent> {
  readonly stream: string;
  readonly partitionKey: string;
  readonly decider: Decider<State, Command, Event>;
  /** Made anew for each attempt, so that a command decided again gets the time of its decision; sees the stream so far. */
  readonly command: (history: readonly RecordedEvent[]) => Command | Promise<Command>;
  /** What must be stored elsewhere before the events may name it; not called for a command that is refused or changes nothing. */
  readonly beforeAppend?: (history: readonly RecordedEvent[]) => Promise<void>;
  readonly origin: CommandOrigin;
  /** `new`: the stream must not exist yet · `existing`: it must (else DomainError `not-found`) · `either`. */
  readonly stage: 'new' | 'existing' | 'either';
  /** Tells the events that Redress itself adds as a consequence; undefined for those that the sender caused. */
  readonly consequence?: (event: Event) => Consequence | undefined;
}

/**
 * Decides a command on the newest state of its stream and appends the outcome; decides again where another writer was faster.
 * A command that is on the stream already (same `commandId`) adds nothing.
 * Throws the decider's DomainErrors, and DomainErrors `not-found`, `already-exists`, `revision-stale` (precondition), `changed-meanwhile`
 * (conflict) and `idempotency-key-reused`.
 */
export async function decideAndAppend<State, Command, Event extends DomainEvent>(
  store: EventStore,
  decision: Decision<State, Command, Event>,
): Promise<Decided> {
  // A new stream is believed to be empty at first, which spares the read.
  let history = decision.stage === 'new' ? [] : await store.readStream(decision.stream);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const resent = alreadyDone(decision, history);
    if (resent !== undefined) return resent;
    const { events, onAppended } = await decide(decision, history);
    const last = history.at(-1);
    if (events.length === 0) return outcome(decision, history, false);
    await decision.beforeAppend?.(history);
    try {
      const appended = await store.append(decision.stream, last?.revision ?? 'none', events);
      for (const tell of onAppended) tell();
      const first = appended.revision - events.length + 1;
      const byOthers = events.findLastIndex(({ actor }) => actor.kind !== 'system');
      return {
        revision: byOthers < 0 ? etagOf(history) : first + byOthers,
        position: appended.position,
        partitionKey: decision.partitionKey,
        changed: true,
        events,
      };
    } catch (error) {
      if (!(error instanceof WrongExpectedRevision || error instanceof EventIdTaken)) throw error;
      history = await store.readStream(decision.stream);
    }
  }
  throw new DomainError(
    'conflict',
    'changed-meanwhile',
    'Others kept changing this at the same time; please send it again.',
    {
      revision: etagOf(history),
    },
  );
}

async function decide<State, Command, Event extends DomainEvent>(
  decision: Decision<State, Command, Event>,
  history: readonly RecordedEvent[],
): Promise<{ readonly events: readonly NewEvent[]; readonly onAppended: readonly (() => void)[] }> {
  const { decider, origin, stage, stream } = decision;
  if (stage === 'existing' && history.length === 0) {
    throw new DomainError('not-found', 'not-found', 'There is nothing under this id.');
  }
  if (stage === 'new' && history.length > 0) {
    throw new DomainError('conflict', 'already-exists', 'There is something under this id already.');
  }
  if (origin.ifMatch !== undefined && origin.ifMatch !== etagOf(history)) {
    throw new DomainError('precondition', 'revision-stale', 'This has changed since you read it.', {
      revision: etagOf(history),
    });
  }
  // The stream holds the decider's own events; upcasting has brought them to today's shape.
  const state = history.reduce(
    (before, event) => decider.evolve(before, event as DomainEvent as Event),
    decider.initial,
  );
  const command = await decision.command(history);
  const onAppended: (() => void)[] = [];
  const events = decider.decide(command, state).map((event) => {
    const consequence = decision.consequence?.(event);
    const identity = consequence?.identity;
    if (consequence?.onAppended !== undefined) onAppended.push(consequence.onAppended);
    return {
      // A command is recognised by its commandId on the stream, not by the ids of its events: a store would take a resent
      // registration, or another body under the same key, for a repeated append and answer as if it had been done now.
      id: identity === undefined ? newId() : deriveId(stream, ...identity),
      type: event.type,
      version: event.version,
      occurredAt: toIso(event.occurredAt),
      data: event.data,
      actor: consequence === undefined ? origin.actor : SYSTEM_ACTOR,
      correlationId: origin.correlationId,
      causationId: origin.causationId,
      commandId: origin.commandId,
      ...(origin.fingerprint === undefined ? {} : { fingerprint: origin.fingerprint }),
      partitionKey: decision.partitionKey,
    };
  });
  return { events, onAppended };
}

function alreadyDone<State, Command, Event extends DomainEvent>(
  decision: Decision<State, Command, Event>,
  history: readonly RecordedEvent[],
): Decided | undefined {
  const done = history.find(({ commandId }) => commandId === decision.origin.commandId);
  if (done === undefined) return undefined;
  if (done.fingerprint !== decision.origin.fingerprint) {
    throw new DomainError(
      'invalid',
      'idempotency-key-reused',
      'This Idempotency-Key was used before with another request body; use a new key for a new command.',
    );
  }
  return outcome(decision, history, false);
}

const outcome = <State, Command, Event extends DomainEvent>(
  { partitionKey, origin }: Decision<State, Command, Event>,
  history: readonly RecordedEvent[],
  changed: boolean,
): Decided => ({
  revision: etagOf(history),
  position: history.at(-1)?.position ?? '',
  partitionKey,
  changed,
  events: history.filter(({ commandId }) => commandId === origin.commandId),
});

/** The revision of the last event by a person or an outside system; -1 where there is none. */
export const etagOf = (history: readonly RecordedEvent[]): number =>
  history.findLast(({ actor }) => actor.kind !== 'system')?.revision ?? -1;
