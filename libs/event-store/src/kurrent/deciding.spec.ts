import { deriveId, type Decider, type DomainEvent } from '@redress/kernel';
import { originOf } from '@redress/testing';
import { newStream } from '../contract';
import { decideAndAppend } from '../decide-and-append';
import type { EventStore } from '../event-store';
import { OnStub } from './testing/on-stub';

type Claimed = DomainEvent<'Claimed', 1, { readonly by: string }>;

/** Whoever comes first gets it. */
const claims: Decider<string | undefined, string, Claimed> = {
  initial: undefined,
  decide: (by, owner) =>
    owner === undefined
      ? [{ type: 'Claimed', version: 1, occurredAt: Date.UTC(2026, 2, 2), data: { by } }]
      : [],
  evolve: (_, { data }) => data.by,
};

describe('commands on a KurrentDB', () => {
  const on = new OnStub();
  afterEach(() => on.end());

  const claim = (store: EventStore, stream: string, by: string, commandId = deriveId(stream, by)) =>
    decideAndAppend(store, {
      stream,
      partitionKey: stream,
      decider: claims,
      command: () => by,
      origin: originOf({ commandId }),
      stage: 'either',
    });

  it('are decided one after the other, whichever process sends them: one wins', async () => {
    const stub = await on.stub();
    const stores = [on.open(stub), on.open(stub), on.open(stub)];
    const stream = newStream();
    const decided = await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        claim(stores[at % 3] ?? on.open(stub), stream, `agent-${String(at)}`),
      ),
    );
    expect(decided.filter(({ changed }) => changed)).toHaveLength(1);
    const log = await on.open(stub).readStream(stream);
    expect(log).toHaveLength(1);
    expect(new Set(decided.map(({ position }) => position))).toEqual(new Set([log[0]?.position]));
  });

  it.each([true, false])('are done once where the answer is lost (committed: %s)', async (committed) => {
    const stub = await on.stub();
    const store = on.open(stub);
    const stream = newStream();
    stub.failAppends({ committed, then: 'silence' });
    expect(await claim(store, stream, 'ann')).toMatchObject({ changed: true, revision: 0 });
    expect(await claim(on.open(stub), stream, 'ann')).toMatchObject({ changed: false, revision: 0 });
    expect(stub.log.stream(stream)).toHaveLength(1);
  });
});
