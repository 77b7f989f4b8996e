import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CaseSummary } from './case-summary.dto';

/** Who complains, as far as it is known. */
export class CaseCustomer {
  @ApiProperty({ description: 'Opaque.' })
  readonly id!: string;

  @ApiProperty({ description: 'Whether all that was known of them was erased.' })
  readonly erased!: boolean;

  @ApiPropertyOptional()
  readonly name?: string;

  @ApiPropertyOptional({ type: [String] })
  readonly phones?: readonly string[];

  @ApiPropertyOptional()
  readonly email?: string;

  @ApiPropertyOptional()
  readonly address?: string;

  @ApiPropertyOptional({ description: 'BCP 47.', example: 'zh-Hans-CN' })
  readonly language?: string;

  @ApiPropertyOptional({ description: 'IANA: when they are at rest.', example: 'Asia/Shanghai' })
  readonly timeZone?: string;

  @ApiPropertyOptional({ description: 'Their id in an outside system.' })
  readonly reference?: string;
}

/** A case as it stands, with what the customer said. */
export class CaseView extends CaseSummary {
  @ApiProperty({ type: CaseCustomer })
  readonly customer!: CaseCustomer;

  @ApiProperty({ type: 'string', nullable: true, description: 'Null where there is none, or it was erased.' })
  readonly description!: string | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'What the customer wants. Null where there is none, or it was erased.',
  })
  readonly remedySought!: string | null;
}
