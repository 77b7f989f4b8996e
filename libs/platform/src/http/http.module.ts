import { Module } from '@nestjs/common';
import { HealthController } from './health.controller';
import { MetricsController } from './metrics.controller';
import { ProblemsController } from './problems.controller';

/**
 * Health, metrics and the explanation of problems. Needs HEALTH_CHECKS, TELEMETRY where there are metrics, and PROBLEM_CATALOGUES where
 * features have codes, from a global module.
 */
@Module({ controllers: [HealthController, MetricsController, ProblemsController] })
export class HttpModule {}
