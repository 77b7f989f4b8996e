import type { CaseChannel, CaseKind, Tier } from '@redress/complaints';
import { isoOrNull, toIso, type IsoInstant } from '@redress/kernel';
import type { PublishedTable } from '@redress/read-model';
import type { ClockName } from '@redress/sla';
import type { Verdict, VerdictRow } from './verdict-row';

/**
 * One run of an SLA clock of a case. What it says of the case is as it was when the clock stopped, or as it is now while the clock goes.
 */
export interface PublishedClock {
  readonly complaintId: string;
  readonly clock: ClockName;
  /** The n-th run of this clock on the case, from 1. */
  readonly instance: number;
  /** The cycle of the case that it belongs to. */
  readonly cycle: number;
  /** `running`: going, and not due yet. `met`, `missed`: one that is due and still going is missed. `none`: ended without a verdict. */
  readonly verdict: Verdict;
  /** Whether it was still going when it fell due. */
  readonly breached: boolean;
  readonly startedAt: IsoInstant;
  /** Null while it stands still. */
  readonly dueAt: IsoInstant | null;
  readonly stoppedAt: IsoInstant | null;
  /** When the verdict fell: the stop of one that is met, the due instant of one that is missed, the end of one without. */
  readonly happenedAt: IsoInstant | null;
  readonly marks: readonly {
    /** In percent of the target. */
    readonly mark: number;
    readonly at: IsoInstant;
  }[];
  /** The warning marks by the running time that was left until due; left out where it has passed none. */
  readonly nearMarks?: readonly {
    /** A duration of running time, such as `PT30M`. */
    readonly before: string;
    readonly at: IsoInstant;
  }[];
  /** What is to be said by all that is known now; left out where no fact that was told late has changed it. */
  readonly known?: {
    readonly verdict: Verdict;
    readonly dueAt: IsoInstant | null;
    /** As above, by all that is known now. */
    readonly happenedAt: IsoInstant | null;
  };
  /** As the newest reassessment found it, under another version of its policy; left out where there was none. */
  readonly reassessed?: {
    readonly verdict: Verdict;
    readonly dueAt: IsoInstant | null;
    readonly happenedAt: IsoInstant | null;
    readonly policyVersion: number | null;
    /** From 1; null where that version has none for such a case. */
    readonly policyRule: number | null;
  };
  readonly policy: {
    readonly name: string;
    readonly version: number;
    /** From 1; null where no rule matched, or a person set the target. */
    readonly rule: number | null;
  };
  /** The number of the case in an outside system. */
  readonly reference: string | null;
  readonly kind: CaseKind;
  readonly category: string;
  readonly channel: CaseChannel;
  readonly tier: Tier;
  /** 1 is the most urgent, 5 the least. */
  readonly priority: number;
  readonly team: string;
  /** Null in the pool of the team. */
  readonly agent: string | null;
  /** When the case was registered. */
  readonly registeredAt: IsoInstant;
}

const publishedClock = (row: VerdictRow, complaintId: string): PublishedClock => ({
  complaintId,
  clock: row.clock,
  instance: row.instance,
  cycle: row.cycle,
  verdict: row.verdict,
  breached: row.breached,
  startedAt: toIso(row.started_at),
  dueAt: isoOrNull(row.due_at),
  stoppedAt: isoOrNull(row.stopped_at),
  happenedAt: isoOrNull(row.happened_at),
  marks: row.marks.map(({ mark, at }) => ({ mark, at: toIso(at) })),
  ...(row.near_marks.length === 0
    ? {}
    : { nearMarks: row.near_marks.map(({ before, at }) => ({ before, at: toIso(at) })) }),
  ...(row.known_verdict === null
    ? {}
    : {
        known: {
          verdict: row.known_verdict,
          dueAt: isoOrNull(row.known_due_at),
          happenedAt: isoOrNull(row.known_happened_at),
        },
      }),
  ...(row.reassessed_verdict === null
    ? {}
    : {
        reassessed: {
          verdict: row.reassessed_verdict,
          dueAt: isoOrNull(row.reassessed_due_at),
          happenedAt: isoOrNull(row.reassessed_happened_at),
          policyVersion: row.reassessed_policy_version,
          policyRule: row.reassessed_policy_rule,
        },
      }),
  policy: { name: row.policy_name, version: row.policy_version, rule: row.policy_rule },
  reference: row.reference,
  kind: row.kind,
  category: row.category,
  channel: row.channel,
  tier: row.tier,
  priority: row.priority,
  team: row.team,
  agent: row.agent,
  registeredAt: toIso(row.registered_at),
});

export const PUBLISHED_CLOCKS: PublishedTable = {
  topic: {
    address: 'state.clock.v1',
    description:
      'Every run of every SLA clock of a case, going or ended, with its verdict. The windows of callbacks are in the topic of the callbacks.',
    key: '`<id of the case>/<clock>/<instance>`.',
    tombstone:
      'None in the life of a clock: a verdict stays. Only where a rebuild finds that there is no such run.',
    valueType: 'PublishedClock',
  },
  key: ['partition_key', 'clock', 'instance'],
  state: (row, complaintId) => publishedClock(row as Readonly<typeof row> & VerdictRow, complaintId),
};
