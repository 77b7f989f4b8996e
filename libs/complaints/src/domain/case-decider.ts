import { clockConsequence, withClocks, type ClockEvent, type ClockSignal } from '@redress/clocks';
import { DomainError, type Decider, type EpochMs } from '@redress/kernel';
import { applyPolicy } from '@redress/sla';
import type { Channel, ComplaintEvent, Placement, Why } from '../events';
import type { CaseCommand } from './commands';
import { assertLegal } from './phases';
import { evolve, subjectFacts, type CaseOnRecord, type CaseState } from './state';

/** The decider of a case by itself; the stream is written by `caseDecider`, which adds the clocks. */
const bareDecider: Decider<CaseState, CaseCommand, ComplaintEvent> = { initial: undefined, decide, evolve };

/** The decider of the stream `complaint-<id>`: the case and its clocks. */
export const caseDecider = withClocks(bareDecider, signalsOf);

/** Every event of the stream `complaint-<id>`. */
export type CaseEvent = ComplaintEvent | ClockEvent;

export { clockConsequence as caseConsequence };

function decide(command: CaseCommand, state: CaseState): readonly ComplaintEvent[] {
  if (command.type === 'RegisterComplaint') {
    if (state !== undefined)
      throw new DomainError('conflict', 'already-exists', 'This case is registered already.');
    return [register(command)];
  }
  if (state === undefined) throw new DomainError('not-found', 'not-found', 'There is no such case.');
  assertLegal(command.type, state.phase);
  return decideOnRecord(command, state, occurredAt(command, state), command.why);
}

function register(command: Extract<CaseCommand, { type: 'RegisterComplaint' }>): ComplaintEvent {
  const {
    type: _,
    now,
    policies,
    actor: __,
    occurredAt: backdated,
    clocksKnownUntil: ___,
    why,
    ...facts
  } = command;
  const at = backdated ?? now;
  if (at > now) throw inFuture();
  return {
    type: 'ComplaintRegistered',
    version: 1,
    occurredAt: at,
    data: { ...why, ...facts, policy: applyPolicy(policies.inForceAt(at), facts).ref },
  };
}

type LaterCommand = Exclude<CaseCommand, { type: 'RegisterComplaint' }>;

function decideOnRecord(
  command: LaterCommand,
  state: CaseOnRecord,
  at: EpochMs,
  why: Why,
): readonly ComplaintEvent[] {
  const common = { version: 1, occurredAt: at } as const;
  const place = placement(state);
  switch (command.type) {
    case 'AcceptComplaint':
      return state.accepted ? [] : [{ ...common, type: 'ComplaintAccepted', data: why }];
    case 'RefuseComplaint':
      return [
        ...endWaiting(state, at),
        { ...common, type: 'ComplaintRefused', data: { ...why, reason: command.reason } },
      ];
    case 'AssignComplaint': {
      const { team, agent } = command;
      if (state.team === team && state.agent === agent) return [];
      return [{ ...common, type: 'ComplaintAssigned', data: { ...why, team, agent } }];
    }
    case 'ClaimComplaint':
      return claim(state, command.agent, at, why);
    case 'TransferComplaint': {
      const { team, agent } = command;
      return [{ ...common, type: 'ComplaintTransferred', data: { ...why, team, agent, from: place } }];
    }
    case 'ReturnComplaint': {
      if (state.agent === null) return [];
      const data = { ...why, reason: command.reason, team: state.team, from: place };
      return [{ ...common, type: 'ComplaintReturned', data }];
    }
    case 'ReprioritiseComplaint': {
      const { priority } = command;
      if (state.priority === priority) return [];
      const data = {
        ...why,
        priority,
        previousPriority: state.priority,
        policy: policyRef(command, { ...state, priority }),
      };
      return [{ ...common, type: 'ComplaintReprioritised', data }];
    }
    case 'AcknowledgeComplaint':
      return state.acknowledged
        ? []
        : [{ ...common, type: 'ComplaintAcknowledged', data: { ...why, channel: command.channel } }];
    case 'RespondToComplaint': {
      const channel = command.channel === undefined ? {} : { channel: command.channel };
      return [respond(state, at, { ...why, ...channel })];
    }
    case 'AddNote':
      return [{ ...common, type: 'ComplaintNoteAdded', data: { ...why, noteRef: command.noteRef } }];
    case 'StartWaiting': {
      if (state.waitsFor === command.waitsFor) return [];
      const data = { ...why, ...place, waitsFor: command.waitsFor };
      return [...endWaiting(state, at), { ...common, type: 'ComplaintWaitStarted', data }];
    }
    case 'ResumeComplaint':
      return endWaiting(state, at, why);
    case 'ResolveComplaint':
      return state.phase === 'resolved' ? [] : resolve(command, state, at);
    case 'CloseComplaint': {
      if (state.phase === 'closed') return [];
      const closing: ComplaintEvent = {
        ...common,
        type: 'ComplaintClosed',
        data: { ...why, ...place, cycle: state.cycle },
      };
      return state.phase === 'resolved' ? [closing] : [...resolve(command, state, at), closing];
    }
    case 'ReopenComplaint': {
      const data = { ...why, ...place, cycle: state.cycle + 1, policy: policyRef(command, state) };
      return [{ ...common, type: 'ComplaintReopened', data }];
    }
  }
}

