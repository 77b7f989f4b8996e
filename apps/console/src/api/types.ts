/** The answers of the API that the pages use, as docs/openapi.json describes them. */

export type Role = 'agent' | 'shift-leader' | 'supervisor' | 'analyst' | 'integration';
export type ClockState = 'running' | 'paused' | 'beyond-calendar' | 'breached' | 'met' | 'missed' | 'closed';
export type Phase = 'open' | 'waiting' | 'resolved' | 'closed' | 'ended';
export type WaitsFor = 'customer' | 'supplier' | 'evidence' | 'another-case';
export type RemedyKind =
  'apology' | 'explanation' | 'redo' | 'repair' | 'replacement' | 'refund' | 'compensation' | 'gesture';
export type CallOutcome =
  'reached' | 'no-answer' | 'busy' | 'voicemail' | 'wrong-number' | 'asked-to-call-later' | 'refused';

export interface WhoAmI {
  readonly id: string;
  readonly name: string | null;
  readonly roles: readonly Role[];
  readonly teams: readonly string[];
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string;
}

export interface ClockPolicy {
  readonly name: string;
  readonly version: number;
  readonly rule: number | null;
}

export interface ClockIdentity {
  readonly complaintId: string;
  readonly clock: string;
  readonly instance: number;
}

export interface CaseClock extends ClockIdentity {
  readonly cycle: number;
  readonly reference: string | null;
  readonly state: ClockState;
  readonly startedAt: string;
  readonly dueAt: string | null;
  readonly marks: readonly number[];
  readonly breachedAt: string | null;
  readonly endedAt: string | null;
  readonly team: string;
  readonly agent: string | null;
  readonly priority: number;
  readonly policy: ClockPolicy;
}

export interface ExplainingEvent {
  readonly id: string;
  readonly type: string;
  readonly revision: number;
}

export interface ExplanationEdge {
  readonly by: 'start' | 'end' | 'opening' | 'closing' | 'pause' | 'resume';
  readonly event: ExplainingEvent | null;
}

export interface ExplanationInterval {
  readonly from: string;
  readonly to: string;
  readonly lengthMs: number;
  readonly state: 'running' | 'paused' | 'closed';
  readonly begins: ExplanationEdge;
  readonly ends: ExplanationEdge;
}

export interface ClockExplanation {
  readonly complaintId: string;
  readonly clock: string;
  readonly instance: number;
  readonly cycle: number;
  readonly verdict: 'running' | 'met' | 'missed' | 'closed';
  readonly target: {
    readonly within: string;
    readonly calendar: { readonly name: string; readonly version: number };
    readonly pausedBy: readonly string[];
    readonly setBy: ExplainingEvent;
  };
  readonly policy: ClockPolicy;
  readonly startedAt: string;
  readonly until: string;
  readonly dueAt: string | null;
  readonly intervals: readonly ExplanationInterval[];
  readonly runningMs: number;
  readonly pausedMs: number;
  readonly closedMs: number;
  readonly lines: { readonly en: string; readonly zh: string };
}

export interface CaseSummary {
  readonly id: string;
  readonly reference: string | null;
  readonly phase: Phase;
  readonly kind: string;
  readonly category: string;
  readonly channel: string;
  readonly priority: number;
  readonly tier: 'standard' | 'key' | 'vip';
  readonly specialCare: boolean;
  readonly severity: 'normal' | 'grave';
  readonly customerId: string;
  readonly team: string;
  readonly agent: string | null;
  readonly claimed: boolean;
  readonly waitsFor: WaitsFor | null;
  readonly cycle: number;
  readonly revision: number;
  readonly registeredAt: string;
  readonly changedAt: string;
  readonly chases: number;
  readonly transfers: number;
  readonly reopenings: number;
  readonly escalationLevel: number;
  readonly firstRespondedAt: string | null;
  readonly resolvedAt: string | null;
  readonly supervision: {
    readonly number: number;
    readonly orderedAt: string;
    readonly answeredAt: string | null;
  } | null;
  readonly extension: {
    readonly number: number;
    readonly clock: string;
    readonly within: string;
    readonly requestedBy: string;
    readonly requestedAt: string;
  } | null;
  readonly policy: ClockPolicy;
}

export interface CaseView extends CaseSummary {
  readonly customer: {
    readonly id: string;
    readonly erased: boolean;
    readonly name?: string;
    readonly phones?: readonly string[];
    readonly email?: string;
    readonly address?: string;
    readonly language?: string;
    readonly timeZone?: string;
    readonly reference?: string;
  };
  readonly description: string | null;
  readonly remedySought: string | null;
}

export interface TimelineEvent {
  readonly id: string;
  readonly revision: number;
  readonly type: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly actor: { readonly id: string; readonly kind: string; readonly role: string };
  readonly data: Readonly<Record<string, unknown>>;
  readonly texts: readonly {
    readonly field: string;
    readonly text: string | null;
    readonly erased: boolean;
  }[];
}

