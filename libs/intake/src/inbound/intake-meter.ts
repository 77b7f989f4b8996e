import { instrument } from '@redress/kernel';

/** What can become of a message. `refused`: its sender was told; `dead-lettered`: it lies where nobody waits for an answer. */
export type MessageOutcome = 'taken' | 'repeated' | 'refused' | 'dead-lettered';

const messages = instrument((meter) =>
  meter.createCounter('redress.intake.messages', {
    description: 'What became of the messages that outside systems handed in.',
  }),
);

/** Counts what became of a message. */
export const countMessage = (outcome: MessageOutcome): void => {
  messages().add(1, { outcome });
};
