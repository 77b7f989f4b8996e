import { Module } from '@nestjs/common';
import { HealthController } from './health.controller';
import { ProblemsController } from './problems.controller';

/** Health and the explanation of problems. Needs HEALTH_CHECKS, and PROBLEM_CATALOGUES where features have codes, from a global module. */
@Module({ controllers: [HealthController, ProblemsController] })
export class HttpModule {}
