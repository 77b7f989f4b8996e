export { FIGURE_DEFINITIONS, type FigureDefinition } from './asking/figure-definitions';
export { followUpFigures } from './follow-up-figures/follow-up-figures.projection';
export { metricsProjection } from './metrics.projection';
export { MetricsModule } from './metrics.module';
export { promiseFigures } from './promise-figures/promise-figures.projection';
export type { PublishedClock } from './verdict-figures/published-clock';
export { remedyFigures } from './remedy-figures/remedy-figures.projection';
