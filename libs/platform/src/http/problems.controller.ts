import { Controller, Get, Inject, Optional, Param, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { EDGE_PROBLEMS, HttpProblem, Public, titleOf, type ProblemCatalogue } from '@redress/http';

/** Nest token of the list of ProblemCatalogues of the features. */
export const PROBLEM_CATALOGUES = Symbol('ProblemCatalogues');

/** A problem code, explained. */
interface ExplainedProblem {
  readonly code: string;
  readonly title: string;
  readonly status: number;
  readonly meaning: string;
}

/** Where the `type` of a problem document leads. */
@ApiTags('problems')
@Controller({ path: 'problems', version: VERSION_NEUTRAL })
@Public()
export class ProblemsController {
  readonly #problems: ReadonlyMap<string, ExplainedProblem>;

  constructor(@Optional() @Inject(PROBLEM_CATALOGUES) catalogues: readonly ProblemCatalogue[] = []) {
    const all = Object.entries(Object.assign({}, EDGE_PROBLEMS, ...catalogues) as ProblemCatalogue);
    this.#problems = new Map(
      all
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([code, { status, meaning }]) => [code, { code, title: titleOf(code), status, meaning }]),
    );
  }

  @Get()
  @ApiOperation({ summary: 'All problem codes, explained', operationId: 'problems', security: [] })
  list(): { items: readonly ExplainedProblem[] } {
    return { items: [...this.#problems.values()] };
  }

  @Get(':code')
  @ApiOperation({ summary: 'A problem code, explained', operationId: 'problem', security: [] })
  @ApiOkResponse({ description: 'What it means.' })
  @ApiNotFoundResponse({ description: 'No problem has this code.' })
  explain(@Param('code') code: string): ExplainedProblem {
    const problem = this.#problems.get(code);
    if (problem === undefined) throw new HttpProblem(404, 'no-such-problem', 'No problem has this code.');
    return problem;
  }
}
