import { InboundDesk } from '@redress/intake';
import type { Service } from '@redress/platform';
import { openFeatures, startIntake } from '@redress/wiring';

/** Takes what telephony, mail, web forms and sensors hand in on the intake topic. Several share the partitions. */
export const INTAKE: Service = {
  name: 'intake',
  async start(parts) {
    const features = await openFeatures(parts);
    return [
      startIntake(features.get(InboundDesk, { strict: false }), { ...parts, kafka: parts.settings.kafka }),
    ];
  },
};
