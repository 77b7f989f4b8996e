import { VirtualClock } from '@redress/kernel';
import { PERSONAL_DATA, type PersonalData } from '@redress/personal-data';
import { ChangePolicy, type PolicyChange } from '@redress/policies';
import { sql } from '@redress/read-model';
import { originOf } from '@redress/testing';
import { runDesk, type RunningDesk } from '../../../../test/support/running-desk';
import { ApplyPublication } from '../apply-publication/apply-publication.automation';
import { cases } from '../case-view/cases.projection';
import { ChangeCase } from '../change-case/change-case.command';
import type { ComplaintRegistered, ComplaintSplit } from '../events';
import { RecogniseRepeat } from '../recognise-repeat/recognise-repeat.automation';
import { RegisterSplitPart } from './register-part.automation';

const MINUTE = 60_000;
const POLICY = 'round-the-clock';

describe('a part that was split off', () => {
  let clock: VirtualClock;
  let desk: RunningDesk;
  let register: RegisterSplitPart;
  let whole: string;

  beforeAll(async () => {
    clock = new VirtualClock(Date.UTC(2026, 2, 2, 9));
    desk = await runDesk({ clock, projections: [cases] });
    register = desk.get(RegisterSplitPart);
  });
  afterAll(() => desk.stop());
  beforeEach(async () => {
    whole = await desk.register('ann');
    clock.advanceTo(clock.now() + 10 * MINUTE);
  });

  const split = async (words: { readonly category?: string; readonly description?: string } = {}) => {
    const change = { type: 'SplitComplaint', category: 'delivery', clocksFrom: 'receipt', ...words } as const;
    await desk.bus.execute(new ChangeCase(whole, change, { reason: 'two-matters' }, originOf()));
    return lastOf<ComplaintSplit>(whole, 'ComplaintSplit');
  };
  const lastOf = async <Event extends { readonly type: string; readonly data: object }>(
    complaintId: string,
    type: Event['type'],
  ): Promise<Event['data']> => {
    const found = (await desk.caseFacts(complaintId)).findLast((event) => event.type === type);
    if (found === undefined) throw new Error(`${complaintId} has no ${type}`);
    return found.data;
  };

  it('becomes a case of the same customer, once, however often and in whatever order it is delivered', async () => {
    const { into } = await split();
    expect(await desk.deliver(register)).toEqual([]);
    const [registered, ...others] = (await desk.caseFacts(into)).filter(
      ({ type }) => type === 'ComplaintRegistered',
    );
    expect(others).toEqual([]);
    const { customerId } = await lastOf<ComplaintRegistered>(whole, 'ComplaintRegistered');
    expect(registered?.data).toMatchObject({
      ...{ customerId, category: 'delivery', channel: 'phone', team: 'front-desk', reason: 'two-matters' },
      splitFrom: { otherId: whole, clocksFrom: 'receipt' },
    });
    expect(registered?.occurredAt).toBe((await desk.caseFacts(whole))[0]?.occurredAt);
  });

  it('is seen from the whole, which is seen from it', async () => {
    const { into } = await split();
    await desk.deliver(register);
    await desk.running.shown();
    const { rows } = await sql<{ partition_key: string; links: unknown }>`
      SELECT partition_key, links FROM cases WHERE partition_key IN (${whole}, ${into})
    `.execute(desk.running.readModel.query);
    expect(new Map(rows.map(({ partition_key, links }) => [partition_key, links]))).toEqual(
      new Map([
        [whole, [{ otherId: into, relation: 'split-into' }]],
        [into, [{ otherId: whole, relation: 'split-from' }]],
      ]),
    );
  });

  it('has a text of its own, which goes with its customer', async () => {
    const personalData = desk.get<PersonalData>(PERSONAL_DATA);
    const { into, descriptionRef = '' } = await split({ description: 'the parcel is torn, too' });
    expect(JSON.stringify(await desk.caseFacts(whole))).not.toContain('parcel');
    const { customerId } = await lastOf<ComplaintRegistered>(whole, 'ComplaintRegistered');
    expect((await personalData.getTexts([descriptionRef])).get(descriptionRef)).toBe(
      'the parcel is torn, too',
    );
    await personalData.erase(customerId);
    // The customer may be erased while it is on its way.
    expect(await desk.deliver(register)).toEqual([]);
    expect(await lastOf<ComplaintRegistered>(into, 'ComplaintRegistered')).toMatchObject({ descriptionRef });
    expect(await personalData.getTexts([descriptionRef])).toEqual(new Map());
  });

  it('is no repeat of the whole, nor of another part, but of what was before them', async () => {
    const earlier = await desk.register('bea');
    clock.advanceTo(clock.now() + 10 * MINUTE);
    whole = await desk.register('bea');
    const parts = [await split({ category: 'billing' }), await split({ category: 'billing' })];
    await desk.deliver(register);
    await desk.running.shown();
    await desk.deliver(desk.get(RecogniseRepeat));
    for (const id of [whole, ...parts.map(({ into }) => into)]) {
      const links = (await desk.caseFacts(id)).filter(({ type }) => type === 'ComplaintLinked');
      expect(links.map(({ data }) => data)).toEqual([{ otherId: earlier, relation: 'repeat-of' }]);
    }
  });

  it('comes under what was published for open cases while it was on its way', async () => {
    const { into } = await split();
    const text = `name: ${POLICY}\nrules:\n  - targets:\n      resolution: { within: PT2H }\n`;
    const change = async (one: PolicyChange) =>
      (await desk.bus.execute(new ChangePolicy(POLICY, one, originOf()))).number;
    const draft = await change({ type: 'DraftPolicy', text });
    await change({ type: 'PublishDraft', draft, terms: { scope: 'open-cases' } });
    await desk.deliver(register);
    const [registered] = await desk.caseFacts(into);
    if (registered === undefined) throw new Error('it was not registered');
    await desk.react(desk.get(ApplyPublication), registered);
    const facts = await desk.caseFacts(into);
    expect(facts.find(({ type }) => type === 'ComplaintRegistered')?.data).toMatchObject({
      policy: { version: 1 },
    });
    expect(facts.find(({ type }) => type === 'ComplaintPolicyChanged')?.data).toMatchObject({
      policy: { version: 2 },
    });
  });

  it('is split once by a command that is sent twice', async () => {
    const origin = originOf();
    const change = { type: 'SplitComplaint', category: 'delivery', clocksFrom: 'receipt' } as const;
    for (const changed of [true, false])
      expect((await desk.bus.execute(new ChangeCase(whole, change, {}, origin))).changed).toBe(changed);
  });
});
