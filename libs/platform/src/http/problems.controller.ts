import { Controller, Get, Inject, Optional, Param, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import {
  ApiProblems,
  EDGE_PROBLEMS,
  HttpProblem,
  Public,
  titleOf,
  type ProblemCatalogue,
} from '@redress/http';

/** Nest token of the list of ProblemCatalogues of the features. */
export const PROBLEM_CATALOGUES = Symbol('ProblemCatalogues');

/** A problem code, explained. */
class ExplainedProblem {
  @ApiProperty({ example: 'no-such-route' })
  readonly code!: string;

  @ApiProperty({ description: 'The code in words.' })
  readonly title!: string;

  @ApiProperty({ type: 'integer', description: 'The HTTP status that it comes with.' })
  readonly status!: number;

  @ApiProperty({ description: 'What it means and what to do about it.' })
  readonly meaning!: string;
}

class ExplainedProblems {
  @ApiProperty({ type: [ExplainedProblem], description: 'By their codes.' })
  readonly items!: readonly ExplainedProblem[];
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
  @ApiOkResponse({ type: ExplainedProblems })
  list(): ExplainedProblems {
    return { items: [...this.#problems.values()] };
  }

  @Get(':code')
  @ApiOperation({ summary: 'A problem code, explained', operationId: 'problem', security: [] })
  @ApiOkResponse({ type: ExplainedProblem, description: 'What it means.' })
  @ApiProblems(404)
  explain(@Param('code') code: string): ExplainedProblem {
    const problem = this.#problems.get(code);
    if (problem === undefined) throw new HttpProblem(404, 'no-such-problem', 'No problem has this code.');
    return problem;
  }
}
