import { toIso } from '@redress/kernel';
import { projectionSpec, promise, recordedEvents } from '@redress/testing';
import { caseLife, minute, registration, type LifeStep } from '../../../../test/support/case-life';
import { teamClocks } from './team-clocks.projection';

const given = (...steps: LifeStep[]) =>
  projectionSpec(teamClocks).given(
    recordedEvents(...caseLife(registration('1', { reference: 'INC7' }), ...steps)),
  );

/** Expects the two clocks of the first cycle, which stay with team north, to hold these columns. */
const thenClocks = (steps: LifeStep[], firstResponse: object, resolution: object) => {
  given(...steps).then('team_clocks', [
    { team: 'north', clock: 'first-response', instance: 1, has_left: false, ...firstResponse },
    { team: 'north', clock: 'resolution', instance: 1, has_left: false, ...resolution },
  ]);
};

describe('the clocks of a team', () => {
  it('run from the registration on, each with its case, its target and the rule that set it', () => {
    const common = {
      partition_key: '1',
      reference: 'INC7',
      cycle: 1,
      state: 'running',
      started_at: minute(0),
      marks: [],
      breached_at: null,
      ended_at: null,
      agent: null,
      priority: 3,
      policy_name: 'test',
      policy_version: 1,
      policy_rule: 2,
    };
    thenClocks([], { ...common, due_at: minute(60) }, { ...common, due_at: minute(600) });
  });

  it('stand still while the case waits for what pauses them, and run again after it', () => {
    const waits: LifeStep = [10, { type: 'StartWaiting', waitsFor: 'customer' }];
    thenClocks([waits], { state: 'running', due_at: minute(60) }, { state: 'paused', due_at: null });
    thenClocks(
      [waits, [40, { type: 'ResumeComplaint' }]],
      { due_at: minute(60) },
      { state: 'running', due_at: minute(630) },
    );
  });

  it('keep the marks that they passed, and when they were missed, while they still go', () => {
    thenClocks(
      [[70, { type: 'look' }]],
      { state: 'breached', marks: [80], due_at: minute(60), breached_at: minute(60), ended_at: null },
      { state: 'running', marks: [] },
    );
  });

  it('keep the marks by the time that was left', () => {
    const [, firstResponse] = caseLife(registration('1'));
    const data = { clock: 'first-response', instance: 1, cycle: 1, before: 'PT15M' };
    const nearDue = { ...firstResponse!, type: 'ClockNearDue', data };
    projectionSpec(teamClocks)
      .given(recordedEvents(...caseLife(registration('1')), nearDue))
      .then('team_clocks', [
        { clock: 'first-response', state: 'running', marks: [], near_marks: ['PT15M'] },
        { clock: 'resolution', near_marks: [] },
      ]);
  });

  it('end met or missed, with the instant of their stop', () => {
    thenClocks(
      [[60, { type: 'RespondToComplaint' }]],
      { state: 'met', ended_at: minute(60), breached_at: null },
      {},
    );
    thenClocks(
      [[61, { type: 'ResolveComplaint', resolvedBy: null }]],
      { state: 'missed', due_at: minute(60), breached_at: minute(60), ended_at: minute(61) },
      { state: 'met', due_at: minute(600), ended_at: minute(61) },
    );
  });

  it('are as known now, where a fact is told late, and say what was judged', () => {
    const answered: LifeStep = [30, { type: 'RespondToComplaint' }, {}, undefined, 80];
    thenClocks(
      [[70, { type: 'look' }], answered],
      {
        ...{ state: 'met', corrected_from: 'missed', due_at: minute(60) },
        ...{ breached_at: null, ended_at: minute(30) },
      },
      { state: 'running', corrected_from: null },
    );
    const waited: LifeStep = [300, { type: 'StartWaiting', waitsFor: 'customer' }, {}, undefined, 620];
    const resumed: LifeStep = [400, { type: 'ResumeComplaint' }, {}, undefined, 630];
    const [breached] = [[610, { type: 'look' }]] as const;
    thenClocks([breached, waited], {}, { state: 'paused', due_at: null, corrected_from: 'missed' });
    thenClocks(
      [breached, waited, resumed],
      {},
      { state: 'running', due_at: minute(700), breached_at: null, corrected_from: 'missed' },
    );
    thenClocks(
      [breached, waited, resumed, [701, { type: 'look' }]],
      {},
      { state: 'breached', breached_at: minute(700), ended_at: null, corrected_from: 'missed' },
    );
  });

  it('stay missed where waiting from before is told late that cost them nothing', () => {
    const life = caseLife(registration('1'), [70, { type: 'look' }]);
    const [, firstResponse] = life;
    const due = { clock: 'first-response', instance: 1, cycle: 1, dueAt: new Date(minute(60)).toISOString() };
    const data = { reason: 'customer', clocks: [due] };
    const [paused, resumed] = [
      { ...firstResponse!, type: 'ClocksPaused', occurredAt: minute(20), data },
      { ...firstResponse!, type: 'ClocksResumed', occurredAt: minute(30), data },
    ];
    projectionSpec(teamClocks)
      .given(recordedEvents(...life, paused, resumed))
      .then('team_clocks', [
        { clock: 'first-response', state: 'breached', due_at: minute(60), breached_at: minute(60) },
        { clock: 'resolution', state: 'running' },
      ]);
  });

  it('stand still for as long as they may, and then run though the case still waits', () => {
    const limited = (...steps: LifeStep[]) =>
      projectionSpec(teamClocks).given(
        recordedEvents(...caseLife(registration('1', { priority: 5 }), ...steps)),
      );
    const waits: LifeStep = [10, { type: 'StartWaiting', waitsFor: 'supplier' }];
    limited(waits).then('team_clocks', [{ state: 'paused', due_at: minute(660) }]);
    limited(waits, [71, { type: 'look' }]).then('team_clocks', [{ state: 'running', due_at: minute(660) }]);
    limited(waits, [30, { type: 'ResumeComplaint' }]).then('team_clocks', [
      { state: 'running', due_at: minute(620) },
    ]);
  });

  it('say where their due instant lies beyond their calendar', () => {
    const [registered, started] = caseLife(registration('1', { priority: 5 }));
    const beyond = { ...started!.data, dueAt: null, beyondCalendar: true };
    projectionSpec(teamClocks)
      .given(recordedEvents(registered!, { ...started!, data: beyond }))
      .then('team_clocks', [{ state: 'beyond-calendar', due_at: null }]);
  });

  it('end without a verdict when the case is refused', () => {
    const closed = { state: 'closed', ended_at: minute(5) };
    thenClocks([[5, { type: 'RefuseComplaint', reason: 'not-ours' }]], closed, closed);
  });

  it('take a new target from the start of the case', () => {
    const urgent = { priority: 1, policy_rule: 1 };
    thenClocks(
      [[10, { type: 'ReprioritiseComplaint', priority: 1 }]],
      { ...urgent, due_at: minute(30) },
      { ...urgent, due_at: minute(120) },
    );
  });

  it('begin again with a new cycle, beside the old ones', () => {
    given([10, { type: 'ResolveComplaint', resolvedBy: null }], [20, { type: 'ReopenComplaint' }]).then(
      'team_clocks',
      [
        { clock: 'first-response', instance: 1, cycle: 1, state: 'met' },
        { clock: 'first-response', instance: 2, cycle: 2, state: 'running', due_at: minute(80) },
        { clock: 'resolution', instance: 1, cycle: 1, state: 'met' },
        { clock: 'resolution', instance: 2, cycle: 2, state: 'running', due_at: minute(620) },
      ],
    );
  });

  it('follow the case to its agent, and leave a mark with the team that it left', () => {
    thenClocks([[1, { type: 'ClaimComplaint', agent: 'ann' }]], { agent: 'ann' }, { agent: 'ann' });
    given([1, { type: 'TransferComplaint', team: 'south', agent: 'bob' }]).then('team_clocks', [
      { team: 'north', clock: 'first-response', has_left: true },
      { team: 'north', clock: 'resolution', has_left: true },
      { team: 'south', clock: 'first-response', has_left: false, agent: 'bob', due_at: minute(60) },
      { team: 'south', clock: 'resolution', has_left: false, agent: 'bob', due_at: minute(600) },
    ]);
  });

  it('come back with the case', () => {
    given(
      [1, { type: 'TransferComplaint', team: 'south', agent: null }],
      [2, { type: 'TransferComplaint', team: 'north', agent: null }],
    ).then('team_clocks', [
      { team: 'north', clock: 'first-response', has_left: false },
      { team: 'north', clock: 'resolution', has_left: false },
      { team: 'south', clock: 'first-response', has_left: true },
      { team: 'south', clock: 'resolution', has_left: true },
    ]);
  });

  it('stay where they ended when the case moves on', () => {
    given(
      [1, { type: 'RespondToComplaint' }],
      [2, { type: 'TransferComplaint', team: 'south', agent: null }],
      [3, { type: 'ResolveComplaint', resolvedBy: null }],
    ).then('team_clocks', [
      { team: 'north', clock: 'first-response', has_left: false, state: 'met' },
      { team: 'north', clock: 'resolution', has_left: true },
      { team: 'south', clock: 'resolution', has_left: false, state: 'met' },
    ]);
  });

  it('start later in the life of a case, where it then stands, and go with it', () => {
    const everything = (...steps: LifeStep[]) =>
      projectionSpec(teamClocks).given(
        recordedEvents(...caseLife(registration('1', { priority: 4, team: 'north' }), ...steps)),
      );
    const supervised: LifeStep[] = [
      [1, { type: 'TransferComplaint', team: 'south', agent: 'bob' }],
      [2, { type: 'OrderSupervision', within: 'PT1H' }],
      [3, { type: 'RequestExtension', clock: 'resolution', within: 'PT30H', reason: 'evidence' }],
      [4, { type: 'GrantExtension' }],
    ];
    const common = { team: 'south', agent: 'bob', has_left: false };
    const left = { team: 'north', has_left: true };
    everything(...supervised).then('team_clocks', [
      { clock: 'first-response', ...left },
      { clock: 'resolution', ...left },
      { clock: 'extension', ...common, state: 'met', ended_at: minute(4) },
      { clock: 'first-response', ...common },
      { clock: 'resolution', ...common, state: 'running', due_at: minute(30 * 60) },
      { clock: 'supervision', ...common, state: 'running', due_at: minute(62), policy_rule: null },
    ]);
    everything(...supervised, [5, { type: 'ReclassifyComplaint', category: 'lift', tier: 'vip' }]).then(
      'team_clocks',
      [
        { clock: 'first-response', ...left },
        { clock: 'resolution', ...left },
        { clock: 'extension', ...common },
        { clock: 'first-response', ...common },
        // A new rule sets the targets anew.
        { clock: 'resolution', ...common, state: 'running', due_at: minute(20 * 60) },
        { clock: 'supervision', ...common, state: 'running', due_at: minute(62) },
      ],
    );
  });

  describe('of subjects', () => {
    /** A work order that another team owes, on the stream of its own, with a clock that runs for an hour. */
    const subject = (complaintId: string | null, kind = 'work-order') => {
      const partitionKey = complaintId ?? 'subject-w7';
      const on = { stream: 'subject-w7', partitionKey, version: 1, occurredAt: minute(5) };
      const opened = {
        ...{ subjectId: 'w7', complaintId, kind, category: 'gas', channel: 'phone', priority: 2 },
        ...{ tier: 'standard', specialCare: false, team: 'crews' },
        policy: { name: 'field', version: 3, rule: 2 },
      };
      const identity = { clock: 'first-response', instance: 1, cycle: 1 };
      const started = {
        ...{ ...identity, startedAt: toIso(minute(5)), dueAt: toIso(minute(65)) },
        ...{ target: promise('first-response', 'PT1H'), policy: opened.policy },
      };
      const stopped = { ...identity, stoppedAt: toIso(minute(9)), verdict: 'met', dueAt: toIso(minute(65)) };
      return {
        begun: [
          { ...on, type: 'SubjectOpened', data: opened },
          { ...on, type: 'ClockStarted', data: started },
        ],
        ended: {
          ...on,
          type: 'ClockStopped',
          occurredAt: minute(9),
          data: { ...stopped, elapsedMs: 240_000 },
        },
      };
    };

    it('stand with the team that owes it, beside those of its case', () => {
      const { begun } = subject('1');
      const life = caseLife(registration('1', { reference: 'INC7' }));
      projectionSpec(teamClocks)
        .given(recordedEvents(...life, ...begun))
        .then('team_clocks', [
          {
            ...{ team: 'crews', subject_id: 'w7', subject_kind: 'work-order', clock: 'first-response' },
            ...{ reference: 'INC7', agent: null, priority: 2, state: 'running', due_at: minute(65) },
            ...{ policy_name: 'field', policy_version: 3, policy_rule: 2, has_left: false },
          },
          { team: 'north', subject_id: '', subject_kind: null, clock: 'first-response', state: 'running' },
          { team: 'north', subject_id: '', clock: 'resolution' },
        ]);
    });

    it('stay where they are when the case moves, and do not stop those of the case', () => {
      const { begun, ended } = subject('1');
      const moved = caseLife(registration('1'), [
        1,
        { type: 'TransferComplaint', team: 'south', agent: 'bob' },
      ]);
      projectionSpec(teamClocks)
        .given(recordedEvents(...moved.slice(0, 3), ...begun, ...moved.slice(3), ended))
        .then('team_clocks', [
          { team: 'crews', subject_id: 'w7', state: 'met', ended_at: minute(9), agent: null },
          { team: 'north', subject_id: '', clock: 'first-response', has_left: true },
          { team: 'north', subject_id: '', clock: 'resolution', has_left: true },
          { team: 'south', subject_id: '', clock: 'first-response', state: 'running', agent: 'bob' },
          { team: 'south', subject_id: '', clock: 'resolution', state: 'running', agent: 'bob' },
        ]);
    });

    it('are there without a case, too', () => {
      const { begun } = subject(null, 'meter-check');
      projectionSpec(teamClocks)
        .given(recordedEvents(...begun))
        .then('team_clocks', [
          {
            ...{ partition_key: 'subject-w7', team: 'crews', subject_id: 'w7', subject_kind: 'meter-check' },
            ...{ reference: null, state: 'running' },
          },
        ]);
    });
  });

  it('are not those of the calls to customers', () => {
    const [, firstResponse] = caseLife(registration('1'));
    projectionSpec(teamClocks)
      .given(
        recordedEvents(...caseLife(registration('1')), {
          ...firstResponse!,
          stream: 'callback-7',
          partitionKey: '1',
        }),
      )
      .then('team_clocks', [{ clock: 'first-response' }, { clock: 'resolution' }]);
  });
});
