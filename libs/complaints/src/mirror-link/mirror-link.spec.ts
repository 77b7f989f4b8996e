import { VirtualClock } from '@redress/kernel';
import { originOf } from '@redress/testing';
import { runDesk, type RunningDesk } from '../../../../test/support/running-desk';
import { ChangeCase } from '../change-case/change-case.command';
import type { ComplaintLinked, Relation } from '../events';
import { MirrorLink } from './mirror-link.automation';

describe('links are mirrored', () => {
  const clock = new VirtualClock(Date.UTC(2026, 2, 2, 9));
  let desk: RunningDesk;
  let mirror: MirrorLink;
  let one: string;
  let other: string;

  beforeAll(async () => {
    desk = await runDesk({ clock });
    mirror = desk.get(MirrorLink);
  });
  afterAll(() => desk.stop());
  beforeEach(async () => {
    [one, other] = [await desk.register('ann'), await desk.register('ben')];
  });

  const links = async (complaintId: string) =>
    (await desk.caseFacts(complaintId))
      .filter(({ type }) => type === 'ComplaintLinked')
      .map(({ data }) => {
        const { otherId, relation } = data as ComplaintLinked['data'];
        return [relation, otherId];
      });

  it.each<[Relation, Relation]>([
    ['duplicate-of', 'has-duplicate'],
    ['repeat-of', 'has-repeat'],
    ['related-to', 'related-to'],
  ])('%s by %s, once however often it is seen', async (relation, mirrored) => {
    await desk.tell(one, { type: 'LinkComplaint', otherId: other, relation });
    await desk.deliver(mirror);
    await desk.deliver(mirror); // the mirrored ones among them
    expect(await links(other)).toEqual([[mirrored, one]]);
    expect(await links(one)).toEqual([[relation, other]]);
  });

  it('on the case in which a merged one goes on, by Redress itself', async () => {
    await desk.tell(other, { type: 'MergeComplaint', into: one });
    await desk.deliver(mirror);
    expect(await links(one)).toEqual([['absorbed', other]]);
    expect((await desk.caseFacts(one)).at(-1)?.actor.kind).toBe('system');
  });

  it('without forbidding to tell later what had happened on the other case before', async () => {
    const happenedAt = clock.now() + 1;
    clock.advanceTo(clock.now() + 60_000);
    await desk.tell(one, { type: 'LinkComplaint', otherId: other, relation: 'repeat-of' });
    await desk.deliver(mirror);
    const late = new ChangeCase(other, { type: 'AcceptComplaint' }, {}, originOf(), happenedAt);
    expect((await desk.bus.execute(late)).changed).toBe(true);
  });

  it('does not mirror what points back', async () => {
    await desk.tell(one, { type: 'LinkComplaint', otherId: other, relation: 'has-repeat' });
    await desk.deliver(mirror);
    expect(await links(other)).toEqual([]);
  });
});
