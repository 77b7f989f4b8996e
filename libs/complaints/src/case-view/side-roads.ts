import { fromIso, type EpochMs, type Recorded } from '@redress/kernel';
import type { ColumnType } from '@redress/read-model';
import type { EndedAs, Phase } from '../domain/phases';
import type { ComplaintEvent, ExtendableClock, FollowUpOutcome, Relation, Severity } from '../events';

/** How another case stands to this one. */
export interface CaseLink {
  readonly otherId: string;
  readonly relation: Relation;
}

/** The columns of `cases` that tell what happened beside the straight way from registration to closing. */
export interface SideRoads {
  /** Null while it has not ended, or goes on again. */
  readonly ended_as: EndedAs | null;
  readonly ended_at: EpochMs | null;
  /** The case in which it goes on. */
  readonly merged_into: string | null;

  readonly severity: Severity;
  readonly chases: number;
  readonly last_chased_at: EpochMs | null;
  /** 0: never escalated. */
  readonly escalation_level: number;

  /** The last supervision order; it is open until it is answered, or lapses when the case is closed or ends. */
  readonly supervision_number: number | null;
  readonly supervision_ordered_at: EpochMs | null;
  readonly supervision_answered_at: EpochMs | null;
  readonly supervisions: number;

  /** The extension that waits for a decision. */
  readonly extension_number: number | null;
  readonly extension_clock: ExtendableClock | null;
  readonly extension_within: string | null;
  readonly extension_requested_by: string | null;
  readonly extension_requested_at: EpochMs | null;
  readonly extensions_granted: number;

  /** That the case waits, or waited, is to be approved: the n-th such request of the case, and by whom. */
  readonly wait_request_number: number | null;
  readonly wait_requested_by: string | null;

  /** The appeal that waits for a decision. */
  readonly appeal_number: number | null;
  readonly appealed_at: EpochMs | null;
  readonly appeals: number;

  /** How asking the customer ended, in this cycle. */
  readonly follow_up_outcome: FollowUpOutcome | null;
  readonly followed_up_at: EpochMs | null;
  readonly follow_up_csat: number | null;

  /** By when the customer was promised an answer that they have not had yet. */
  readonly answer_promised_by: EpochMs | null;
  readonly links: readonly CaseLink[];
}

export const SIDE_ROAD_COLUMNS = {
  ended_as: 'text',
  ended_at: 'bigint',
  merged_into: 'text',
  severity: 'text',
  chases: 'integer',
  last_chased_at: 'bigint',
  escalation_level: 'integer',
  supervision_number: 'integer',
  supervision_ordered_at: 'bigint',
  supervision_answered_at: 'bigint',
  supervisions: 'integer',
  extension_number: 'integer',
  extension_clock: 'text',
  extension_within: 'text',
  extension_requested_by: 'text',
  extension_requested_at: 'bigint',
  extensions_granted: 'integer',
  wait_request_number: 'integer',
  wait_requested_by: 'text',
  appeal_number: 'integer',
  appealed_at: 'bigint',
  appeals: 'integer',
  follow_up_outcome: 'text',
  followed_up_at: 'bigint',
  follow_up_csat: 'integer',
  answer_promised_by: 'bigint',
  links: 'jsonb',
} as const satisfies Record<keyof SideRoads, ColumnType>;

/** No extension waits for a decision: it was taken, or what it asked for has come to its end. */
export const NO_EXTENSION = {
  extension_number: null,
  extension_clock: null,
  extension_within: null,
  extension_requested_by: null,
  extension_requested_at: null,
} as const satisfies Partial<SideRoads>;

/** No wait is to be approved: it was decided on, or nothing depends on it any more. */
export const NO_WAIT_REQUEST = {
  wait_request_number: null,
  wait_requested_by: null,
} as const satisfies Partial<SideRoads>;

const NO_SUPERVISION = {
  supervision_number: null,
  supervision_ordered_at: null,
  supervision_answered_at: null,
} as const satisfies Partial<SideRoads>;

const NO_FOLLOW_UP = {
  follow_up_outcome: null,
  followed_up_at: null,
  follow_up_csat: null,
} as const satisfies Partial<SideRoads>;

const NO_APPEAL = { appeal_number: null, appealed_at: null } as const satisfies Partial<SideRoads>;

/** A case on which nothing has happened. */
export const NO_SIDE_ROADS: SideRoads = {
  ended_as: null,
  ended_at: null,
  merged_into: null,
  severity: 'normal',
  chases: 0,
  last_chased_at: null,
  escalation_level: 0,
  ...NO_SUPERVISION,
  supervisions: 0,
  ...NO_EXTENSION,
  extensions_granted: 0,
  ...NO_WAIT_REQUEST,
  ...NO_APPEAL,
  appeals: 0,
  ...NO_FOLLOW_UP,
  answer_promised_by: null,
  links: [],
};

