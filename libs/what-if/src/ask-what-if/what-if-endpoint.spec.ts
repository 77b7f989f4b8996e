import { Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import { CLOCK, deriveId, SYSTEM_ACTOR, toIso, type NewEvent } from '@redress/kernel';
import { PolicyShelf } from '@redress/policies';
import { CASE_FACTS, policyByPriority, promise } from '@redress/testing';
import { problemOf, send, startEcho, type RunningEcho } from '../../../platform/src/http/test-app/start-echo';
import { WhatIfDesk } from '../../../../test/support/what-if-desk';
import { WhatIfModule } from '../what-if.module';

const RANGE = { from: toIso(WhatIfDesk.START), to: toIso(WhatIfDesk.minute(60)) };

/** A store whose log nobody can read on until it is let go. */
class HeldStore {
  #let = (): void => undefined;
  #read = (): void => undefined;
  #held = Promise.resolve();
  /** How often it was read. */
  reads = 0;

  /** Holds the next reading; gives when it has begun. */
  hold(): Promise<void> {
    this.#held = new Promise((resolve) => (this.#let = resolve));
    return new Promise((resolve) => (this.#read = resolve));
  }

  letGo(): void {
    this.#let();
  }

  before(store: EventStore): EventStore {
    const { readAll } = store;
    store.readAll = async (page) => {
      this.reads++;
      this.#read();
      await this.#held;
      return readAll.call(store, page);
    };
    return store;
  }
}

function unrelated(n: number): NewEvent {
  const id = deriveId('other', n);
  const about = { id, commandId: id, correlationId: id, causationId: id, partitionKey: '1' };
  return {
    ...about,
    type: 'SomethingElse',
    version: 1,
    occurredAt: RANGE.from,
    data: {},
    actor: SYSTEM_ACTOR,
  };
}

describe('the endpoint of what if', () => {
  const desk = new WhatIfDesk();
  const held = new HeldStore();
  let echo: RunningEcho;

  beforeAll(async () => {
    await desk.publish(policyByPriority({ 3: [promise('first-response', 'PT1H')] }));
    await desk.tell('a', 0, { type: 'RegisterComplaint', ...CASE_FACTS, complaintId: 'a' });
    await desk.tell('a', 45, { type: 'RespondToComplaint' });
    // More than is read at once.
    await desk.store.append(
      'other-1',
      'none',
      Array.from({ length: 1_001 }, (_, n) => unrelated(n)),
    );
    const engines = [
      { provide: EVENT_STORE, useValue: held.before(desk.store) },
      { provide: CLOCK, useValue: desk.clock },
      { provide: PolicyShelf, useValue: desk.policies },
    ];

    @Global()
    @Module({ providers: engines, exports: engines.map(({ provide }) => provide) })
    class EnginesModule {}

    echo = await startEcho({}, [CqrsModule.forRoot(), EnginesModule, WhatIfModule]);
  });
  afterAll(() => echo.app.close());

  const ask = (body: object, { role = 'analyst', signal }: { role?: string; signal?: AbortSignal } = {}) =>
    fetch(`${echo.url}/v1/what-if`, {
      method: 'POST',
      headers: { authorization: `Bearer ${role}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      ...(signal === undefined ? {} : { signal }),
    });

  it('answers analysts and supervisors, and says what was compared', async () => {
    const policyYaml = 'name: p\nrules: [{ targets: { first-response: { within: PT30M } } }]';
    const answer = await ask({ ...RANGE, policyYaml });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      definition: expect.stringContaining('as judged then') as unknown,
      range: RANGE,
      asOf: toIso(WhatIfDesk.minute(45)),
      judgedBy: { name: 'p', version: null, calendars: [] },
      clocks: [{ clock: 'first-response', recorded: { met: 1 }, wouldBe: { missed: 1 }, flips: 1 }],
      groups: [
        { by: 'team', group: 'front-desk' },
        { by: 'priority', group: '3' },
      ],
      flips: { total: 1, items: [{ complaintId: 'a' }] },
    });
    expect((await ask(RANGE, { role: 'supervisor' })).status).toBe(200);
    for (const role of ['agent', 'shift-leader', 'integration']) {
      expect((await ask(RANGE, { role })).status).toBe(403);
    }
    expect((await send(`${echo.url}/v1/what-if`, { body: RANGE })).status).toBe(401);
  });

  it('names what is wrong with the question', async () => {
    const malformed = await ask({ ...RANGE, from: 'yesterday', flips: -1 });
    expect(await problemOf(malformed)).toMatchObject({
      status: 400,
      errors: [{ field: 'flips' }, { field: 'from' }],
    });
    const draft = await ask({ ...RANGE, policyYaml: 'name: p\nrules: [{ targets: { nothing: {} } }]' });
    expect(await problemOf(draft)).toMatchObject({ status: 422, code: 'draft-unusable' });
  });

  it('refuses a second one while it is at one, and takes the next', async () => {
    const begun = held.hold();
    const first = ask(RANGE);
    await begun;
    const second = await ask(RANGE);
    expect(second.headers.get('retry-after')).toBe('10');
    expect(await problemOf(second)).toMatchObject({ status: 429, code: 'what-if-busy' });
    held.letGo();
    expect((await first).status).toBe(200);
    expect((await ask(RANGE)).status).toBe(200);
  });

  it('gives up when the client goes away', async () => {
    const begun = held.hold();
    const gone = new AbortController();
    const [server, before] = [echo.app.getHttpServer(), held.reads];
    const noticed = new Promise((resolve) => {
      server.once('request', (_, response) => response.once('close', resolve));
    });
    const first = ask(RANGE, { signal: gone.signal });
    await begun;
    gone.abort();
    await expect(first).rejects.toThrow();
    await noticed;
    held.letGo();
    let next = await ask(RANGE);
    while (next.status === 429) next = await ask(RANGE);
    expect(next.status).toBe(200);
    const reads = held.reads - before;
    await ask(RANGE);
    const readsOfOne = held.reads - before - reads;
    expect(readsOfOne).toBeGreaterThan(1);
    // The one that was given up read no second page.
    expect(reads - readsOfOne).toBe(1);
  });
});
