import { readModelsCheck, startProjections, type Service } from '@redress/platform';
import { learnMissingCalendar } from '@redress/policies';
import { PROJECTIONS } from '@redress/wiring';

/** Keeps the read models from what Kafka brings. Several share the partitions. */
export const PROJECTOR: Service = {
  name: 'projector',
  async start({ engines, logger }) {
    await startProjections(engines, { projections: PROJECTIONS, logger, learn: learnMissingCalendar });
    return [readModelsCheck(engines, PROJECTIONS)];
  },
};
