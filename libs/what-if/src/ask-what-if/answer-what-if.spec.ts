import { toIso } from '@redress/kernel';
import { CASE_FACTS, policyByPriority, promise } from '@redress/testing';
import { findCalendar } from '@redress/sla';
import { LEADER } from '../../../../test/support/case-decisions';
import type { WhatIfAnswer } from './what-if-answer.dto';
import { WhatIfDesk } from '../../../../test/support/what-if-desk';

const { minute } = WhatIfDesk;

const HOURS = policyByPriority({
  1: [promise('first-response', 'PT30M'), promise('resolution', 'PT2H', { pausedBy: ['customer'] })],
  3: [promise('first-response', 'PT1H'), promise('resolution', 'PT4H', { pausedBy: ['customer'] })],
});

/** Answers within half an hour; the rest as HOURS has it. */
const STRICTER = `
name: stricter
rules:
  - match: { priority: [1, 3] }
    targets:
      first-response: { within: PT30M }
      resolution: { within: PT4H, pausedBy: [customer] }
`;

const register = (complaintId: string, facts: object = {}) =>
  ({
    type: 'RegisterComplaint',
    ...CASE_FACTS,
    complaintId,
    reference: `no-${complaintId}`,
    ...facts,
  }) as const;
const RESPOND = { type: 'RespondToComplaint' } as const;
const RESOLVE = { type: 'ResolveComplaint', resolvedBy: 'agent-1' } as const;
const CLOSE = { type: 'CloseComplaint', resolvedBy: 'agent-1', mayCloseUnasked: true } as const;
const WAIT = { type: 'StartWaiting', waitsFor: 'customer' } as const;
const RESUME = { type: 'ResumeComplaint' } as const;
const REOPEN = { type: 'ReopenComplaint' } as const;

const counts = (met: number, missed: number, running = 0, none = 0) => ({ met, missed, running, none });

