import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { actorOf, CurrentPrincipal, PathId, type Principal, QuestionEndpoint } from '@redress/http';
import { REMEDIERS } from '../roles';
import { AskNeededApproval } from './ask-needed-approval.query';
import { NeededApproval, NeededApprovalQuestion } from './needed-approval.dto';

@Controller('complaints')
export class NeededApprovalController {
  constructor(private readonly bus: QueryBus) {}

  @Get(':id/needed-approval')
  @QuestionEndpoint({
    summary: 'Whether a remedy is within your authority, and if not, who decides',
    description:
      'What proposing it would lead to, as things stand; refused as the proposal would be. Nothing is recorded, and nothing drawn upon your authority.',
    roles: REMEDIERS,
    answer: NeededApproval,
    one: true,
  })
  neededApproval(
    @PathId() id: string,
    @Query() { kind, minor, currency }: NeededApprovalQuestion,
    @CurrentPrincipal() principal: Principal,
  ): Promise<NeededApproval> {
    const amount = minor === undefined || currency === undefined ? {} : { amount: { minor, currency } };
    return this.bus.execute(new AskNeededApproval(id, [{ kind, ...amount }], actorOf(principal)));
  }
}
