import { Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EVENT_STORE } from '@redress/event-store';
import { CLOCK, toIso } from '@redress/kernel';
import { PolicyShelf } from '@redress/policies';
import { CASE_FACTS, policyByPriority, promise } from '@redress/testing';
import { problemOf, startEcho, type RunningEcho } from '../../../platform/src/http/test-app/start-echo';
import { WhatIfDesk } from '../../../../test/support/what-if-desk';
import type { WhatIfAnswer } from '../ask-what-if/what-if-answer.dto';
import { WhatIfModule } from '../what-if.module';
import { flipLine, FLIPS_HEAD } from './flip-line';

const RANGE = { from: toIso(WhatIfDesk.START), to: toIso(WhatIfDesk.minute(60)) };
const policyYaml = 'name: p\nrules: [{ targets: { first-response: { within: PT30M } } }]';
const CASES = Array.from({ length: 12 }, (_, n) => `case-${String(n)}`);

describe('the file of flips', () => {
  const desk = new WhatIfDesk();
  let echo: RunningEcho;

  beforeAll(async () => {
    await desk.publish(policyByPriority({ 3: [promise('first-response', 'PT1H')] }));
    for (const complaintId of CASES)
      await desk.tell(complaintId, 0, { type: 'RegisterComplaint', ...CASE_FACTS, complaintId });
    // Answered within the hour, but not within half of it; the first one earlier than the others.
    for (const [n, complaintId] of CASES.entries())
      await desk.tell(complaintId, n === 0 ? 40 : 45, { type: 'RespondToComplaint' });
    const engines = [
      { provide: EVENT_STORE, useValue: desk.store },
      { provide: CLOCK, useValue: desk.clock },
      { provide: PolicyShelf, useValue: desk.policies },
    ];

    @Global()
    @Module({ providers: engines, exports: engines.map(({ provide }) => provide) })
    class EnginesModule {}

    echo = await startEcho({}, [CqrsModule.forRoot(), EnginesModule, WhatIfModule]);
  });
  afterAll(() => echo.app.close());

  const ask = (path: string, body: object, role = 'analyst') =>
    fetch(`${echo.url}/v1/what-if${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${role}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const linesOf = async (body: object): Promise<readonly string[]> => {
    const answer = await ask('/flips', body);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [head, ...lines] = (await answer.text()).split(/(?<=\r\n)/);
    expect(head).toBe(FLIPS_HEAD);
    return lines;
  };

  it('has all that an answer counts, however few it lists', async () => {
    const answer = (await (await ask('', { ...RANGE, policyYaml, flips: 2 })).json()) as WhatIfAnswer;
    expect(answer.flips).toMatchObject({ total: 12, items: [{}, {}] });
    const lines = await linesOf({ ...RANGE, policyYaml, asOf: answer.asOf });
    expect(lines).toHaveLength(12);
    expect(new Set(lines)).toEqual(new Set(lines.filter((line) => line.includes(',first-response,1,1,'))));
    expect(lines).toEqual(expect.arrayContaining(answer.flips.items.map(flipLine)));
  });

  it('has what was known at an instant, whatever came later', async () => {
    // At 9:40 one case was answered, too late by the other policy; the others were late by it and went on.
    const before = await linesOf({ ...RANGE, policyYaml, asOf: toIso(WhatIfDesk.minute(40)) });
    expect(before.filter((line) => line.includes(',met,'))).toHaveLength(1);
    expect(before.filter((line) => line.includes(',running,'))).toHaveLength(11);
    expect(await linesOf({ ...RANGE, policyYaml, asOf: toIso(WhatIfDesk.minute(20)) })).toEqual([]);
    const later = await ask('/flips', { ...RANGE, asOf: toIso(WhatIfDesk.minute(46)) });
    expect(await problemOf(later)).toMatchObject({ status: 422, code: 'instant-in-future' });
  });

  it('is refused as a question is: before it begins', async () => {
    const draft = await ask('/flips', {
      ...RANGE,
      policyYaml: 'name: p\nrules: [{ targets: { nothing: {} } }]',
    });
    expect(await problemOf(draft)).toMatchObject({ status: 422, code: 'draft-unusable' });
    expect((await ask('/flips', { ...RANGE, flips: 3 })).status).toBe(400);
    expect((await ask('/flips', RANGE, 'agent')).status).toBe(403);
    // And leaves the turn to the next.
    expect(await linesOf(RANGE)).toEqual([]);
  });

  it('has no formula in it, and quotes what has commas', () => {
    const side = { verdict: 'met', dueAt: null } as const;
    const line = flipLine({
      ...{ kind: 'complaint', complaintId: 'c-1', subjectId: null, reference: '=1+1' },
      ...{
        registeredAt: RANGE.from,
        clock: 'resolution',
        instance: 1,
        cycle: 1,
        team: 'a,b "c"',
        priority: 3,
      },
      ...{ was: side, wouldBe: { ...side, verdict: 'missed' } },
    });
    expect(line).toBe(`complaint,c-1,,'=1+1,${RANGE.from},resolution,1,1,"a,b ""c""",3,met,,missed,\r\n`);
  });
});
