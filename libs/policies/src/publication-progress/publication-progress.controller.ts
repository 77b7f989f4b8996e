import { Controller, Get, Inject } from '@nestjs/common';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import { PathId, QuestionEndpoint } from '@redress/http';
import { toIso } from '@redress/kernel';
import { numberInPath } from '../path-number';
import { PolicyLibrary } from '../policy-library/policy-library';
import { LIBRARY_READERS } from '../roles';
import { progressOf } from './publication-progress';
import { PublicationProgressView } from './publication-progress.dto';

@Controller('policies')
export class PublicationProgressController {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly library: PolicyLibrary,
  ) {}

  @Get(':name/publications/:version')
  @QuestionEndpoint({
    summary: 'How far a publication has come with those that it touches',
    roles: LIBRARY_READERS,
    answer: PublicationProgressView,
    one: true,
  })
  async publicationProgress(
    @PathId('name') name: string,
    @PathId('version') version: string,
  ): Promise<PublicationProgressView> {
    const ref = { name, version: numberInPath(version) };
    const { publication } = await this.library.version(ref);
    const steps = await progressOf(this.store, ref);
    const [first, last] = [steps[0], steps.at(-1)];
    const untouched = publication.scope === 'prospective' ? 'done' : 'waiting';
    return {
      name,
      publication,
      state: last?.data.state ?? untouched,
      counted: last?.data.total ?? null,
      done: last?.data.done ?? 0,
      changed: last?.data.changed ?? 0,
      verdicts: last?.data.verdicts ?? [],
      begunAt: first === undefined ? null : toIso(first.occurredAt),
      progressedAt: last === undefined ? null : toIso(last.occurredAt),
    };
  }
}
