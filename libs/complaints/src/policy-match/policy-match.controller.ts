import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { PathId, QuestionEndpoint } from '@redress/http';
import { READERS } from '../roles';
import { AskPolicyMatch } from './ask-policy-match.query';
import { PolicyMatch } from './policy-match.dto';

@Controller('complaints')
export class PolicyMatchController {
  constructor(private readonly bus: QueryBus) {}

  @Get(':id/policy-match')
  @QuestionEndpoint({
    summary: 'Why this rule judges the case',
    description:
      'The version that the case is pinned to, the rule of it that matches what the case is now, and for each rule before that one the first condition that failed. Always shows all that was answered before.',
    roles: [...READERS, 'analyst'],
    answer: PolicyMatch,
    one: true,
  })
  policyMatch(@PathId() id: string): Promise<PolicyMatch> {
    return this.bus.execute(new AskPolicyMatch(id));
  }
}
