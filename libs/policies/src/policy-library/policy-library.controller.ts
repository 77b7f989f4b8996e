import { Controller, Get, Inject, Query } from '@nestjs/common';
import { IsInstant, PathId, QuestionEndpoint } from '@redress/http';
import { CLOCK, fromIso, type Clock } from '@redress/kernel';
import { PolicyShelf } from '../document-lookup/shelves';
import { numberInPath } from '../path-number';
import { LIBRARY_READERS } from '../roles';
import { PolicyLibrary } from './policy-library';
import { PolicyDraftView, PolicySummary, PolicyVersionView, PolicyView } from './policy-library.dto';

class InForceQuestion {
  @IsInstant({ optional: true, fromQuery: true, description: 'When. Default: now.' })
  readonly at?: string;
}

@Controller('policies')
export class PolicyLibraryController {
  constructor(
    private readonly library: PolicyLibrary,
    private readonly shelf: PolicyShelf,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @QuestionEndpoint({
    summary: 'The policies',
    roles: LIBRARY_READERS,
    answer: { listOf: PolicySummary },
  })
  policyList(): Promise<readonly PolicySummary[]> {
    return this.library.list();
  }

  @Get('in-force')
  @QuestionEndpoint({
    summary: 'The version that a new case falls under',
    description: 'One that is registered at that instant, as the policies stand now.',
    roles: LIBRARY_READERS,
    answer: PolicyVersionView,
    one: true,
  })
  async policyInForce(@Query() { at }: InForceQuestion): Promise<PolicyVersionView> {
    const instant = at === undefined ? this.clock.now() : fromIso(at);
    return this.library.version(await this.shelf.inForce(instant));
  }

  @Get(':name')
  @QuestionEndpoint({
    summary: 'A policy with its versions',
    description: 'How each came out and what became of it, and which is in force when.',
    roles: LIBRARY_READERS,
    answer: PolicyView,
    one: true,
  })
  policyView(@PathId('name') name: string): Promise<PolicyView> {
    return this.library.policy(name);
  }

  @Get(':name/draft')
  @QuestionEndpoint({
    summary: 'The draft of a policy',
    description: 'The one that can be published.',
    roles: LIBRARY_READERS,
    answer: PolicyDraftView,
    one: true,
  })
  policyDraft(@PathId('name') name: string): Promise<PolicyDraftView> {
    return this.library.draft(name);
  }

  @Get(':name/versions/:version')
  @QuestionEndpoint({
    summary: 'A version of a policy, as a document and as YAML',
    roles: LIBRARY_READERS,
    answer: PolicyVersionView,
    one: true,
  })
  policyVersion(
    @PathId('name') name: string,
    @PathId('version') version: string,
  ): Promise<PolicyVersionView> {
    return this.library.version({ name, version: numberInPath(version) });
  }
}
