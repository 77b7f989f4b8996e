import { runEscalationDesk, type EscalationDesk } from '../../../../test/support/escalation-desk';
import { ActOnEscalation } from './act-on-escalation.automation';

describe('a step of a ladder that is a command', () => {
  let running: EscalationDesk;
  let act: ActOnEscalation;
  let id: string;

  beforeAll(async () => {
    running = await runEscalationDesk([
      { at: 50, action: 'tell', to: 'agent' },
      { at: 80, action: 'reassign', to: 'duty-team' },
      { at: 'due', action: 'supervise', to: 'supervisor' },
    ]);
    act = running.desk.get(ActOnEscalation);
  });
  afterAll(() => running.stop());
  beforeEach(async () => {
    id = await running.desk.register('ann');
  });

  /** What the automation answers to all that was recorded of this case, each event twice. */
  const answers = async (): Promise<readonly (string | undefined)[]> => {
    const codes: (string | undefined)[] = [];
    for (const event of await running.facts(id, 'EscalationRaised')) {
      codes.push(await running.desk.react(act, event));
      await running.desk.react(act, event);
    }
    return codes;
  };

  it('hands the case to the pool of a team, once, whoever looks and however often it is heard', async () => {
    await running.desk.tell(id, { type: 'ClaimComplaint', agent: 'agent-7' });
    await running.look(id, 85, 3);
    await running.look(id, 1, 3);
    expect((await running.facts(id, 'EscalationRaised')).map(({ data }) => data)).toMatchObject([
      { at: 80, action: 'reassign' },
    ]);
    expect((await running.facts(id, 'EscalationSuperseded')).map(({ data }) => data)).toMatchObject([
      { at: 50, supersededBy: 'later-mark' },
    ]);
    expect(await answers()).toEqual([undefined]);
    expect(await running.facts(id, 'ComplaintTransferred')).toMatchObject([
      {
        actor: { kind: 'system' },
        data: {
          reason: 'escalated:resolution',
          ...{ team: 'duty-team', agent: null, from: { team: 'front-desk', agent: 'agent-7' } },
        },
      },
    ]);
  });

  it('leaves the case with whoever has it in that team', async () => {
    await running.desk.tell(id, { type: 'AssignComplaint', team: 'duty-team', agent: 'agent-9' });
    await running.look(id, 85);
    expect(await answers()).toEqual([undefined]);
    expect(await running.facts(id, 'ComplaintTransferred')).toEqual([]);
  });

  it('puts the case under supervision, whose clock starts then', async () => {
    await running.look(id, 85);
    await running.look(id, 30);
    expect(await answers()).toEqual([undefined, undefined]);
    expect(await running.facts(id, 'SupervisionOrdered')).toHaveLength(1);
    const started = (await running.facts(id, 'ClockStarted')).at(-1);
    expect(started?.data).toMatchObject({ clock: 'supervision' });
  });

  it('is refused, and that is all, where the case is under supervision or has ended', async () => {
    await running.desk.tell(id, { type: 'OrderSupervision' });
    await running.look(id, 101);
    expect(await answers()).toEqual(['supervision-open']);
    await running.desk.tell(id, { type: 'WithdrawComplaint', reason: 'settled' });
    expect(await answers()).toEqual(['illegal-step']);
    expect(await running.facts(id, 'SupervisionOrdered')).toHaveLength(1);
  });

  it('is none where the step only tells somebody', async () => {
    await running.look(id, 55);
    const before = await running.desk.caseFacts(id);
    expect(await answers()).toEqual([undefined]);
    expect(await running.desk.caseFacts(id)).toEqual(before);
  });
});
