import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  actorOf,
  CurrentPrincipal,
  type Page,
  type Principal,
  QuestionEndpoint,
  ReadAfter,
  type ReadToken,
} from '@redress/http';
import { AskWaitingApprovals, type Decider } from './ask-waiting-approvals.query';
import { WaitingApproval, WaitingApprovalsQuestion } from './waiting-approval.dto';

@Controller('approvals')
export class WaitingApprovalsController {
  constructor(private readonly bus: QueryBus) {}

  @Get('waiting')
  @QuestionEndpoint({
    summary: 'What waits for your decision',
    description:
      'Remedies beyond the authority of who proposed them, extensions and appeals: the earliest due first, then the oldest. Only what you may decide: nothing that you asked for or decided yourself, and, unless you are a supervisor, only what is asked in your own teams.',
    roles: ['agent', 'shift-leader', 'supervisor'],
    answer: { pageOf: WaitingApproval },
    readAfter: true,
  })
  waitingApprovals(
    @Query() question: WaitingApprovalsQuestion,
    @ReadAfter() readAfter: ReadToken | undefined,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<WaitingApproval>> {
    return this.bus.execute(new AskWaitingApprovals(question, deciderOf(principal), readAfter));
  }
}

/** Whoever decides does so in the highest of their roles. */
function deciderOf(principal: Principal): Decider {
  const { id, role } = actorOf(principal);
  return { id, role, ...(role === 'supervisor' ? {} : { teams: principal.teams }) };
}
