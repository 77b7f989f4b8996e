import { newId } from '@redress/kernel';
import type { Notification } from '@redress/notifications';
import { runEscalationDesk, type EscalationDesk } from '../../../../test/support/escalation-desk';
import { NotifyOutside } from './notify-outside.automation';

const DUTY = `
name: duty
link: https://desk.example.org/cases/{case}
destinations:
  duty-system:
    webhook: https://duty.example.org/redress
    secretFile: duty.secret
    tell: [agent, shift-leader]
    events: [ComplaintRegistered]
  leaders:
    mail: [leaders@example.org]
    tell: [shift-leader]
  agents:
    agents:
      agent-7: { mail: seven@example.org }
`;

describe('the outside', () => {
  let running: EscalationDesk;
  let notify: NotifyOutside;
  let id: string;

  beforeAll(async () => {
    running = await runEscalationDesk([
      { at: 50, action: 'tell', to: 'agent' },
      { at: 80, action: 'tell', to: 'shift-leader' },
      { at: 'due', action: 'tell', to: 'supervisor' },
    ]);
    notify = running.desk.get(NotifyOutside);
  });
  afterAll(() => running.stop());
  beforeEach(async () => {
    running.tell(DUTY);
    id = await running.desk.register('ann');
  });

  /** Has every event of this case heard, twice. */
  const hear = async () => {
    for (const event of await running.desk.caseFacts(id)) {
      if (!notify.events.includes(event.type)) continue;
      for (const _ of [1, 2]) expect(await running.desk.react(notify, event)).toBeUndefined();
    }
  };
  const told = async (): Promise<readonly Notification[]> =>
    (await running.outbox.list({ limit: 200 })).filter(({ event }) => event.stream === `complaint-${id}`);
  const inShort = async () =>
    (await told())
      .map(({ event, destination, recipient }) =>
        [event.type, destination, recipient].filter((part) => part !== undefined).join(' '),
      )
      .toSorted();

  it('is told by each destination that reaches whom a step tells, once however often it is heard', async () => {
    await running.desk.tell(id, { type: 'ClaimComplaint', agent: 'agent-7' });
    await running.look(id, 55);
    await running.look(id, 30);
    await running.desk.tell(id, { type: 'ReturnComplaint', reason: 'not-mine' });
    await hear();
    // At the mark of 50 % agent-7 had the case, whoever has it when that is heard.
    expect(await inShort()).toEqual([
      'ComplaintRegistered duty-system',
      'EscalationRaised agents agent-7',
      'EscalationRaised duty-system',
      'EscalationRaised duty-system',
      'EscalationRaised leaders',
    ]);
  });

  it('is told the shift leader where nobody has the case', async () => {
    await running.look(id, 55);
    await hear();
    expect(await inShort()).toEqual([
      'ComplaintRegistered duty-system',
      'EscalationRaised duty-system',
      'EscalationRaised leaders',
    ]);
  });

  it('gets the event with its data, whom it tells and the page of the case, and no personal data', async () => {
    await running.look(id, 55);
    await hear();
    const [raised] = await running.facts(id, 'EscalationRaised');
    for (const { id: entry } of await told())
      await running.outbox.retry(entry, {
        ...{ commandId: newId(), correlationId: newId(), causationId: newId() },
        actor: { id: 'boss', kind: 'staff', role: 'supervisor' },
      });
    const lease = { limit: 100, leaseMs: 60_000 };
    const entries = await running.outbox.lease({ name: 'leaders', address: 'x' }, lease);
    const entry = entries.find(({ event }) => event.id === raised?.id);
    expect(entry?.payload).toEqual({
      type: 'EscalationRaised',
      timestamp: expect.any(String) as unknown,
      data: raised?.data,
      event: {
        ...{ id: raised?.id, version: 1, stream: `complaint-${id}`, revision: raised?.revision },
        ...{ partitionKey: id, occurredAt: expect.any(String) as unknown },
      },
      told: { role: 'shift-leader', agent: null },
      link: `https://desk.example.org/cases/${id}`,
    });
  });

  it('follows its document, which is read again where it changes, and holds where that can not be used', async () => {
    expect(notify.events).toEqual(['EscalationRaised', 'ComplaintRegistered']);
    running.tell(DUTY.replace('[ComplaintRegistered]', '[ComplaintRegistered, ClockBreached]'));
    expect(notify.events).toEqual(['EscalationRaised', 'ComplaintRegistered', 'ClockBreached']);
    expect(notify.events).toBe(notify.events);
    running.tell('name: broken\n');
    expect(notify.events).toHaveLength(3);
    await running.look(id, 101);
    await hear();
    // Nobody is reached there who is told of the breach itself, and the marks before it help nobody.
    expect(await inShort()).toEqual(['ClockBreached duty-system', 'ComplaintRegistered duty-system']);
  });
});
