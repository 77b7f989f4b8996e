import { Timekeeper } from '@redress/clocks';
import { hearProjections, type Service } from '@redress/platform';
import { openFeatures } from '@redress/wiring';

/** Has recorded what falls due. Several share the work. */
export const TIMEKEEPER: Service = {
  name: 'timekeeper',
  async start(parts) {
    hearProjections(parts.engines, parts.logger);
    const features = await openFeatures(parts);
    const timekeeper = features.get(Timekeeper, { strict: false });
    parts.engines.endFirst(() => timekeeper.stop());
    timekeeper.start();
    return [timekeeper];
  },
};
