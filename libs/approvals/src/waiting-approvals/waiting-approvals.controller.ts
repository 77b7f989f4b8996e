import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  actorOf,
  CurrentPrincipal,
  instantAsked,
  type Page,
  type PastMark,
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
      'Remedies beyond the authority of who proposed them, extensions, waits and appeals: the earliest due first, then the oldest. Only what you may decide: nothing that you asked for or decided yourself, and, unless you are a supervisor, only what is asked in your own teams. Of the past: what you could have decided then, had your rights been those of now.',
    roles: ['agent', 'shift-leader', 'supervisor'],
    answer: { pageOf: WaitingApproval },
    readAfter: true,
    asOf: true,
  })
  waitingApprovals(
    @Query() question: WaitingApprovalsQuestion,
    @ReadAfter() readAfter: ReadToken | undefined,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<WaitingApproval> & { readonly past?: PastMark }> {
    return this.bus.execute(
      new AskWaitingApprovals(question, deciderOf(principal), readAfter, instantAsked(question)),
    );
  }
}

/** Whoever decides does so in the highest of their roles. */
function deciderOf(principal: Principal): Decider {
  const { id, role } = actorOf(principal);
  return { id, role, ...(role === 'supervisor' ? {} : { teams: principal.teams }) };
}
