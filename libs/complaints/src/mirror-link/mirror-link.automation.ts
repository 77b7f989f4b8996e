import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Automation } from '@redress/automation';
import type { CommandOrigin, EpochMs, RecordedEvent } from '@redress/kernel';
import { ChangeCase } from '../change-case/change-case.command';
import type { ComplaintLinked, ComplaintMerged, Relation } from '../events';

/** How the case that is pointed to stands to the one that points; what points back is not mirrored again. */
const MIRRORED: Partial<Record<Relation, Relation>> = {
  'related-to': 'related-to',
  'duplicate-of': 'has-duplicate',
  'repeat-of': 'has-repeat',
};

/**
 * Long ago: what Redress itself reports late is put on record at the latest fact of the case. At the instant of the link it would forbid to
 * tell, later on, what had happened on that case before.
 */
const AT_ITS_LATEST_FACT: EpochMs = 0;

/** Whoever looks at either of two linked cases sees the link. */
@Injectable()
export class MirrorLink implements Automation {
  readonly name = 'mirror-link';
  readonly events = ['ComplaintLinked', 'ComplaintMerged'];

  constructor(private readonly bus: CommandBus) {}

  async react(event: RecordedEvent, origin: CommandOrigin): Promise<void> {
    const mirror = mirrorOf(event as RecordedEvent<ComplaintLinked | ComplaintMerged>);
    if (mirror === undefined) return;
    const { otherId, relation } = mirror;
    const order = { type: 'LinkComplaint', otherId: event.partitionKey, relation } as const;
    await this.bus.execute(new ChangeCase(otherId, order, {}, origin, AT_ITS_LATEST_FACT));
  }
}

/** The other case, and how it stands to this one; undefined where it does not have to be told. */
function mirrorOf({
  data,
}: RecordedEvent<ComplaintLinked | ComplaintMerged>):
  { readonly otherId: string; readonly relation: Relation } | undefined {
  if ('into' in data) return { otherId: data.into, relation: 'absorbed' };
  const relation = MIRRORED[data.relation];
  return relation === undefined ? undefined : { otherId: data.otherId, relation };
}
