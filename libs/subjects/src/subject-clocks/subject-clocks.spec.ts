import { complaintStream } from '@redress/complaints';
import { toIso, VirtualClock, type Actor, type DomainEvent, type RecordedEvent } from '@redress/kernel';
import type { Policy } from '@redress/sla';
import {
  bookOf,
  projectionSpec,
  promise,
  recordedEvents,
  runProjections,
  type RunningProjections,
} from '@redress/testing';
import type { SubjectOrder } from '../domain/commands';
import { subjectDecider, type SubjectStreamEvent } from '../domain/subject-decider';
import { subjectStream } from '../events';
import { AskGoingSubjectClocksHandler } from '../going-subject-clocks/ask-going-subject-clocks.handler';
import { AskGoingSubjectClocks } from '../going-subject-clocks/ask-going-subject-clocks.query';
import { AskSubjectFiguresHandler } from '../subject-figures/ask-subject-figures.handler';
import { AskSubjectFigures } from '../subject-figures/ask-subject-figures.query';
import type { SubjectFiguresQuestion } from '../subject-figures/subject-figures.dto';
import { subjectClocks } from './subject-clocks.projection';

const T0 = Date.UTC(2026, 2, 2, 9);
const at = (minutes: number): number => T0 + minutes * 60_000;
const AGENT: Actor = { id: 'agent-1', kind: 'staff', role: 'agent' };
const POLICY: Policy = {
  name: 'field',
  version: 3,
  effectiveFrom: 0,
  rules: [
    { match: { kind: ['on-site'] }, targets: [promise('on-site', 'PT45M', { pausedBy: ['customer'] })] },
    { match: { kind: ['work-order'] }, targets: [promise('work-order', 'PT2H')] },
  ],
};

type Step = readonly [minute: number, order: SubjectOrder];

/** What the stream of a subject says that was opened at minute 0. */
function life(
  {
    id,
    kind,
    team = 'crews',
    complaintId = null,
  }: { id: string; kind: string; team?: string; complaintId?: string | null },
  ...steps: readonly Step[]
): SubjectStreamEvent[] {
  const open: SubjectOrder = {
    ...{ type: 'OpenSubject', subjectId: id, complaintId, kind, category: 'gas', team },
    ...{ channel: 'phone', priority: 2, tier: 'standard', specialCare: false },
  };
  let state = subjectDecider.initial;
  return [[0, open] as const, ...steps].flatMap(([minute, order]) => {
    const context = { now: at(minute), policies: bookOf(POLICY), actor: AGENT, why: {} };
    const events = subjectDecider.decide({ ...order, ...context }, state);
    state = events.reduce(subjectDecider.evolve, state);
    return [...events];
  });
}

const ARRIVED: SubjectOrder = { type: 'RecordFact', fact: 'arrived' };
const REPLIED: SubjectOrder = { type: 'RecordFact', fact: 'replied' };
const WAITS: SubjectOrder = { type: 'StartSubjectWaiting', waitsFor: 'customer' };
const ENDS: SubjectOrder = { type: 'EndSubject' };

