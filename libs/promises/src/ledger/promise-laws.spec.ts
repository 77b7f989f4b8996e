import { projectionSpec, recordedEvents } from '@redress/testing';
import fc from 'fast-check';
import {
  breached,
  callback,
  closed,
  instant,
  onCallback,
  onCase,
  started,
  stopped,
  type Line,
} from './fixtures/promise-lives';
import { promises } from './promises.projection';

describe('the promise ledger of any callback', () => {
  it('has every window once, in one state, as a plain reading of the facts has it', () => {
    const ends = fc.constantFrom('kept', 'renegotiated', 'released', undefined);
    const lives = fc.array(fc.record({ breached: fc.boolean(), end: ends }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(lives, (windows) => {
        const lines = windows.flatMap(({ breached: late, end }, index): Line[] => {
          const n = index + 1;
          const hour = index * 10;
          const made = index === 0 ? 'CallbackScheduled' : 'CallbackRescheduled';
          const verdict = late ? 'missed' : 'met';
          const broke: Line = [hour + 4, 'ClockBreached', breached('callback', n, hour + 4)];
          return [
            [hour, made, callback(n, hour + 2, hour + 4, { renegotiatedBy: 'us' })],
            [hour, 'ClockStarted', started('callback', n, hour + 2, hour + 4)],
            ...(late ? [broke] : []),
            ...(end === 'kept'
              ? [[hour + 5, 'ClockStopped', stopped('callback', n, verdict, hour + 5)] as const]
              : []),
            ...(end === 'renegotiated' || end === 'released'
              ? [
                  [
                    hour + 5,
                    'ClockClosed',
                    closed('callback', n, end === 'released' ? 'cancelled' : end, hour + 5),
                  ] as const,
                ]
              : []),
          ];
        });
        projectionSpec(promises)
          .given(recordedEvents(...onCase(), ...onCallback(...lines)))
          .then(
            'promises',
            windows.map(({ breached: late, end }, index) => ({
              instance: index + 1,
              state: late ? 'broken' : (end ?? 'owed'),
              open: end === undefined,
              kept_at: end === 'kept' ? instant(index * 10 + 5) : null,
              broken_at: late ? instant(index * 10 + 4) : null,
            })),
          );
      }),
      { numRuns: 40 },
    );
  });
});
