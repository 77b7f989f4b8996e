export { metricsProjection } from './metrics.projection';
export { MetricsModule } from './metrics.module';
