import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { EVENT_FEED, type EventFeed } from '@redress/event-feed';
import type { Decided } from '@redress/event-store';
import { encodeReadToken, type CommandContext, type CommandOutcome } from '@redress/http';
import { DomainError, fromIso, type EpochMs } from '@redress/kernel';
import { ChangeCase, type CaseChange } from './change-case.command';

/** When and why, as bodies say it. */
interface Circumstances {
  readonly occurredAt?: string;
  readonly reason?: string;
  readonly note?: string;
}

/** What the controllers of the commands to a case have in common. */
@Injectable()
export class CaseCommands {
  constructor(
    private readonly bus: CommandBus,
    @Inject(EVENT_FEED) private readonly feed: EventFeed,
  ) {}

  /** Sends a command to a case that is on record. */
  async send(
    complaintId: string,
    change: CaseChange,
    body: Circumstances,
    context: CommandContext,
  ): Promise<CommandOutcome> {
    const command = new ChangeCase(
      complaintId,
      change,
      whyOf(body),
      originOf(context),
      occurredAtOf(body, context),
    );
    return this.outcome(complaintId, await this.bus.execute(command));
  }

  outcome(id: string, { revision, position, partitionKey, changed }: Decided): CommandOutcome {
    const readToken = encodeReadToken({ partition: this.feed.partitionOf(partitionKey), position });
    return { id, revision, readToken, changed };
  }
}

const whyOf = ({ reason, note }: Circumstances) => ({
  ...(reason === undefined ? {} : { reason }),
  ...(note === undefined ? {} : { note }),
});

/** What events may know of the sender. */
export const originOf = ({ principal: _, ...origin }: CommandContext) => origin;

/** When it happened, as far as the sender may say so. Throws DomainError `backdating-not-allowed`. */
export function occurredAtOf(
  { occurredAt, reason }: Circumstances,
  { principal }: CommandContext,
): EpochMs | undefined {
  if (occurredAt === undefined) return undefined;
  if (principal.mayBackdate) return fromIso(occurredAt);
  if (principal.roles.includes('supervisor') && reason !== undefined) return fromIso(occurredAt);
  throw new DomainError(
    'forbidden',
    'backdating-not-allowed',
    'occurredAt may be given with the right to backdate, or by a supervisor together with a reason.',
  );
}