describe('the clocks of subjects as rows', () => {
  const of = (id: string, partitionKey: string, ...events: readonly DomainEvent[]): RecordedEvent[] =>
    recordedEvents(...events.map((event) => ({ ...event, stream: subjectStream(id), partitionKey })));

  it('keep the subjects of one case apart, and the clocks of the case out', () => {
    const first = life({ id: 'one', kind: 'work-order', complaintId: 'case-1' }, [10, REPLIED]);
    const second = life({ id: 'two', kind: 'work-order', complaintId: 'case-1' }, [150, REPLIED]);
    const [started] = first.filter(({ type }) => type === 'ClockStarted');
    if (started === undefined) throw new Error('no clock started');
    const ofTheCase = recordedEvents({ ...started, stream: complaintStream('case-1') });
    const events = [...of('one', 'case-1', ...first), ...ofTheCase, ...of('two', 'case-1', ...second)];
    projectionSpec(subjectClocks)
      .given(events.map((event, index) => ({ ...event, position: String(index).padStart(16, '0') })))
      .then('subject_clocks', [
        { subject_id: 'one', complaint_id: 'case-1', clock: 'work-order', instance: 1, state: 'met' },
        { subject_id: 'two', complaint_id: 'case-1', clock: 'work-order', instance: 1, state: 'missed' },
      ]);
  });

  it('say what was found when it was judged again', () => {
    const judgedAgain = {
      ...{ type: 'VerdictReassessed', version: 1, occurredAt: at(50) },
      data: {
        ...{ clock: 'on-site', instance: 1, cycle: 1, judged: 'missed', now: 'met' },
        policy: { name: 'field', version: 4, rule: 1 },
        dueAt: toIso(at(60)),
        judgedAgainAt: toIso(at(99)),
      },
    };
    const events = life({ id: 'one', kind: 'on-site' }, [50, ARRIVED], [55, ENDS]);
    const all = [...events, judgedAgain];
    projectionSpec(subjectClocks)
      .given(of('one', subjectStream('one'), ...all))
      .then('subject_clocks', [{ state: 'missed', reassessed: 'met', corrected_from: null }])
      .then('clocked_subjects', [{ subject_id: 'one', ended: true, changed_at: at(55) }]);
  });
});

describe('questions about the clocks of subjects', () => {
  let running: RunningProjections;

  beforeAll(async () => {
    running = await runProjections(new VirtualClock(at(0)), subjectClocks);
    const record = async (subject: Parameters<typeof life>[0], ...steps: Step[]) => {
      const stream = subjectStream(subject.id);
      await running.recordOn({ stream, partitionKey: stream }, ...life(subject, ...steps));
    };
    await record({ id: 'met', kind: 'on-site' }, [40, ARRIVED]);
    await record({ id: 'missed', kind: 'on-site', team: 'north' }, [50, ARRIVED]);
    await record({ id: 'going', kind: 'on-site' });
    await record({ id: 'waiting', kind: 'on-site' }, [5, WAITS]);
    await record({ id: 'order', kind: 'work-order' });
    await record({ id: 'ended', kind: 'work-order', team: 'north' }, [5, ENDS]);
    await running.shown();
  });
  afterAll(() => running.stop());

  const going = (filter: { team?: string; kind?: string }, page: { limit: number; cursor?: string }) =>
    new AskGoingSubjectClocksHandler(running.readModel).execute(new AskGoingSubjectClocks(filter, page));

  it('give those that go, the earliest due first, those that stand still at the end', async () => {
    const { items, nextCursor } = await going({}, { limit: 10 });
    expect(items.map(({ subjectId, state }) => [subjectId, state])).toEqual([
      ['going', 'running'],
      ['order', 'running'],
      ['waiting', 'paused'],
    ]);
    expect(items[0]).toMatchObject({ team: 'crews', kind: 'on-site', dueAt: toIso(at(45)) });
    expect(nextCursor).toBeUndefined();
    expect((await going({ kind: 'work-order' }, { limit: 10 })).items).toHaveLength(1);
    expect((await going({ team: 'north' }, { limit: 10 })).items).toEqual([]);
  });

  it('give each once, page by page', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await going({}, { limit: 1, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.items.map(({ subjectId }) => subjectId));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(['going', 'order', 'waiting']);
  });

  const figures = (question: SubjectFiguresQuestion) =>
    new AskSubjectFiguresHandler(running.readModel).execute(new AskSubjectFigures(question));

  it('count them by verdict', async () => {
    expect(await figures({})).toEqual([
      { group: 'on-site', met: 1, missed: 1, running: 2, none: 0, attained: 0.5 },
      { group: 'work-order', met: 0, missed: 0, running: 1, none: 1, attained: null },
    ]);
    expect(await figures({ by: 'team', kind: 'on-site', as: 'known' })).toEqual([
      { group: 'crews', met: 1, missed: 0, running: 2, none: 0, attained: 1 },
      { group: 'north', met: 0, missed: 1, running: 0, none: 0, attained: 0 },
    ]);
    expect(await figures({ from: toIso(at(1)) })).toEqual([]);
    expect(await figures({ to: toIso(at(1)), clock: 'work-order', as: 'reassessed' })).toHaveLength(1);
  });
});
