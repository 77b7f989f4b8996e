import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { CommandOutcomeSchema, IsInstant } from '@redress/http';
import type { Decided } from '@redress/event-store';
import { CallbackWindow } from '../due-callbacks/callback-summary.dto';
import type { Moved, Window } from '../events';

/** A window as it is asked for. */
export class WindowBody implements Window {
  @IsInstant({ description: 'From when on the customer may be called: at most 100 years ahead.' })
  readonly from!: string;

  @IsInstant({
    description: 'By when they must have been reached: at most 31 days later, and still to come.',
  })
  readonly to!: string;
}

/** A command that agrees on a window, and what became of it. */
@ApiSchema({ name: 'WindowOutcome' })
export class WindowOutcome extends CommandOutcomeSchema {
  @ApiProperty({
    type: CallbackWindow,
    nullable: true,
    description:
      "The window that holds, where the one asked for met the customer's quiet hours; null where it was taken as it is, or nothing changed.",
  })
  readonly movedTo!: CallbackWindow | null;
}

/** Where the window of these events was moved to, if it was. */
export function movedTo({ events }: Decided): { readonly movedTo: Window | null } {
  for (const { data } of events) {
    const { window, moved } = data as { readonly window?: Window; readonly moved?: Moved };
    if (moved !== undefined && window !== undefined) return { movedTo: window };
  }
  return { movedTo: null };
}
