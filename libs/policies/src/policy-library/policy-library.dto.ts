import { ApiProperty } from '@nestjs/swagger';
import {
  PUBLICATION_SCOPES,
  type InstantRange,
  type PublicationScope,
} from '../sla-policy/publication-terms';

const NUMBER_OR_NULL = { type: 'integer', nullable: true } as const;
const INSTANT_OR_NULL = { type: 'string', format: 'date-time', nullable: true } as const;

/** A policy among others. */
export class PolicySummary {
  @ApiProperty({ example: 'office-hours' })
  readonly name!: string;

  @ApiProperty({ description: 'Whether it is the policy that new cases fall under.' })
  readonly inUse!: boolean;

  @ApiProperty({ type: 'integer', description: 'How many versions were published, withdrawn ones included.' })
  readonly versions!: number;

  @ApiProperty({ ...NUMBER_OR_NULL, description: 'The version that is in force now; null before the first.' })
  readonly inForce!: number | null;

  @ApiProperty({
    ...NUMBER_OR_NULL,
    description: 'The draft that can be published; null where there is none.',
  })
  readonly draft!: number | null;
}

/** A range of instants. */
class Range implements InstantRange {
  @ApiProperty({ format: 'date-time', description: 'Included.' })
  readonly from!: string;

  @ApiProperty({ format: 'date-time', description: 'Not included.' })
  readonly to!: string;
}

/** What became of a version. */
export class PolicyVersionSummary {
  @ApiProperty({ type: 'integer' })
  readonly version!: number;

  @ApiProperty({ format: 'date-time' })
  readonly effectiveFrom!: string;

  @ApiProperty({ format: 'date-time' })
  readonly publishedAt!: string;

  @ApiProperty({ description: '`redress`: from a file, at a start.' })
  readonly publishedBy!: string;

  @ApiProperty({ enum: PUBLICATION_SCOPES, description: 'Whom its publication touches.' })
  readonly scope!: PublicationScope;

  @ApiProperty({
    type: Range,
    nullable: true,
    description: 'Of `reassess`: when what is judged again ended.',
  })
  readonly range!: Range | null;

  @ApiProperty({ ...NUMBER_OR_NULL, description: 'The draft that it was; null: it came from a file.' })
  readonly draft!: number | null;

  @ApiProperty({ ...INSTANT_OR_NULL, description: 'Since when no new case falls under it.' })
  readonly withdrawnAt!: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  readonly withdrawnBy!: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'Why, by code.' })
  readonly withdrawnBecause!: string | null;
}

/** From when until when a version is in force. */
class PolicyInForce {
  @ApiProperty({ type: 'integer' })
  readonly version!: number;

  @ApiProperty({ ...INSTANT_OR_NULL, description: 'Included; null: ever since.' })
  readonly from!: string | null;

  @ApiProperty({ ...INSTANT_OR_NULL, description: 'Not included; null: from then on.' })
  readonly to!: string | null;
}

/** A policy with all that became of it. */
export class PolicyView extends PolicySummary {
  @ApiProperty({ type: [PolicyVersionSummary], description: 'The oldest first.' })
  readonly history!: readonly PolicyVersionSummary[];

  @ApiProperty({ type: [PolicyInForce], description: 'What is in force when, as it stands.' })
  readonly periods!: readonly PolicyInForce[];
}

/** What a policy says, whatever its version. */
class PolicyDocument {
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'What it says beside its name, as its event has it: the versions of its calendars included.',
  })
  readonly document!: object;

  @ApiProperty({ description: 'The same as people write it. It names calendars, not their versions.' })
  readonly yaml!: string;
}

/** A version of a policy, whole. */
export class PolicyVersionView extends PolicyDocument {
  @ApiProperty()
  readonly name!: string;

  @ApiProperty({ type: PolicyVersionSummary, description: 'How it came out, and what became of it.' })
  readonly publication!: PolicyVersionSummary;
}

/** The draft of a policy, whole. */
export class PolicyDraftView extends PolicyDocument {
  @ApiProperty()
  readonly name!: string;

  @ApiProperty({ type: 'integer' })
  readonly draft!: number;

  @ApiProperty({ ...INSTANT_OR_NULL, description: 'Null: from its publication on.' })
  readonly effectiveFrom!: string | null;

  @ApiProperty({ format: 'date-time' })
  readonly draftedAt!: string;

  @ApiProperty()
  readonly draftedBy!: string;
}
