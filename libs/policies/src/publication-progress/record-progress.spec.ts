import { VirtualClock } from '@redress/kernel';
import { InMemoryEventStore, originOf } from '@redress/testing';
import type { PublicationProgressed } from '../events';
import sample from './progress-sample.json';
import { progressOf } from './publication-progress';
import { RecordProgress } from './record-progress.command';
import { RecordProgressHandler } from './record-progress.handler';

type Progress = PublicationProgressed['data'];

// What stands in a log stays readable for ever. Never edit the sample.
const STORED = sample.data as Progress;

describe('how far a publication has come', () => {
  const given = () => {
    const store = new InMemoryEventStore();
    const handler = new RecordProgressHandler(store, new VirtualClock(0));
    return {
      steps: async () => (await progressOf(store, STORED)).map(({ data }) => data),
      record: (progress: Partial<Progress>, after: number | undefined) =>
        handler.execute(new RecordProgress({ ...STORED, ...progress }, after, originOf())),
    };
  };

  it('is recorded step by step, each once, whoever took it', async () => {
    const { record, steps } = given();
    const begun = { done: 0, changed: 0, lastCaseId: null, state: 'running' } as const;
    expect(await record(begun, undefined)).toMatchObject({ changed: true });
    expect(await record(begun, undefined)).toMatchObject({ changed: false });
    expect(await record({ state: 'running' }, 0)).toMatchObject({ changed: true });
    expect(await record({ state: 'running' }, 0)).toMatchObject({ changed: false });
    expect(await record({ done: 150, state: 'done' }, STORED.done)).toMatchObject({ changed: true });
    expect(await record({ done: 160 }, 150)).toMatchObject({ changed: false });
    expect((await steps()).map(({ done }) => done)).toEqual([0, STORED.done, 150]);
  });

  it('is written as ever', async () => {
    const { record, steps } = given();
    await record(STORED, undefined);
    expect(await steps()).toEqual([sample.data]);
  });
});
