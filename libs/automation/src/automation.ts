import { deriveId, SYSTEM_ACTOR, type CommandOrigin, type RecordedEvent } from '@redress/kernel';

/**
 * Events in, commands out. It never looks back: at its first start it writes down the instant, and reacts to what is recorded from then on.
 * It is never rebuilt, for what it has sent is done.
 */
export interface Automation {
  /** Kebab-case, and for ever: it names the feed group and the checkpoints, and the ids of the commands follow from it. */
  readonly name: string;
  /**
   * The event types that it reacts to. Asked again for every batch, so that they can follow a document; the same list as long as they are
   * the same.
   */
  readonly events: readonly string[];
  /**
   * Sends the commands that follow from an event, as `origin`; each further one as `furtherOrigin`. Called again for the same event after a
   * crash: a command that is on its stream is known by its id and adds nothing, so whatever else a reaction does must bear repeating too.
   * A DomainError is an answer (see `AutomationRunner`); anything else that is thrown is tried again.
   */
  react(event: RecordedEvent, origin: CommandOrigin): Promise<void>;
}

/** Who sends the command that follows from an event, and by which id it is known whenever it is sent again. */
export const reactionOrigin = (event: RecordedEvent, automation: string): CommandOrigin => ({
  commandId: deriveId(event.id, automation),
  correlationId: event.correlationId,
  causationId: event.id,
  actor: SYSTEM_ACTOR,
});

/** The origin of a further command of one reaction. `part` tells it from the others, and is the same whenever the reaction is repeated. */
export const furtherOrigin = (origin: CommandOrigin, part: string): CommandOrigin => ({
  ...origin,
  commandId: deriveId(origin.commandId, part),
});
