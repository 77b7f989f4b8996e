import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { CommandOutcomeSchema, IsInstant, IsOneOf, IsWholeNumber } from '@redress/http';
import { DomainError, fromIso, toIso, type EpochMs } from '@redress/kernel';
import {
  PUBLICATION_SCOPES,
  type PublicationScope,
  type PublicationTerms,
} from '../sla-policy/publication-terms';

/** Which draft to publish, and whom that touches. */
export class PublishDraftBody {
  @IsWholeNumber({ min: 1, max: 1_000_000_000 }, { description: 'The number of the draft that was read.' })
  readonly draft!: number;

  @IsOneOf(PUBLICATION_SCOPES, { optional: true, description: 'Whom it touches. Default: `prospective`.' })
  readonly scope?: PublicationScope;

  @IsInstant({ optional: true, description: 'Of `reassess`: from when on what is judged again ended.' })
  readonly from?: string;

  @IsInstant({ optional: true, description: 'Of `reassess`: until when, not included.' })
  readonly to?: string;
}

/** A publication, and the version that it made. */
@ApiSchema({ name: 'PublicationOutcome' })
export class PublicationOutcome extends CommandOutcomeSchema {
  @ApiProperty({ type: 'integer', description: 'The version that the draft has become.' })
  readonly version!: number;
}

/** Whom a publication touches. Throws DomainErrors `range-missing` and `range-unfit`. */
export function termsOf(
  { scope = 'prospective', from, to }: PublishDraftBody,
  now: EpochMs,
): Omit<PublicationTerms, 'draft'> {
  const hasRange = from !== undefined && to !== undefined;
  if (scope === 'reassess' ? !hasRange : from !== undefined || to !== undefined) {
    throw unfit('range-missing', '`from` and `to` are given with `reassess`, and only then.');
  }
  if (scope === 'prospective') return {};
  if (!hasRange) return { scope };
  const range = { from: toIso(fromIso(from)), to: toIso(fromIso(to)) };
  if (range.from >= range.to || fromIso(to) > now) {
    throw unfit('range-unfit', 'A range begins before it ends, and ends in the past.');
  }
  return { scope, range };
}

const unfit = (code: string, message: string): DomainError =>
  new DomainError('invalid', code, message, {
    errors: ['from', 'to'].map((field) => ({ field, code, reason: message })),
  });
