import { Module } from '@nestjs/common';
import { HealthController } from './health.controller';
import { MetricsController } from './metrics.controller';
import { ProblemsController } from './problems.controller';
import { WhoAmIController } from './who-am-i.controller';

/**
 * Health, metrics, the explanation of problems, and who it is that asks. Needs HEALTH_CHECKS, TELEMETRY where there are metrics, and
 * PROBLEM_CATALOGUES where features have codes, from a global module.
 */
@Module({ controllers: [HealthController, MetricsController, ProblemsController, WhoAmIController] })
export class HttpModule {}