export interface Money {
  readonly minor: number;
  readonly currency: string;
}

export interface ResolutionView {
  readonly id: string;
  readonly state: string;
  readonly inForce: boolean;
  readonly remedies: readonly { readonly kind: RemedyKind; readonly amount?: Money }[];
  readonly cost: Money | null;
  readonly details: string | null;
  readonly proposedAt: string;
  readonly proposedBy: string;
  readonly exceeds: string | null;
  readonly approvers: readonly string[];
}

export interface CaseResolutions {
  readonly complaintId: string;
  readonly remedySought: string | null;
  readonly resolutions: readonly ResolutionView[];
}

export interface QueueItem {
  readonly item: 'case' | 'callback';
  readonly complaintId: string | null;
  readonly callbackId: string | null;
  readonly purpose: string | null;
  readonly reference: string | null;
  readonly kind: string | null;
  readonly category: string | null;
  readonly priority: number | null;
  readonly tier: 'standard' | 'key' | 'vip' | null;
  readonly specialCare: boolean;
  readonly chases: number;
  readonly supervised: boolean;
  readonly severity: 'normal' | 'grave';
  readonly team: string;
  readonly agent: string | null;
  readonly claimed: boolean;
  readonly phase: Phase | null;
  readonly waitsFor: WaitsFor | null;
  readonly nextClock: string | null;
  readonly nextDueAt: string | null;
  readonly opensAt: string | null;
  readonly caller: string | null;
  readonly held: boolean;
  readonly paused: boolean;
  readonly breached: readonly string[];
  readonly registeredAt: string;
}

export interface CallbackView {
  readonly id: string;
  readonly complaintId: string | null;
  readonly purpose: string;
  readonly state: 'scheduled' | 'attempting' | 'reached' | 'completed' | 'cancelled' | 'unreachable';
  readonly team: string;
  readonly owner: string | null;
  readonly claimed: boolean;
  readonly window: { readonly from: string; readonly to: string };
  readonly missedAt: string | null;
  readonly attemptCount: number;
  readonly lastOutcome: CallOutcome | null;
  readonly suppressed: Suppression | null;
  readonly timeZone: string;
  readonly language: string | null;
  readonly revision: number;
  readonly customer: {
    readonly id: string;
    readonly erased: boolean;
    readonly name: string | null;
    readonly number: string | null;
  };
  readonly attempts: readonly {
    readonly number: number;
    readonly agent: string;
    readonly startedAt: string;
    readonly endedAt: string | null;
    readonly outcome: CallOutcome | null;
  }[];
}

export interface Suppression {
  readonly rule: string;
  readonly nextAllowedAt: string | null;
}

export interface CustomerPromise {
  readonly promiseId: string;
  readonly kind: 'callback' | 'follow-up' | 'remedy' | 'answer';
  readonly complaintId: string | null;
  readonly callbackId: string | null;
  readonly owner: string | null;
  readonly team: string;
  readonly window: { readonly from: string; readonly to: string };
  readonly state: string;
}

export interface WaitingApproval {
  readonly kind: 'remedy' | 'extension' | 'appeal' | 'wait';
  readonly complaintId: string;
  readonly resolutionId: string | null;
  readonly number: number | null;
  readonly requestedBy: string;
  readonly requestedAt: string;
  readonly dueAt: string | null;
  readonly breached: boolean;
  /** Why it was asked for: a code. */
  readonly reason: string | null;
  readonly amount: Money | null;
  readonly remedies: readonly RemedyKind[];
  readonly clock: string | null;
  readonly within: string | null;
  readonly team: string;
}

export interface VerdictItem extends ClockIdentity {
  readonly reference: string | null;
  readonly verdict: 'running' | 'met' | 'missed' | 'none';
  readonly dueAt: string | null;
  readonly startedAt: string;
  readonly stoppedAt: string | null;
  readonly kind: string;
  readonly category: string;
  readonly priority: number;
  readonly team: string;
  readonly agent: string | null;
}

/** What every figure says of itself. */
export interface FigureAnswer<Group> {
  readonly definition: string;
  readonly by: string | null;
  readonly zone: string;
  readonly range: { readonly on: 'registered' | 'happened'; readonly from?: string; readonly to?: string };
  readonly kinds: Readonly<Record<string, number>>;
  readonly freshness: { readonly caughtUpMsAgo: number | null };
  readonly groups: readonly (Group & FigureGroup)[];
}

export interface FigureGroup {
  readonly group: string | null;
  readonly startsAt?: string;
}

export interface VerdictGroup {
  readonly met: number;
  readonly missed: number;
  readonly running: number;
  readonly none: number;
}

export interface CommandOutcome {
  readonly id: string;
  readonly revision: number;
  readonly readToken: string;
  readonly changed: boolean;
  readonly suppressed?: Suppression | null;
}
