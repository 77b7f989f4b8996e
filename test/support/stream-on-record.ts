import { deriveId, type Decider, type DomainEvent, type RecordedEvent } from '@redress/kernel';
import { dueFacts } from '../../libs/clocks/src/domain/keep-clocks';
import type { ClockLedger } from '../../libs/clocks/src/domain/clock-ledger';
import { AGENT } from './case-decisions';

/** A stream with clocks that commands are put to, kept append by append as it would be recorded. */
export class StreamOnRecord<
  State extends { readonly clocks: ClockLedger },
  Command extends { readonly now: number },
  Event extends DomainEvent,
> {
  readonly appends: RecordedEvent[][] = [];
  #state: State;
  #revision = 0;

  constructor(
    private readonly decider: Decider<State, Command, Event>,
    private readonly names: { readonly stream: string; readonly partitionKey: string },
  ) {
    this.#state = decider.initial;
  }

  /** What is refused leaves nothing. */
  tell(command: Command): void {
    let facts: readonly Event[] = [];
    try {
      facts = this.decider.decide(command, this.#state);
    } catch {
      // Refused: nothing happened.
    }
    this.#record(facts, command.now);
  }

  /** The timekeeper looks. */
  look(now: number): void {
    this.#record(dueFacts(this.#state.clocks, now, now) as readonly DomainEvent[] as readonly Event[], now);
  }

  #record(facts: readonly Event[], now: number): void {
    if (facts.length === 0) return;
    this.appends.push(facts.map((fact) => this.#recorded(fact, now)));
    this.#state = facts.reduce(this.decider.evolve, this.#state);
  }

  #recorded({ type, version, occurredAt, data }: Event, now: number): RecordedEvent {
    const revision = this.#revision++;
    const id = deriveId(this.names.stream, revision);
    return {
      ...{ id, ...this.names, revision, type, version, occurredAt, data, recordedAt: now, actor: AGENT },
      ...{ position: String(revision).padStart(16, '0'), correlationId: id, causationId: id, commandId: id },
    };
  }
}
