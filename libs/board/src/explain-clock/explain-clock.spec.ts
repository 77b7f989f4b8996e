import { newId, toIso, VirtualClock, type NewEvent } from '@redress/kernel';
import { InMemoryEventStore, originOf } from '@redress/testing';
import { iso, lived, PAUSED, resolve, type Life } from '../../../../test/support/march-case';
import { ExplainClockHandler } from './explain-clock.handler';
import { ExplainClock } from './explain-clock.query';

const HOUR = 3_600_000;

/** A case of March with a target of three working days, and what is told of its clock at an instant. */
async function told(life: Life, at: string, which: { clock?: string; instance?: number } = {}) {
  const store = new InMemoryEventStore();
  const { events } = lived('03-02T10:00', life);
  await store.append(
    'complaint-7',
    'none',
    events.map(({ type, version, occurredAt, data }): NewEvent => ({
      ...originOf(),
      id: newId(),
      type,
      version,
      occurredAt: toIso(occurredAt),
      partitionKey: '7',
      data,
    })),
  );
  const handler = new ExplainClockHandler(store, new VirtualClock(Date.parse(iso(at))));
  const answer = await handler.execute(
    new ExplainClock('7', {
      clock: which.clock ?? 'resolution',
      instance: which.instance,
      asOf: undefined,
    }),
  );
  return { answer, history: await store.readStream('complaint-7') };
}

const shortOf = ({ intervals }: Awaited<ReturnType<typeof told>>['answer']) =>
  intervals.map(({ from, lengthMs, state, ends }) =>
    [from.slice(5, 16), state, lengthMs / HOUR, ends.event?.type ?? ends.hours?.hours ?? ends.by].join(' '),
  );

describe('the explanation of a clock', () => {
  it('tells every interval, and why it ends: an event of the case or hours of the calendar', async () => {
    const { answer, history } = await told([...PAUSED, ['03-06T10:00', resolve]], '03-20T10:00');
    expect(shortOf(answer)).toEqual([
      '03-02T10:00 running 2 09:00-12:00',
      '03-02T12:00 closed 1 13:00-17:00',
      '03-02T13:00 running 4 13:00-17:00',
      '03-02T17:00 closed 16 09:00-12:00',
      '03-03T09:00 running 3 09:00-12:00',
      '03-03T12:00 closed 1 13:00-17:00',
      '03-03T13:00 paused 4 13:00-17:00',
      '03-03T17:00 closed 40 09:00-12:00',
      '03-05T09:00 paused 3 09:00-12:00',
      '03-05T12:00 closed 1 13:00-17:00',
      '03-05T13:00 running 4 13:00-17:00',
      '03-05T17:00 closed 16 09:00-12:00',
      '03-06T09:00 running 1 ClockStopped',
    ]);
    expect(answer.intervals[7]?.holidays).toEqual([{ date: '2026-03-04', name: 'Founding day' }]);
    const stopped = history.find(({ type }) => type === 'ClockStopped');
    expect(answer.intervals.at(-1)?.ends.event).toEqual({
      id: stopped?.id,
      type: 'ClockStopped',
      revision: stopped?.revision,
    });
    expect(answer).toMatchObject({
      verdict: 'met',
      until: iso('03-06T10:00'),
      dueAt: iso('03-09T17:00'),
      runningMs: 14 * HOUR,
      pausedMs: 7 * HOUR,
      closedMs: 75 * HOUR,
      policy: { name: 'test', version: 1, rule: 3 },
      target: { within: 'P3BD', calendar: { name: 'march', version: 1 }, setBy: { type: 'ClockStarted' } },
    });
    expect(stopped?.data).toMatchObject({ elapsedMs: answer.runningMs });
  });

  it('names the events by which it stood still and went on', async () => {
    const life: Life = [
      ['03-02T10:30', { type: 'StartWaiting', waitsFor: 'customer' }],
      ['03-02T11:00', { type: 'ResumeComplaint' }],
    ];
    const { answer } = await told(life, '03-02T11:30');
    expect(shortOf(answer)).toEqual([
      '03-02T10:00 running 0.5 ClocksPaused',
      '03-02T10:30 paused 0.5 ClocksResumed',
      '03-02T11:00 running 0.5 end',
    ]);
    expect(answer).toMatchObject({ verdict: 'running', until: iso('03-02T11:30') });
  });

  it('comes to a line in English and in Chinese', async () => {
    const { answer } = await told(PAUSED, '03-12T10:00');
    expect(answer.lines).toEqual({
      en: 'Resolution 1: ran 42 h of P3BD on calendar march version 1; stood still 7 h; closed hours 191 h; rule 3 of test version 1; due 2026-03-09T17:00:00.000Z; not ended yet.',
      zh: '解决（第 1 次）：已计时 42 小时，目标 P3BD，日历 march 第 1 版；暂停 7 小时；非工作时间 191 小时；test 第 1 版规则 3；到期 2026-03-09T17:00:00.000Z；尚未结束。',
    });
  });

  it('goes no further than the calendar', async () => {
    const { answer } = await told([], '04-20T10:00');
    expect(answer.until).toBe(iso('04-01T00:00'));
  });

  it('is of a clock that ran on a case that is on record', async () => {
    await expect(told([], '03-02T10:00', { clock: 'callback' })).rejects.toMatchObject({ kind: 'not-found' });
    await expect(told([], '03-02T10:00', { instance: 2 })).rejects.toMatchObject({ kind: 'not-found' });
  });
});
