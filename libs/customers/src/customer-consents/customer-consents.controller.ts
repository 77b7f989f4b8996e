import { Controller, Get, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { etagOf, PathId, QuestionEndpoint } from '@redress/http';
import type { FastifyReply } from 'fastify';
import { READERS } from '../roles';
import { AskConsents } from './ask-consents.query';
import { CustomerConsents } from './customer-consents.dto';

@Controller('customers')
export class CustomerConsentsController {
  constructor(private readonly bus: QueryBus) {}

  @Get(':id/consents')
  @QuestionEndpoint({
    summary: 'What a customer allows and forbids',
    description: 'By channel and scope, the last word on each. Always shows all that was answered before.',
    roles: READERS,
    answer: CustomerConsents,
    one: true,
  })
  async customerConsents(
    @PathId() id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CustomerConsents> {
    const answer = await this.bus.execute(new AskConsents(id));
    void reply.header('ETag', etagOf(answer.revision));
    return answer;
  }
}
