/** The answers of the API that the pages use, as docs/openapi.json describes them. */

export type Role = 'agent' | 'shift-leader' | 'supervisor' | 'analyst' | 'integration';
export type ClockState = 'running' | 'paused' | 'beyond-calendar' | 'breached' | 'met' | 'missed' | 'closed';
export type KnownVerdict = 'met' | 'missed' | 'running' | 'closed';
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
  /** Those that it has passed by the running time that was left: `PT30M`. */
  readonly nearMarks: readonly string[];
  readonly breachedAt: string | null;
  readonly endedAt: string | null;
  /** What was judged, where a fact that was told late has changed what is to be said. */
  readonly correctedFrom: KnownVerdict | null;
  readonly team: string;
  readonly agent: string | null;
  readonly priority: number;
  readonly policy: ClockPolicy;
}

/** Something that has clocks of its own: a visit, a work order, or what else a policy measures. */
export interface ClockedSubject {
  readonly id: string;
  readonly kind: string;
}

/** A clock that stands with a team: of a case, or of a subject. */
export interface BoardClock extends Omit<CaseClock, 'complaintId'> {
  /** Null where it is a clock of a subject that belongs to no case. */
  readonly complaintId: string | null;
  /** Null where it is a clock of the case itself. */
  readonly subject: ClockedSubject | null;
}

/** A subject with all its clocks. */
export interface SubjectView extends ClockedSubject {
  readonly complaintId: string | null;
  readonly team: string;
  readonly category: string;
  readonly channel: string;
  readonly priority: number;
  readonly tier: 'standard' | 'key' | 'vip';
  readonly specialCare: boolean;
  readonly openedAt: string;
  readonly waitsFor: WaitsFor | null;
  readonly endedAt: string | null;
  readonly policy: ClockPolicy;
  readonly facts: readonly { readonly fact: string; readonly at: string }[];
  readonly clocks: readonly (Pick<
    CaseClock,
    'clock' | 'instance' | 'state' | 'startedAt' | 'dueAt' | 'breachedAt' | 'endedAt' | 'policy'
  > & {
    /** In percent, or by the running time that was left. */
    readonly marks: readonly string[];
  })[];
}

export interface ExplainingEvent {
  readonly id: string;
  readonly type: string;
  readonly revision: number;
}

export interface ExplanationEdge {
  readonly by: 'start' | 'end' | 'opening' | 'closing' | 'pause' | 'resume' | 'limit';
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

/** Of a case, or of a subject. */
export interface ClockExplanation {
  readonly clock: string;
  readonly instance: number;
  readonly cycle: number;
  readonly verdict: 'running' | 'met' | 'missed' | 'closed';
  readonly target: {
    readonly within: string;
    readonly calendar: { readonly name: string; readonly version: number };
    readonly pausedBy: readonly string[];
    readonly pauseLimits: readonly {
      readonly reason: string;
      readonly longest: string | null;
      readonly needsApproval: boolean;
    }[];
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
  readonly marks: readonly { readonly mark: string; readonly at: string }[];
  readonly corrected: {
    readonly known: KnownVerdict;
    readonly because: readonly ExplainingEvent[];
  } | null;
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
  readonly appeal: { readonly number: number; readonly appealedAt: string } | null;
  readonly answerPromisedBy: string | null;
  readonly mergedInto: string | null;
  readonly links: readonly { readonly otherId: string; readonly relation: string }[];
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
  /** A wait that is to be approved: the clocks that want that run on. */
  readonly waitRequest: { readonly number: number; readonly requestedBy: string } | null;
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

/** A remedy before it is proposed. */
export interface ThoughtOfRemedy {
  readonly kind: string;
  readonly amount?: Money;
}

export interface NeededApproval {
  readonly exceeds: 'case' | 'day' | 'month' | null;
  readonly remaining: number | null;
  readonly approvers: readonly Role[];
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
  /** A clock runs that is due beyond what its calendar vouches for. */
  readonly beyondCalendar: boolean;
  readonly breached: readonly string[];
  readonly registeredAt: string;
}

/** From when until when a customer is to be reached. */
export interface CallWindow {
  readonly from: string;
  readonly to: string;
}

/** A callback in a list. */
export type OwedCallback = Pick<
  CallbackView,
  'id' | 'complaintId' | 'purpose' | 'state' | 'team' | 'owner' | 'window'
>;

export interface CallbackView {
  readonly id: string;
  readonly complaintId: string | null;
  readonly purpose: string;
  readonly state: 'scheduled' | 'attempting' | 'reached' | 'completed' | 'cancelled' | 'unreachable';
  readonly team: string;
  readonly owner: string | null;
  readonly claimed: boolean;
  readonly window: CallWindow;
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
  readonly reference: string | null;
  readonly callbackId: string | null;
  readonly owner: string | null;
  readonly team: string;
  readonly window: CallWindow;
  readonly state: string;
  /** Whether something is still to be done about it: a broken one may be open. */
  readonly open: boolean;
}

export interface WaitingApproval {
  readonly kind: 'remedy' | 'extension' | 'appeal' | 'wait';
  readonly complaintId: string;
  readonly reference: string | null;
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

/** How much stands in a queue. */
export interface QueueLoad {
  readonly cases: number;
  readonly waiting: number;
  readonly callbacks: number;
  readonly callbacksLate: number;
  readonly late: number;
  readonly nextDueAt: string | null;
  readonly oldestAt: string | null;
}

export interface TeamLoad {
  readonly team: string;
  readonly pool: QueueLoad;
  readonly agents: readonly (QueueLoad & { readonly agent: string })[];
}

export type Verdict = 'running' | 'met' | 'missed' | 'none';

export interface VerdictItem extends ClockIdentity {
  readonly reference: string | null;
  readonly verdict: Verdict;
  readonly dueAt: string | null;
  /** By all that is known now, where a late fact has changed it. */
  readonly known: Verdict | null;
  readonly knownDueAt: string | null;
  /** As the newest reassessment found it. */
  readonly reassessed: Verdict | null;
  readonly reassessedDueAt: string | null;
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
  readonly definitionName: string;
  readonly definitionVersion: number;
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

/** The runs of the clock that the group is named by. */
export interface ClockVerdicts extends VerdictGroup {
  readonly teams: readonly (VerdictGroup & { readonly team: string })[];
}

export interface CommandOutcome {
  readonly id: string;
  readonly revision: number;
  readonly readToken: string;
  readonly changed: boolean;
  readonly suppressed?: Suppression | null;
  /** The window that holds, where the one that was asked for met the customer's quiet hours. */
  readonly movedTo?: CallWindow | null;
}
