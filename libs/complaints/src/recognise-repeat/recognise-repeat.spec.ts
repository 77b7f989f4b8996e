import { VirtualClock } from '@redress/kernel';
import { runDesk, type RunningDesk } from '../../../../test/support/running-desk';
import { cases } from '../case-view/cases.projection';
import type { ComplaintLinked } from '../events';
import { RecogniseRepeat } from './recognise-repeat.automation';

const START = Date.UTC(2026, 2, 2, 9);
const DAY = 86_400_000;

describe('a repeat complaint is recognised', () => {
  let desk: RunningDesk;
  let clock: VirtualClock;
  let recognise: RecogniseRepeat;

  beforeEach(async () => {
    clock = new VirtualClock(START);
    desk = await runDesk({ clock, projections: [cases] });
    recognise = desk.get(RecogniseRepeat);
  });
  afterEach(() => desk.stop());

  const repeats = async (complaintId: string) =>
    (await desk.caseFacts(complaintId))
      .filter(({ type }) => type === 'ComplaintLinked')
      .map(({ data }) => data as ComplaintLinked['data']);
  const later = (days: number): void => {
    clock.advanceTo(clock.now() + days * DAY);
  };

  it('as one of the latest before it by the same customer in the same category', async () => {
    const first = await desk.register('ann');
    later(10);
    const second = await desk.register('ann');
    later(10);
    const third = await desk.register('ann');
    await desk.register('ben');
    await desk.running.shown();
    expect(await desk.deliver(recognise)).toEqual([]);
    expect(await repeats(first)).toEqual([]);
    expect(await repeats(second)).toEqual([{ otherId: first, relation: 'repeat-of' }]);
    expect(await repeats(third)).toEqual([{ otherId: second, relation: 'repeat-of' }]);
  });

  it('until the last instant of the days that the contact policy says', async () => {
    const first = await desk.register('ann');
    later(90);
    const intime = await desk.register('ann');
    later(90 + 1 / DAY);
    const late = await desk.register('ann');
    await desk.deliver(recognise);
    expect(await repeats(intime)).toEqual([{ otherId: first, relation: 'repeat-of' }]);
    expect(await repeats(late)).toEqual([]);
  });

  it('among complaints alone, each category by itself', async () => {
    await desk.register('ann', { kind: 'enquiry' });
    const complaint = await desk.register('ann');
    const enquiry = await desk.register('ann', { kind: 'enquiry' });
    const other = await desk.register('ann', { category: 'delivery' });
    await desk.deliver(recognise);
    for (const id of [complaint, enquiry, other]) expect(await repeats(id)).toEqual([]);
  });

  it('also where the later one is looked at first', async () => {
    const first = await desk.register('ann');
    later(1);
    const second = await desk.register('ann');
    await desk.running.shown();
    const [registered] = await desk.caseFacts(first);
    expect(await desk.react(recognise, registered!)).toBeUndefined();
    expect(await repeats(second)).toEqual([{ otherId: first, relation: 'repeat-of' }]);
    await desk.deliver(recognise);
    expect(await repeats(second)).toHaveLength(1);
  });
});
