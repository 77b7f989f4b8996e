import { isoOrNull, toIso, type IsoInstant } from '@redress/kernel';
import type { PublishedTable } from '@redress/read-model';
import type { EndedAs, Phase } from '../domain/phases';
import type { CaseChannel, CaseKind, FollowUpOutcome, Severity, Tier, WaitReason } from '../events';
import type { CaseRow } from './case-row';
import type { CaseLink } from './side-roads';

/** A case as it stands. Instants are business time; null: it has not happened. */
export interface PublishedCase {
  readonly complaintId: string;
  /** Its number in an outside system. */
  readonly reference: string | null;
  readonly kind: CaseKind;
  readonly category: string;
  readonly channel: CaseChannel;
  /** 1 is the most urgent, 5 the least. */
  readonly priority: number;
  readonly tier: Tier;
  readonly specialCare: boolean;
  /** Opaque. */
  readonly customerId: string;
  /** The policy that was in force at registration. */
  readonly policy: {
    readonly name: string;
    readonly version: number;
    /** From 1; null where no rule matched. */
    readonly rule: number | null;
  };
  readonly phase: Phase;
  /** How it ended; null in all other phases. */
  readonly endedAs: EndedAs | null;
  readonly waitsFor: WaitReason | null;
  readonly team: string;
  /** Null in the pool of the team. */
  readonly agent: string | null;
  readonly claimed: boolean;
  /** From 1; a reopening begins a new one. */
  readonly cycle: number;
  readonly severity: Severity;
  /** 0: never escalated. */
  readonly escalationLevel: number;
  /** The case in which it goes on. */
  readonly mergedInto: string | null;
  readonly links: readonly CaseLink[];

  readonly registeredAt: IsoInstant;
  readonly acceptedAt: IsoInstant | null;
  readonly acknowledgedAt: IsoInstant | null;
  /** The first response of the case. */
  readonly firstRespondedAt: IsoInstant | null;
  readonly waitingSince: IsoInstant | null;
  /** The first resolution of the case, and the last. */
  readonly firstResolvedAt: IsoInstant | null;
  readonly resolvedAt: IsoInstant | null;
  readonly resolvedBy: string | null;
  readonly closedAt: IsoInstant | null;
  readonly refusedAt: IsoInstant | null;
  /** A reason code. */
  readonly refusalReason: string | null;
  readonly reopenedAt: IsoInstant | null;
  readonly endedAt: IsoInstant | null;
  readonly lastChasedAt: IsoInstant | null;
  /** When the supervision order was given that waits for its answer, or was answered last. */
  readonly supervisionOrderedAt: IsoInstant | null;
  readonly supervisionAnsweredAt: IsoInstant | null;
  /** When the appeal was made that waits for a decision. */
  readonly appealedAt: IsoInstant | null;
  /** By when the customer was promised an answer that they have not had yet. */
  readonly answerPromisedBy: IsoInstant | null;
  /** How asking the customer ended, in this cycle. */
  readonly followUpOutcome: FollowUpOutcome | null;
  readonly followedUpAt: IsoInstant | null;
  /** 1 (very bad) to 5 (very good). */
  readonly csat: number | null;
  /** When the last fact of the case occurred. */
  readonly changedAt: IsoInstant;

  readonly transfers: number;
  readonly returns: number;
  readonly chases: number;
  readonly responses: number;
  readonly notes: number;
  readonly waits: number;
  readonly resolutions: number;
  readonly reopenings: number;
  readonly supervisions: number;
  readonly extensionsGranted: number;
  readonly appeals: number;
}

/** The texts of a case are left out with their references: they are the customer's own. */
const publishedCase = (row: CaseRow, complaintId: string): PublishedCase => ({
  complaintId,
  reference: row.reference,
  kind: row.kind,
  category: row.category,
  channel: row.channel,
  priority: row.priority,
  tier: row.tier,
  specialCare: row.special_care,
  customerId: row.customer_id,
  policy: { name: row.policy_name, version: row.policy_version, rule: row.policy_rule },
  phase: row.phase,
  endedAs: row.ended_as,
  waitsFor: row.waits_for,
  team: row.team,
  agent: row.agent,
  claimed: row.claimed,
  cycle: row.cycle,
  severity: row.severity,
  escalationLevel: row.escalation_level,
  mergedInto: row.merged_into,
  links: row.links,
  registeredAt: toIso(row.registered_at),
  acceptedAt: isoOrNull(row.accepted_at),
  acknowledgedAt: isoOrNull(row.acknowledged_at),
  firstRespondedAt: isoOrNull(row.first_responded_at),
  waitingSince: isoOrNull(row.waiting_since),
  firstResolvedAt: isoOrNull(row.first_resolved_at),
  resolvedAt: isoOrNull(row.resolved_at),
  resolvedBy: row.resolved_by,
  closedAt: isoOrNull(row.closed_at),
  refusedAt: isoOrNull(row.refused_at),
  refusalReason: row.refusal_reason,
  reopenedAt: isoOrNull(row.reopened_at),
  endedAt: isoOrNull(row.ended_at),
  lastChasedAt: isoOrNull(row.last_chased_at),
  supervisionOrderedAt: isoOrNull(row.supervision_ordered_at),
  supervisionAnsweredAt: isoOrNull(row.supervision_answered_at),
  appealedAt: isoOrNull(row.appealed_at),
  answerPromisedBy: isoOrNull(row.answer_promised_by),
  followUpOutcome: row.follow_up_outcome,
  followedUpAt: isoOrNull(row.followed_up_at),
  csat: row.follow_up_csat,
  changedAt: toIso(row.changed_at),
  transfers: row.transfers,
  returns: row.returns,
  chases: row.chases,
  responses: row.responses,
  notes: row.notes,
  waits: row.waits,
  resolutions: row.resolutions,
  reopenings: row.reopenings,
  supervisions: row.supervisions,
  extensionsGranted: row.extensions_granted,
  appeals: row.appeals,
});

export const PUBLISHED_CASES: PublishedTable = {
  topic: {
    address: 'state.case.v1',
    description: 'Every case as it stands, those that are over included; without its texts.',
    key: 'The id of the case.',
    tombstone:
      'None in the life of a case: closed, archived, refused, withdrawn and merged ones stay. Only where a rebuild finds that there is no such case.',
    valueType: 'PublishedCase',
  },
  key: ['partition_key'],
  state: (row, complaintId) => publishedCase(row as Readonly<typeof row> & CaseRow, complaintId),
};