/** What was ordered, asked or promised and is still open lapses when the case is closed or ends. */
export const nothingOpen = (before: SideRoads) => ({
  answer_promised_by: null,
  ...NO_EXTENSION,
  ...NO_WAIT_REQUEST,
  ...(before.supervision_answered_at === null ? NO_SUPERVISION : {}),
});

export const ended = (before: SideRoads, as: EndedAs, at: EpochMs) => ({
  phase: 'ended' as const,
  ended_as: as,
  ended_at: at,
  ...nothingOpen(before),
});

/** A new cycle begins. */
export const BEGUN_AGAIN = {
  ended_as: null,
  ended_at: null,
  ...NO_WAIT_REQUEST,
  ...NO_FOLLOW_UP,
} as const satisfies Partial<SideRoads>;

export const SIDE_ROAD_TYPES = [
  'ComplaintChased',
  'ComplaintEscalated',
  'ComplaintSeverityChanged',
  'SupervisionOrdered',
  'SupervisionAnswered',
  'ExtensionRequested',
  'ExtensionGranted',
  'ExtensionRefused',
  'ComplaintLinked',
  'ComplaintMerged',
  'ComplaintSplit',
  'ComplaintWithdrawn',
  'ComplaintAppealed',
  'AppealDecided',
  'ComplaintArchived',
  'AnswerPromised',
  'ComplaintFollowedUp',
] as const satisfies readonly ComplaintEvent['type'][];

export type SideRoadFact = Extract<
  Recorded<ComplaintEvent>,
  { readonly type: (typeof SIDE_ROAD_TYPES)[number] }
>;

const TYPES: ReadonlySet<string> = new Set(SIDE_ROAD_TYPES);

/** Whether a fact is one of these. */
export const isSideRoadFact = (fact: Recorded<ComplaintEvent>): fact is SideRoadFact => TYPES.has(fact.type);

/** What such a fact changes of a case. */
export function changeBySideRoad(
  before: SideRoads,
  fact: SideRoadFact,
): Partial<SideRoads & { readonly phase: Phase }> {
  const { occurredAt: at } = fact;
  switch (fact.type) {
    case 'ComplaintChased':
      return { chases: fact.data.chases, last_chased_at: at };
    case 'ComplaintEscalated':
      return { escalation_level: fact.data.level };
    case 'ComplaintSeverityChanged':
      return { severity: fact.data.severity };
    case 'SupervisionOrdered':
      return {
        ...NO_SUPERVISION,
        supervision_number: fact.data.number,
        supervision_ordered_at: at,
        supervisions: before.supervisions + 1,
      };
    case 'SupervisionAnswered':
      return fact.data.number === before.supervision_number ? { supervision_answered_at: at } : {};
    case 'ExtensionRequested':
      return {
        extension_number: fact.data.number,
        extension_clock: fact.data.clock,
        extension_within: fact.data.within,
        extension_requested_by: fact.data.requestedBy,
        extension_requested_at: at,
      };
    case 'ExtensionGranted':
      return { ...NO_EXTENSION, extensions_granted: before.extensions_granted + 1 };
    case 'ExtensionRefused':
      return NO_EXTENSION;
    case 'ComplaintLinked': {
      const { otherId, relation } = fact.data;
      return { links: [...before.links, { otherId, relation }] };
    }
    case 'ComplaintMerged':
      return { ...ended(before, 'merged', at), merged_into: fact.data.into, ...NO_APPEAL };
    case 'ComplaintSplit':
      return { links: [...before.links, { otherId: fact.data.into, relation: 'split-into' }] };
    case 'ComplaintWithdrawn':
      return { ...ended(before, 'withdrawn', at), ...NO_APPEAL };
    case 'ComplaintAppealed':
      return { appeal_number: fact.data.number, appealed_at: at, appeals: before.appeals + 1 };
    case 'AppealDecided':
      return NO_APPEAL;
    case 'ComplaintArchived':
      return ended(before, 'archived', at);
    case 'AnswerPromised':
      return { answer_promised_by: fromIso(fact.data.answerBy) };
    case 'ComplaintFollowedUp':
      return {
        follow_up_outcome: fact.data.outcome,
        followed_up_at: fromIso(fact.data.askedAt),
        follow_up_csat: fact.data.csat ?? null,
      };
  }
}
