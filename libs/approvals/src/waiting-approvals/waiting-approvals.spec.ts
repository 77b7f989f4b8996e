import type { PageQuery } from '@redress/http';
import { toIso, VirtualClock, type DomainEvent } from '@redress/kernel';
import { recordedEvents, runProjections, type RunningProjections } from '@redress/testing';
import { caseLife, minute, registration, type LifeStep } from '../../../../test/support/case-life';
import { approvals } from './approvals.projection';
import { AskWaitingApprovalsHandler } from './ask-waiting-approvals.handler';
import { AskWaitingApprovals, type Decider } from './ask-waiting-approvals.query';
import { WaitingApprovalsQuestion } from './waiting-approval.dto';

const SUPERVISOR: Decider = { id: 'sue', role: 'supervisor' };
const leaderOf = (...teams: string[]): Decider => ({ id: 'leo', role: 'shift-leader', teams });

/** A remedy for which approval was asked at a minute, by ann. */
const remedyAsked = (at: number, approvers: readonly string[], dueIn?: number): DomainEvent[] => {
  const occurredAt = minute(at);
  const data = {
    resolutionId: `r-${String(at)}`,
    team: 'north',
    agent: null,
    priority: 4,
    cycle: 1,
    cause: 'billing',
    proposedBy: 'ann',
    remedies: [{ kind: 'refund', amount: { minor: 5_000, currency: 'EUR' } }],
    exceeds: 'day',
    approvers,
    authority: { name: 'limits', version: 1 },
  };
  const run = { clock: 'approval', instance: 1, cycle: 1 };
  return [
    { type: 'ResolutionApprovalRequested', version: 1, occurredAt, data },
    ...(dueIn === undefined
      ? []
      : [
          {
            type: 'ClockStarted',
            version: 1,
            occurredAt,
            data: { ...run, startedAt: toIso(occurredAt), dueAt: toIso(minute(at + dueIn)) },
          },
        ]),
  ];
};

describe('the question what waits for my decision', () => {
  let running: RunningProjections;

  beforeAll(async () => {
    running = await runProjections(new VirtualClock(minute(0)), approvals);
    const ask: LifeStep = [
      10,
      { type: 'RequestExtension', clock: 'resolution', within: 'PT30H', reason: 'evidence' },
    ];
    const resolved: LifeStep = [10, { type: 'ResolveComplaint', resolvedBy: 'leo' }];
    await live('extension', {}, [ask]);
    await live('appeal', {}, [resolved, [20, { type: 'AppealComplaint' }]]);
    await live('southern', { team: 'south' }, [ask]);
    await live('refund', { reference: 'INC7' }, [], remedyAsked(5, ['shift-leader', 'supervisor'], 30));
    await live('large', {}, [], remedyAsked(6, ['supervisor']));
    await live('by-day', {}, [], remedyAsked(7, ['agent', 'shift-leader', 'supervisor']));
    await live(
      'closed',
      {},
      [],
      [
        ...remedyAsked(8, ['supervisor']),
        {
          type: 'ComplaintClosed',
          version: 1,
          occurredAt: minute(9),
          data: { team: 'north', agent: null, priority: 4, cycle: 1 },
        },
      ],
    );
    await running.shown();
  });
  afterAll(() => running.stop());

  const live = async (
    caseId: string,
    facts: Parameters<typeof registration>[1],
    steps: readonly LifeStep[],
    more: readonly DomainEvent[] = [],
  ) => {
    const events = recordedEvents(...caseLife(registration(caseId, { priority: 4, ...facts }), ...steps));
    await running.record(caseId, ...events, ...more);
  };
  const answer = (decider: Decider, question: Partial<WaitingApprovalsQuestion & PageQuery> = {}) =>
    new AskWaitingApprovalsHandler(running.readModel, running.past).execute(
      new AskWaitingApprovals({ ...new WaitingApprovalsQuestion(), ...question }, decider),
    );
  const waiting = async (...of: Parameters<typeof answer>) =>
    (await answer(...of)).items.map(({ complaintId }) => complaintId);

  const ALL = ['refund', 'extension', 'southern', 'large', 'by-day', 'appeal'];

  it('is answered with the earliest due first, then the oldest', async () => {
    expect(await waiting(SUPERVISOR)).toEqual(ALL);
  });

  it.each([1, 2, 5, 6])('is answered %i at a time, each once', async (limit) => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await answer(SUPERVISOR, { limit, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.items.map(({ complaintId }) => complaintId));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(ALL);
  });

  it('shows a shift leader only their own teams, what their role may decide, and no decision of their own', async () => {
    expect(await waiting(leaderOf('north'))).toEqual(['refund', 'extension', 'by-day']);
    expect(await waiting({ ...leaderOf('north'), id: 'eve' })).toEqual([
      'refund',
      'extension',
      'by-day',
      'appeal',
    ]);
    expect(await waiting(leaderOf('south'))).toEqual(['southern']);
    expect(await waiting(leaderOf())).toEqual([]);
  });

  it('shows nobody what they asked for', async () => {
    expect(await waiting({ id: 'ann', role: 'supervisor' })).toEqual(['extension', 'southern', 'appeal']);
    // What agent-1 wanted more time for, and put on record for the customer.
    expect(await waiting({ id: 'agent-1', role: 'supervisor' })).toEqual([
      'refund',
      'large',
      'by-day',
      'appeal',
    ]);
  });

  it('shows an agent what is within the authority of another agent', async () => {
    expect(await waiting({ id: 'bob', role: 'agent', teams: ['north'] })).toEqual(['by-day']);
  });

  it('takes a kind and a team', async () => {
    expect(await waiting(SUPERVISOR, { kind: ['appeal', 'extension'] })).toEqual([
      'extension',
      'southern',
      'appeal',
    ]);
    expect(await waiting(SUPERVISOR, { team: 'south' })).toEqual(['southern']);
    expect(await waiting(leaderOf('north'), { team: 'south' })).toEqual([]);
  });

  it('says of each what is to be decided, and by when', async () => {
    const { items } = await answer(SUPERVISOR);
    expect(items).toMatchObject([
      {
        kind: 'remedy',
        complaintId: 'refund',
        reference: 'INC7',
        resolutionId: 'r-5',
        number: null,
        requestedBy: 'ann',
        requestedAt: toIso(minute(5)),
        dueAt: toIso(minute(35)),
        breached: false,
        amount: { minor: 5_000, currency: 'EUR' },
        remedies: ['refund'],
        exceeds: 'day',
        clock: null,
        team: 'north',
        agent: null,
      },
      {
        kind: 'extension',
        reference: null,
        resolutionId: null,
        number: 1,
        requestedBy: 'agent-1',
        dueAt: toIso(minute(130)),
        reason: 'evidence',
        amount: null,
        remedies: [],
        clock: 'resolution',
        within: 'PT30H',
      },
      { kind: 'extension' },
      { kind: 'remedy', dueAt: null },
      { kind: 'remedy' },
      { kind: 'appeal', number: 1, dueAt: null, amount: null, clock: null },
    ]);
  });
});
