import { ChangePolicy, type PolicyChange } from '@redress/policies';
import { toIso, VirtualClock } from '@redress/kernel';
import { originOf } from '@redress/testing';
import { holdNextAppend } from '../../../../test/support/hold-append';
import { runDesk, type RunningDesk } from '../../../../test/support/running-desk';
import { ChangeSubject, type SubjectChange } from '../change-subject/change-subject.command';
import { subjectStream } from '../events';
import { OpenSubject } from '../open-subject/open-subject.command';
import { subjectClocks } from '../subject-clocks/subject-clocks.projection';
import { SubjectsModule } from '../subjects.module';
import { ApplyToSubjects } from './apply-to-subjects.automation';

const MINUTE = 60_000;
const NAME = 'round-the-clock';
const START = Date.UTC(2026, 2, 2, 9);

const policy = (onSite: string, more = ''): string =>
  `name: ${NAME}\nrules:\n  - match: { kind: [on-site] }\n    targets:\n      on-site: { within: ${onSite} }\n${more}`;

describe('a publication that touches more than new subjects', () => {
  let clock: VirtualClock;
  let desk: RunningDesk;
  let apply: ApplyToSubjects;

  beforeEach(async () => {
    clock = new VirtualClock(START);
    desk = await runDesk({ clock, projections: [subjectClocks], modules: [SubjectsModule] });
    apply = desk.get(ApplyToSubjects);
    await publish('PT45M');
  });
  afterEach(() => desk.stop());

  const pass = (minutes: number): void => {
    clock.advanceTo(clock.now() + minutes * MINUTE);
  };
  const publish = async (
    onSite: string,
    terms: Extract<PolicyChange, { type: 'PublishDraft' }>['terms'] = {},
  ) => {
    const change = async (one: PolicyChange) =>
      (await desk.bus.execute(new ChangePolicy(NAME, one, originOf()))).number;
    return change({
      type: 'PublishDraft',
      draft: await change({ type: 'DraftPolicy', text: policy(onSite) }),
      terms,
    });
  };
  const open = async (id: string) => {
    await desk.bus.execute(
      new OpenSubject(id, { kind: 'on-site', category: 'gas', team: 'crews' }, originOf()),
    );
    return id;
  };
  const tell = (id: string, change: SubjectChange) =>
    desk.bus.execute(new ChangeSubject(id, change, {}, originOf()));
  const factsOf = async (id: string, type: string) =>
    (await desk.running.store.readStream(subjectStream(id))).filter((event) => event.type === type);
  const settle = async () => {
    pass(1);
    await desk.running.shown();
    const { store } = desk.running;
    const published = (await store.readAll({ limit: Infinity })).findLast(
      ({ type }) => type === 'PolicyPublished',
    );
    if (published === undefined) throw new Error('nothing was published');
    expect(await desk.react(apply, published)).toBeUndefined();
    const head = await store.head();
    // Once more, as after a crash.
    expect(await desk.react(apply, published)).toBeUndefined();
    expect(await store.head()).toBe(head);
  };

  it('gives those that are open their targets, from their start, once', async () => {
    const [going, ended] = [await open('one'), await open('two')];
    await tell(ended, { type: 'EndSubject' });
    await publish('PT20M', { scope: 'open-cases' });
    await settle();
    expect((await factsOf(going, 'ClockRetargeted')).map(({ data }) => data)).toMatchObject([
      { clock: 'on-site', dueAt: toIso(START + 20 * MINUTE), policy: { version: 3 } },
    ]);
    expect(await factsOf(ended, 'SubjectPolicyChanged')).toEqual([]);
    // Under the new version from then on.
    await tell(going, { type: 'RecordFact', fact: 'arrived' });
    expect((await factsOf(going, 'ClockStopped')).map(({ data }) => data)).toMatchObject([
      { verdict: 'met' },
    ]);
  });

  it('judges again what ended in its range, and keeps both verdicts', async () => {
    const id = await open('one');
    pass(50);
    await tell(id, { type: 'RecordFact', fact: 'arrived' });
    const range = { from: toIso(START), to: toIso(START + 60 * MINUTE) };
    await publish('PT60M', { scope: 'reassess', range });
    await settle();
    expect((await factsOf(id, 'VerdictReassessed')).map(({ data }) => data)).toMatchObject([
      { clock: 'on-site', judged: 'missed', now: 'met', policy: { version: 3 } },
    ]);
  });

  it('leaves all alone where it is for new ones', async () => {
    const id = await open('one');
    await publish('PT20M');
    await settle();
    expect(await factsOf(id, 'SubjectPolicyChanged')).toEqual([]);
  });

  it('tells one that was opened under the version before, and came on record when all was done', async () => {
    const slow = holdNextAppend(desk.running.store);
    const opening = open('one');
    await slow.setOff;
    await publish('PT20M', { scope: 'open-cases' });
    await settle();
    slow.goOn();
    const [opened] = await factsOf(await opening, 'SubjectOpened');
    if (opened === undefined) throw new Error('nothing was opened');
    expect(opened.data).toMatchObject({ policy: { version: 2 } });
    for (let times = 1; times <= 2; times++) expect(await desk.react(apply, opened)).toBeUndefined();
    expect((await factsOf('one', 'SubjectPolicyChanged')).map(({ data }) => data)).toMatchObject([
      { policy: { version: 3 } },
    ]);
  });
});
