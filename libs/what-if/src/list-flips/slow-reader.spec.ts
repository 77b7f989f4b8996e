import { PassThrough } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { newId, toIso } from '@redress/kernel';
import { CASE_FACTS, policyByPriority, promise } from '@redress/testing';
import { WhatIfDesk } from '../../../../test/support/what-if-desk';
import { WhatIfTurn } from '../ask-what-if/what-if-turn';
import { ListFlipsHandler } from './list-flips.handler';
import { ListFlips } from './list-flips.query';

/** More than is held for a reader who does not read. */
const CASES = 3_000;
const QUESTION = {
  from: toIso(WhatIfDesk.START),
  to: toIso(WhatIfDesk.minute(60)),
  policyYaml: 'name: p\nrules: [{ targets: { first-response: { within: PT30M } } }]',
};

describe('a file of flips that nobody reads', () => {
  const desk = new WhatIfDesk();
  const turn = new WhatIfTurn();
  let handler: ListFlipsHandler;
  let reads = 0;

  beforeAll(async () => {
    await desk.publish(policyByPriority({ 3: [promise('first-response', 'PT1H')] }));
    await desk.tell('0', 0, { type: 'RegisterComplaint', ...CASE_FACTS, complaintId: '0' });
    await desk.tell('0', 45, { type: 'RespondToComplaint' });
    await desk.tell('0', 50, { type: 'WithdrawComplaint', reason: 'solved-itself' });
    const events = await desk.store.readStream('complaint-0');
    for (let n = 1; n < CASES; n++) {
      const partitionKey = String(n);
      const others = events.map(({ occurredAt, ...event }) => ({
        ...event,
        ...{ id: newId(), partitionKey, occurredAt: toIso(occurredAt) },
        commandId: `${event.commandId}-${partitionKey}`,
        data: 'complaintId' in event.data ? { ...event.data, complaintId: partitionKey } : event.data,
      }));
      await desk.store.append(`complaint-${partitionKey}`, 'none', others);
    }
    const { store, clock, policies } = desk;
    const { readAll } = store;
    store.readAll = (page) => {
      reads++;
      return readAll.call(store, page);
    };
    handler = new ListFlipsHandler(store, clock, policies, turn);
  });

  /** Begins, and reads nothing until no more is found. */
  async function begin(signal: AbortSignal): Promise<PassThrough> {
    reads = 0;
    const text = await handler.execute(new ListFlips(QUESTION, signal));
    if (!(text instanceof PassThrough)) throw new Error('not as it was begun');
    while (!text.writableNeedDrain) await nextTurn();
    for (let turns = 0; turns < 20; turns++) await nextTurn();
    return text;
  }

  it('stops the reading of the log, and is whole for whoever reads on', async () => {
    const text = await begin(new AbortController().signal);
    const readsThen = reads;
    for (let turns = 0; turns < 20; turns++) await nextTurn();
    expect(reads).toBe(readsThen);
    let lines = 0;
    for await (const chunk of text) lines += String(chunk).split('\r\n').length - 1;
    expect(lines).toBe(CASES + 1);
    expect(reads).toBeGreaterThan(readsThen * 1.2);
  });

  it('leaves the turn to others when the client goes away', async () => {
    const gone = new AbortController();
    const text = await begin(gone.signal);
    expect(() => turn.take()).toThrow('Another such question');
    const broken = new Promise((resolve) => text.once('error', resolve));
    gone.abort(new Error('gone'));
    await broken;
    await nextTurn();
    turn.take()();
  });
});
