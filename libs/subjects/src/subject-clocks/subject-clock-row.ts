import { STANDING_CLOCK_COLUMNS, type EndedVerdict, type StandingClock } from '@redress/clocks';
import type { CaseChannel, Tier } from '@redress/complaints';
import type { EpochMs } from '@redress/kernel';
import type { ColumnType } from '@redress/read-model';

/** What a subject says of itself, in each of its rows. */
export interface SubjectColumns {
  readonly subject_id: string;
  /** The case that it belongs to; null where it stands by itself. */
  readonly complaint_id: string | null;
  readonly kind: string;
  readonly category: string;
  readonly channel: CaseChannel;
  readonly priority: number;
  readonly tier: Tier;
  readonly special_care: boolean;
  readonly team: string;
}

/** A row of `subject_clocks`: one run of a clock of a subject. */
export interface SubjectClockRow extends SubjectColumns, StandingClock {
  /** As the newest reassessment on record found it; null where there is none. */
  readonly reassessed: EndedVerdict | null;
}

/** A row of `clocked_subjects`: a subject, for the clocks that start later and for those who look for subjects. */
export interface ClockedSubject extends SubjectColumns {
  readonly policy_name: string;
  readonly policy_version: number;
  readonly opened_at: EpochMs;
  /** When the last fact about it or its clocks occurred. */
  readonly changed_at: EpochMs;
  readonly ended: boolean;
}

const SUBJECT_COLUMNS = {
  subject_id: 'text',
  complaint_id: 'text',
  kind: 'text',
  category: 'text',
  channel: 'text',
  priority: 'integer',
  tier: 'text',
  special_care: 'boolean',
  team: 'text',
} as const satisfies Record<keyof SubjectColumns, ColumnType>;

export const SUBJECT_CLOCK_COLUMNS = {
  ...SUBJECT_COLUMNS,
  ...STANDING_CLOCK_COLUMNS,
  reassessed: 'text',
} as const satisfies Record<keyof SubjectClockRow, ColumnType>;

export const CLOCKED_SUBJECT_COLUMNS = {
  ...SUBJECT_COLUMNS,
  policy_name: 'text',
  policy_version: 'integer',
  opened_at: 'bigint',
  changed_at: 'bigint',
  ended: 'boolean',
} as const satisfies Record<keyof ClockedSubject, ColumnType>;

/** The columns that a subject shares with its clocks. */
export const subjectColumnsOf = (row: SubjectColumns): SubjectColumns => ({
  subject_id: row.subject_id,
  complaint_id: row.complaint_id,
  kind: row.kind,
  category: row.category,
  channel: row.channel,
  priority: row.priority,
  tier: row.tier,
  special_care: row.special_care,
  team: row.team,
});
