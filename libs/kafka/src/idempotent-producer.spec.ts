import { createErrorFromCode } from 'kafkajs/src/protocol/error';
import { IdempotentProducer } from './idempotent-producer';
import type { KafkaClient } from './kafka-client';

const LOADING = 14;
const NOT_AUTHORIZED = 31;

/** A cluster whose broker answers a request for a producer's id with these errors, one after the other, and then gives one. */
function brokerThatSays(...errors: number[]) {
  let asked = 0;
  const initProducerId = () => {
    asked++;
    const code = errors.shift();
    return code === undefined
      ? Promise.resolve({ producerId: '7', producerEpoch: 0 })
      : Promise.reject(createErrorFromCode(code));
  };
  const broker = () => Promise.resolve({ initProducerId });
  const client = { cluster: { findControllerBroker: broker, findGroupCoordinator: broker } };
  const open = (fencedAs?: string) =>
    IdempotentProducer.open(client as unknown as KafkaClient, {
      topic: 'any',
      compression: 'none',
      leaderOf: () => 0,
      ...(fencedAs === undefined ? {} : { fencedAs }),
    });
  return { open, asked: () => asked };
}

describe('a producer', () => {
  it.each([undefined, 'relay'])('called %p waits for a broker that has just started', async (fencedAs) => {
    const { open, asked } = brokerThatSays(LOADING, LOADING);
    await open(fencedAs);
    expect(asked()).toBe(3);
  });

  it('does not ask again where the answer is no', async () => {
    const { open, asked } = brokerThatSays(NOT_AUTHORIZED);
    await expect(open()).rejects.toThrow(/authorization failed/i);
    expect(asked()).toBe(1);
  });
});