/**
 * When the fact happened. The sender's word where it is given (whether it may be is for the edge to check), else now: never before the
 * latest fact, even where the clocks of two servers differ by a little.
 */
function occurredAt(command: LaterCommand, state: CaseOnRecord): EpochMs {
  const latest = Math.max(state.lastFactAt, command.clocksKnownUntil ?? state.lastFactAt);
  if (command.occurredAt === undefined) return Math.max(command.now, latest);
  if (command.occurredAt > command.now) throw inFuture();
  if (command.occurredAt < state.registeredAt) {
    throw new DomainError(
      'invalid',
      'occurred-before-registration',
      'occurredAt lies before the registration of the case.',
      {
        errors: [
          {
            field: 'occurredAt',
            code: 'occurred-before-registration',
            reason: 'lies before the registration',
          },
        ],
      },
    );
  }
  if (command.occurredAt < latest) {
    throw new DomainError(
      'invalid',
      'occurred-out-of-order',
      'occurredAt lies before the latest fact of the case.',
      {
        errors: [
          { field: 'occurredAt', code: 'occurred-out-of-order', reason: 'lies before the latest fact' },
        ],
        latestFactAt: new Date(latest).toISOString(),
      },
    );
  }
  return command.occurredAt;
}

const inFuture = () =>
  new DomainError('invalid', 'occurred-in-future', 'occurredAt lies in the future.', {
    errors: [{ field: 'occurredAt', code: 'occurred-in-future', reason: 'lies in the future' }],
  });

function claim(state: CaseOnRecord, agent: string, at: EpochMs, why: Why): readonly ComplaintEvent[] {
  if (state.agent === agent && state.claimed) return [];
  if (state.agent !== null && state.agent !== agent) {
    throw new DomainError(
      'conflict',
      'held-by-another',
      'Another agent has this case; it can be transferred.',
      {
        agent: state.agent,
      },
    );
  }
  return [
    { type: 'ComplaintClaimed', version: 1, occurredAt: at, data: { ...why, agent, team: state.team } },
  ];
}

const respond = (
  state: CaseOnRecord,
  at: EpochMs,
  more: Why & { readonly channel?: Channel },
): ComplaintEvent => ({
  type: 'ComplaintResponded',
  version: 1,
  occurredAt: at,
  data: { ...more, ...placement(state), first: !state.responded, cycle: state.cycle },
});

/** Leaving any state closes its interval first, so that the pause counts before the verdict is taken. */
const endWaiting = (state: CaseOnRecord, at: EpochMs, why: Why = {}): readonly ComplaintEvent[] =>
  state.waitsFor === null
    ? []
    : [
        {
          type: 'ComplaintResumed',
          version: 1,
          occurredAt: at,
          data: { ...why, ...placement(state), waitedFor: state.waitsFor },
        },
      ];

/** Whoever resolves a case that nobody had answered has given the answer with it, unless it was no human. */
function resolve(
  command: Extract<LaterCommand, { resolvedBy: string | null }>,
  state: CaseOnRecord,
  at: EpochMs,
): readonly ComplaintEvent[] {
  const answers = !state.responded && command.actor.kind !== 'system';
  return [
    ...endWaiting(state, at),
    ...(answers ? [respond(state, at, {})] : []),
    {
      type: 'ComplaintResolved',
      version: 1,
      occurredAt: at,
      data: { ...command.why, ...placement(state), resolvedBy: command.resolvedBy, cycle: state.cycle },
    },
  ];
}

const placement = ({ team, agent, priority }: CaseOnRecord): Placement => ({ team, agent, priority });

/** The rule of the pinned version that now applies. */
const policyRef = (command: LaterCommand, state: CaseOnRecord) =>
  applyPolicy(command.policies.version(state.policy.name, state.policy.version), subjectFacts(state)).ref;

/** What a fact of the case means to its clocks. */
function signalsOf(event: ComplaintEvent, after: CaseState): readonly ClockSignal[] {
  if (after === undefined) return [];
  const { policy, cycle, cycleStartedAt } = after;
  switch (event.type) {
    case 'ComplaintRegistered':
    case 'ComplaintReopened':
      return [{ signal: 'start', cycle, policy, subject: subjectFacts(after) }];
    case 'ComplaintReprioritised': {
      const settled = [
        ...(after.responded ? (['first-response'] as const) : []),
        ...(after.phase === 'resolved' ? (['resolution'] as const) : []),
      ];
      return [{ signal: 'retarget', cycle, cycleStartedAt, policy, subject: subjectFacts(after), settled }];
    }
    case 'ComplaintResponded':
      return [{ signal: 'stop', clock: 'first-response' }];
    case 'ComplaintWaitStarted':
      return [{ signal: 'pause', reason: event.data.waitsFor }];
    case 'ComplaintResumed':
      return [{ signal: 'resume' }];
    case 'ComplaintResolved':
      return [{ signal: 'stop', clock: 'resolution' }];
    case 'ComplaintRefused':
      return [{ signal: 'close', reason: 'refused' }];
    case 'ComplaintAccepted':
    case 'ComplaintAssigned':
    case 'ComplaintClaimed':
    case 'ComplaintTransferred':
    case 'ComplaintReturned':
    case 'ComplaintAcknowledged':
    case 'ComplaintNoteAdded':
    case 'ComplaintClosed':
      return [];
  }
}