describe('what if', () => {
  let desk: WhatIfDesk;

  beforeEach(async () => {
    desk = new WhatIfDesk();
    await desk.publish(HOURS);
  });

  /** Answered after 45 minutes, and closed after three hours. */
  async function anOrdinaryCase(caseId: string, from = 0, facts: object = {}): Promise<void> {
    await desk.tell(caseId, from, register(caseId, facts));
    await desk.tell(caseId, from + 45, RESPOND);
    await desk.tell(caseId, from + 180, CLOSE);
  }

  it('other targets had held: counts both sides, lists the clocks with another verdict, writes nothing', async () => {
    await anOrdinaryCase('a');
    const head = await desk.store.head();
    const { clocks, flips, judgedBy, cases } = await desk.ask({ policyYaml: STRICTER });
    expect(await desk.store.head()).toBe(head);
    expect(clocks).toEqual([
      { clock: 'first-response', recorded: counts(1, 0), wouldBe: counts(0, 1), flips: 1 },
      { clock: 'resolution', recorded: counts(1, 0), wouldBe: counts(1, 0), flips: 0 },
    ]);
    expect(flips).toEqual({
      total: 1,
      items: [
        {
          kind: 'complaint',
          subjectId: null,
          complaintId: 'a',
          reference: 'no-a',
          registeredAt: toIso(minute(0)),
          clock: 'first-response',
          instance: 1,
          cycle: 1,
          team: 'front-desk',
          priority: 3,
          was: { verdict: 'met', dueAt: toIso(minute(60)) },
          wouldBe: { verdict: 'missed', dueAt: toIso(minute(30)) },
        },
      ],
    });
    expect(judgedBy).toEqual({ name: 'stricter', version: null, calendars: [] });
    expect(cases).toEqual({ complaint: 1 });
  });

  it('nothing else had held: gives what is on record', async () => {
    await anOrdinaryCase('a');
    await desk.tell('b', 200, register('b', { priority: 1 }));
    await desk.tell('b', 260, 'look');
    await desk.tell('b', 300, WAIT);
    const { clocks, flips, judgedBy } = await desk.ask();
    expect(clocks.map(({ clock, recorded }) => [clock, recorded])).toEqual([
      ['first-response', counts(1, 1)],
      ['resolution', counts(1, 0, 1)],
    ]);
    for (const { recorded, wouldBe } of clocks) expect(wouldBe).toEqual(recorded);
    expect(flips).toEqual({ total: 0, items: [] });
    expect(judgedBy).toEqual({ name: null, version: null, calendars: [] });
  });

  it('a version of the month’s middle had held from its start', async () => {
    await anOrdinaryCase('before');
    await anOrdinaryCase('across', 350);
    desk.clock.advanceTo(minute(550));
    const second = policyByPriority(
      { 3: [promise('first-response', 'PT40M'), promise('resolution', 'PT2H')] },
      { version: 2, effectiveFrom: minute(550) },
    );
    await desk.publish(second);
    await anOrdinaryCase('after', 600);
    await desk.tell('across', 900, REOPEN);

    expect((await desk.ask()).flips.total).toBe(0);
    expect(await desk.ask({ policy: { name: 'test', version: 2 } })).toMatchObject({
      judgedBy: { name: 'test', version: 2 },
      clocks: [
        { clock: 'first-response', recorded: counts(2, 1, 1), wouldBe: counts(0, 3, 1) },
        { clock: 'resolution', recorded: counts(2, 1, 1), wouldBe: counts(0, 3, 1) },
      ],
    });
    const { flips } = await desk.ask({ policy: { name: 'test', version: 1 } });
    expect(flips.items.map(({ complaintId, clock }) => [complaintId, clock])).toEqual([
      ['after', 'first-response'],
      ['after', 'resolution'],
    ]);
  });

  it('goes by changes of priority, by pauses and by extensions, as the other policy takes them', async () => {
    const draft = `
name: draft
rules:
  - match: { priority: [3] }
    targets: { resolution: { within: PT2H, pausedBy: [customer] } }
  - match: { priority: [1] }
    targets: { resolution: { within: PT3H } }
`;
    await desk.tell('a', 0, register('a'));
    await desk.tell('a', 30, WAIT);
    await desk.tell('a', 60, RESUME);
    await desk.tell('a', 90, { type: 'ReprioritiseComplaint', priority: 1 });
    await desk.tell('a', 170, RESOLVE);
    expect((await desk.ask({ policyYaml: draft })).flips.items).toMatchObject([
      { clock: 'first-response', was: { verdict: 'missed' }, wouldBe: { verdict: 'none', dueAt: null } },
      {
        clock: 'resolution',
        was: { verdict: 'missed', dueAt: toIso(minute(150)) },
        wouldBe: { verdict: 'met', dueAt: toIso(minute(180)) },
      },
    ]);
    await desk.tell('b', 200, register('b'));
    await desk.tell('b', 201, {
      type: 'RequestExtension',
      clock: 'resolution',
      within: 'PT6H',
      reason: 'parts',
    });
    await desk.tell('b', 202, { type: 'GrantExtension' }, { actor: LEADER });
    await desk.tell('b', 560, RESOLVE);
    const { flips } = await desk.ask({ policyYaml: draft, from: toIso(minute(200)) });
    expect(flips.items).toMatchObject([{ clock: 'first-response' }]);
  });

  it('a calendar had other hours: under the policy in force, and under a draft that names it', async () => {
    const always = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
    const closed = `
name: 24x7-but-not
zone: UTC
horizon: { firstDay: 2026-01-01, lastDay: 2026-12-31 }
weekly:
${always.map((day) => `  ${day}: [00:00-09:15, 10:15-24:00]`).join('\n')}
`;
    const draft = STRICTER.replace('PT30M', 'PT30M, calendar: 24x7-but-not');
    await anOrdinaryCase('a');
    const { clocks, judgedBy } = await desk.ask({ policyYaml: draft, calendars: [closed] });
    expect(clocks[0]).toMatchObject({ clock: 'first-response', wouldBe: counts(1, 0) });
    expect(judgedBy.calendars).toEqual(['24x7-but-not']);
    expect(findCalendar('24x7-but-not')).toBeUndefined();
  });

  it('takes a calendar that is shipped where none of that name was published', async () => {
    await anOrdinaryCase('a');
    const draft = STRICTER.replace('PT30M', 'PT30M, calendar: office');
    const { clocks } = await desk.ask({ policyYaml: draft });
    expect(clocks[0]).toMatchObject({ clock: 'first-response', wouldBe: counts(0, 1) });
  });

  it('counts a case that was reopened once, with each of its cycles', async () => {
    await anOrdinaryCase('a');
    await anOrdinaryCase('b', 190);
    await desk.tell('a', 400, REOPEN);
    await desk.tell('a', 440, RESPOND);
    await desk.tell('a', 500, CLOSE);
    const { cases, clocks, flips } = await desk.ask({ policyYaml: STRICTER });
    expect(cases).toEqual({ complaint: 2 });
    expect(clocks[0]).toEqual({
      clock: 'first-response',
      recorded: counts(3, 0),
      wouldBe: counts(0, 3),
      flips: 3,
    });
    expect(flips.items.map(({ complaintId, cycle }) => [complaintId, cycle])).toEqual([
      ['a', 1],
      ['a', 2],
      ['b', 1],
    ]);
  });

  it('counts what comes of a case after it was over: by an appeal, and by a fact of an earlier cycle', async () => {
    const ownClock = `
name: appeals
clocks:
  x-appeal: { starts: [ComplaintAppealed], stops: [AppealDecided], per: occurrence }
rules:
  - targets: { first-response: { within: PT1H }, x-appeal: { within: PT1H } }
`;
    await desk.tell('a', 0, register('a'));
    await desk.tell('a', 80, CLOSE);
    await desk.tell('a', 100, { type: 'AppealComplaint' });
    await desk.tell('a', 120, { type: 'DecideAppeal', upheld: true }, { actor: LEADER });
    const runs = (answer: WhatIfAnswer) =>
      answer.clocks.map(({ clock, recorded, wouldBe }) => [clock, recorded, wouldBe] as const);
    const responses = ['first-response', counts(0, 1, 1), counts(0, 1, 1)] as const;
    for (const as of ['judged', 'known'] as const) {
      expect(runs(await desk.ask({ policyYaml: ownClock, as }))).toEqual([
        responses,
        ['resolution', counts(1, 0, 1), counts(0, 0, 0, 2)],
        ['x-appeal', counts(0, 0, 0, 1), counts(1, 0)],
      ]);
    }
    // Told now, and of the cycle that is over.
    await desk.tell('a', 130, RESPOND, { happenedAt: 40 });
    expect(runs(await desk.ask())[0]).toEqual(responses);
    expect(runs(await desk.ask({ as: 'known' }))[0]).toEqual([
      'first-response',
      counts(1, 0, 1),
      counts(1, 0, 1),
    ]);
  });

  it('takes the cases that were registered in the range, however they went on', async () => {
    await anOrdinaryCase('before');
    await anOrdinaryCase('within', 200);
    await anOrdinaryCase('after', 400);
    await desk.tell('before', 700, REOPEN);
    await desk.tell('within', 701, REOPEN);
    const seen: string[] = [];
    const range = { from: toIso(minute(200)), to: toIso(minute(400)) };
    const { cases, clocks } = await desk.ask(range, {
      onRun: ({ complaintId }, { was }) =>
        seen.push(`${complaintId ?? ''} ${was?.clock ?? ''} ${was?.verdict ?? ''}`),
    });
    expect(cases).toEqual({ complaint: 1 });
    expect(clocks[0]?.recorded).toEqual(counts(1, 0, 1));
    expect(seen).toEqual([
      'within first-response met',
      'within resolution met',
      'within first-response running',
      'within resolution running',
    ]);
  });

  it('counts by team, priority, tier, category and kind, each run where it ended', async () => {
    await anOrdinaryCase('a');
    await desk.tell('b', 200, register('b', { kind: 'enquiry', tier: 'vip', team: 'north' }));
    await desk.tell('b', 210, RESPOND);
    await desk.tell('b', 220, { type: 'TransferComplaint', team: 'south', agent: null });
    const { groups } = await desk.ask({ groups: ['tier', 'team', 'kind'] });
    expect(
      groups.map(({ by, group, clock, recorded: { met, running } }) => [by, group, clock, met, running]),
    ).toEqual([
      ['tier', 'standard', 'first-response', 1, 0],
      ['tier', 'standard', 'resolution', 1, 0],
      ['tier', 'vip', 'first-response', 1, 0],
      ['tier', 'vip', 'resolution', 0, 1],
      ['team', 'front-desk', 'first-response', 1, 0],
      ['team', 'front-desk', 'resolution', 1, 0],
      ['team', 'north', 'first-response', 1, 0],
      ['team', 'south', 'resolution', 0, 1],
      ['kind', 'complaint', 'first-response', 1, 0],
      ['kind', 'complaint', 'resolution', 1, 0],
      ['kind', 'enquiry', 'first-response', 1, 0],
      ['kind', 'enquiry', 'resolution', 0, 1],
    ]);
    expect(await desk.ask({ kind: ['enquiry'] })).toMatchObject({
      cases: { enquiry: 1 },
      clocks: [{ recorded: counts(1, 0) }, { recorded: counts(0, 0, 1) }],
    });
  });

  it('other targets had held for what has clocks beside the cases: its runs are counted with theirs', async () => {
    const visit = {
      type: 'OpenSubject',
      subjectId: 'v',
      complaintId: 'a',
      kind: 'on-site',
      category: 'gas',
      channel: 'phone',
      priority: 1,
      tier: 'standard',
      specialCare: false,
      team: 'crews',
    } as const;
    await desk.publish({
      ...HOURS,
      version: 2,
      effectiveFrom: minute(0),
      rules: [{ match: { kind: ['on-site'] }, targets: [promise('on-site', 'PT45M')] }, ...HOURS.rules],
    });
    await desk.tellSubject('v', 0, visit, 'a');
    await anOrdinaryCase('a', 5);
    await desk.tellSubject('v', 190, { type: 'RecordFact', fact: 'arrived' }, 'a');
    await desk.tellSubject('w', 200, { ...visit, subjectId: 'w', complaintId: null, team: 'others' });
    await desk.tellSubject('later', 500, { ...visit, subjectId: 'later' });
    const stricter = STRICTER.replace(
      'rules:',
      'rules:\n  - { match: { kind: [on-site] }, targets: { on-site: { within: PT4H } } }',
    );
    const range = { to: toIso(minute(499)) };
    const { subjects, cases, clocks, groups, flips } = await desk.ask({ ...range, policyYaml: stricter });
    expect([cases, subjects]).toEqual([{ complaint: 1 }, { 'on-site': 2 }]);
    expect(clocks.find(({ clock }) => clock === 'on-site')).toEqual({
      ...{ clock: 'on-site', recorded: counts(0, 2), wouldBe: counts(1, 1), flips: 1 },
    });
    expect(groups.filter(({ clock }) => clock === 'on-site').map(({ group }) => group)).toEqual([
      ...['crews', 'others', '1'],
    ]);
    expect(flips.items).toMatchObject([
      {
        ...{ kind: 'on-site', subjectId: 'v', complaintId: 'a', reference: null, team: 'crews' },
        ...{ registeredAt: toIso(minute(0)), was: { verdict: 'missed', dueAt: toIso(minute(45)) } },
        wouldBe: { verdict: 'met', dueAt: toIso(minute(240)) },
      },
      { kind: 'complaint', subjectId: null, complaintId: 'a' },
    ]);
    expect((await desk.ask(range)).flips.total).toBe(0);
    const ofCases = await desk.ask({ ...range, kind: ['complaint'] });
    expect([ofCases.subjects, ofCases.clocks.length]).toEqual([{}, 2]);
  });

  it('counts both sides by what is known now, where that is asked for', async () => {
    await desk.tell('a', 0, register('a'));
    await desk.tell('a', 70, 'look');
    // In time for the hour that was promised, and not for half of it.
    await desk.tell('a', 80, RESPOND, { happenedAt: 50 });
    const [judged] = (await desk.ask({ policyYaml: STRICTER })).clocks;
    expect(judged).toMatchObject({ recorded: counts(0, 1), wouldBe: counts(0, 1), flips: 0 });
    const { as, clocks, flips } = await desk.ask({ policyYaml: STRICTER, as: 'known' });
    expect(as).toBe('known');
    expect(clocks[0]).toMatchObject({ recorded: counts(1, 0), wouldBe: counts(0, 1), flips: 1 });
    expect(flips.items).toMatchObject([
      {
        was: { verdict: 'met', dueAt: toIso(minute(60)) },
        wouldBe: { verdict: 'missed', dueAt: toIso(minute(30)) },
      },
    ]);
    expect((await desk.ask({ as: 'known' })).flips.total).toBe(0);
  });

  it('lists no more flips than asked for: those of the cases registered first, whenever they end', async () => {
    for (const [n, caseId] of ['c', 'a', 'b'].entries()) await desk.tell(caseId, n, register(caseId));
    for (const [n, caseId] of ['b', 'a', 'c'].entries()) await desk.tell(caseId, 50 + n, CLOSE);
    const { flips } = await desk.ask({ policyYaml: STRICTER, flips: 2 });
    expect(flips.total).toBe(3);
    expect(flips.items.map(({ complaintId }) => complaintId)).toEqual(['c', 'a']);
    expect((await desk.ask({ policyYaml: STRICTER, flips: 0 })).flips).toEqual({ total: 3, items: [] });
  });

  it('a stored draft had held, and says where there is none', async () => {
    await anOrdinaryCase('a');
    await expect(desk.ask({ draft: 'test' })).rejects.toMatchObject({ code: 'draft-unusable' });
    const { name, rules } = policyByPriority({ 3: [promise('first-response', 'PT30M')] });
    await desk.draft({ name, draft: 1, rules });
    expect(await desk.ask({ draft: 'test' })).toMatchObject({
      judgedBy: { name: 'test', version: null },
      clocks: [{ clock: 'first-response', wouldBe: counts(0, 1) }, { clock: 'resolution' }],
    });
    await expect(desk.ask({ draft: 'test', policyYaml: STRICTER })).rejects.toMatchObject({
      code: 'policy-ambiguous',
    });
  });

  it('refuses what makes no sense, and says why', async () => {
    const now = toIso(minute(0));
    await expect(desk.ask({ from: now, to: now })).rejects.toMatchObject({ code: 'range-empty' });
    await expect(desk.ask({ policy: { name: 'test', version: 7 } })).rejects.toMatchObject({
      code: 'policy-unknown',
    });
    const draft = STRICTER.replace('PT30M', 'soon');
    await expect(desk.ask({ policyYaml: draft })).rejects.toMatchObject({
      code: 'draft-unusable',
      message: expect.stringContaining('policy:6: ') as unknown,
      details: { errors: [{ field: 'policyYaml', line: 6 }] },
    });
    const unknown = STRICTER.replace('PT30M', 'PT30M, calendar: nowhere');
    await expect(desk.ask({ policyYaml: unknown })).rejects.toMatchObject({
      code: 'draft-unusable',
      details: { errors: [{ field: 'policyYaml', line: 6 }] },
    });
    await expect(desk.ask({ calendars: ['name: x'] })).rejects.toMatchObject({
      code: 'draft-unusable',
      details: {
        errors: expect.arrayContaining([expect.objectContaining({ field: 'calendars' })]) as unknown,
      },
    });
  });

  it('ends when nobody waits for it any more', async () => {
    await expect(desk.ask({}, { signal: AbortSignal.abort(new Error('gone')) })).rejects.toThrow('gone');
  });
});
