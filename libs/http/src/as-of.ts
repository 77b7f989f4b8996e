import { ApiProperty } from '@nestjs/swagger';
import { fromIso, toIso, type EpochMs, type IsoInstant, type Position } from '@redress/kernel';
import { PageQuery } from './paging';
import { IsInstant } from './property.decorators';

const IsAsOf = (): PropertyDecorator =>
  IsInstant({
    optional: true,
    description:
      'What was recorded by this instant, as it was shown then; `past` then says so. Left out: as it is now. An instant of the future is refused.',
  });

/** What a question takes that can be asked about the past. */
export class AsOfQuery {
  @IsAsOf()
  readonly asOf?: string;
}

/** Likewise one that answers in pages. */
export class PastPageQuery extends PageQuery {
  @IsAsOf()
  readonly asOf?: string;
}

/** The instant that a question asks about; undefined: now. */
export const instantAsked = ({ asOf }: AsOfQuery): EpochMs | undefined =>
  asOf === undefined ? undefined : fromIso(asOf);

/** Marks an answer as one about the past. */
export class PastMark {
  @ApiProperty({ type: 'string', format: 'date-time', description: 'The instant that was asked about.' })
  readonly asOf!: IsoInstant;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description:
      'The place in the log of the last event recorded by then: opaque, a later one is greater as text. Null: nothing was recorded yet.',
  })
  readonly position!: Position | null;
}

/** A list as it was; now it is answered as the bare list. */
export interface PastList<Item> {
  readonly past: PastMark;
  readonly items: readonly Item[];
}

export const pastMark = ({
  at,
  position,
}: {
  readonly at: EpochMs;
  readonly position: Position | undefined;
}): PastMark => ({ asOf: toIso(at), position: position ?? null });
