import { projectionSpec, recordedEvents } from '@redress/testing';
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

  it('are those of cases alone', () => {
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
