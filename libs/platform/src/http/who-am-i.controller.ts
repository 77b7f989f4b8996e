import { Controller, Get } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import {
  CurrentPrincipal,
  PRINCIPAL_ROLES,
  QuestionEndpoint,
  type Principal,
  type PrincipalRole,
} from '@redress/http';

/** Who sent the request, as their token says. */
class WhoAmI {
  @ApiProperty()
  readonly id!: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'What they are called on screens.' })
  readonly name!: string | null;

  @ApiProperty({ enum: PRINCIPAL_ROLES, isArray: true })
  readonly roles!: readonly PrincipalRole[];

  @ApiProperty({ type: [String] })
  readonly teams!: readonly string[];
}

@ApiTags('sign-in')
@Controller('me')
export class WhoAmIController {
  @Get()
  @QuestionEndpoint({
    summary: 'Who you are',
    description: 'What the token says of its bearer: so a console knows what to offer them.',
    roles: ['supervisor', 'shift-leader', 'agent', 'analyst', 'integration'],
    answer: WhoAmI,
  })
  whoAmI(@CurrentPrincipal() { id, name, roles, teams }: Principal): WhoAmI {
    return { id, name: name ?? null, roles, teams };
  }
}
