import { newId, toIso, type NewEvent } from '@redress/kernel';
import { describeWithKafka } from '../services/with-kafka';
import { beside } from '../support/clean-rebuild';
import { Fleet } from '../support/fleet';
import { Operator } from './operator';

/** As a process of the version after this one may record it. */
const ofTheNextVersion = (
  complaintId: string,
  event: Pick<NewEvent, 'type' | 'version' | 'data'>,
): NewEvent => ({
  ...event,
  id: newId(),
  occurredAt: toIso(Date.now()),
  actor: { id: 'agent-9', kind: 'staff', role: 'agent' },
  correlationId: newId(),
  causationId: newId(),
  commandId: newId(),
  partitionKey: complaintId,
});

describeWithKafka('processes that meet what a newer version has recorded', (brokers) => {
  let operator: Operator;

  beforeAll(async () => {
    operator = new Operator(await Fleet.begin(brokers));
    await operator.startAll();
  }, 120_000);
  afterAll(() => operator.fleet.end());

  it('pass over types that they do not know, and read of a version what they know', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, () => operator.register()));
    await operator.withStore(async (store) => {
      for (const id of ids)
        await store.append(`complaint-${id}`, 'any', [
          ofTheNextVersion(id, { type: 'ComplaintForetold', version: 1, data: { by: 'oracle' } }),
          ofTheNextVersion(id, {
            type: 'ComplaintNoted',
            version: 2,
            data: { noteRef: newId(), mood: 'calm' },
          }),
        ]);
    });
    await Promise.all(ids.map((id) => operator.resolve(id)));
    await operator.followedUpOnce(ids);
    const { url: databaseUrl, pool } = operator.fleet.database;
    // Throws where anything is parked.
    const { live, rebuilt } = await beside({ databaseUrl, pool, partitions: operator.fleet.partitions });
    expect(live).toEqual(rebuilt);
  }, 240_000);
});
