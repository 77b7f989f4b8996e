import type { ClockSignal } from '@redress/clocks';
import { fromIso } from '@redress/kernel';
import { formatDuration, type ClockName } from '@redress/sla';
import type { ComplaintEvent } from '../events';
import { startPromised } from './promise';
import { subjectFacts, type CaseOnRecord, type CaseState } from './state';

/** What nobody waits for any more once a case is closed. Remedies are fulfilled after it, too. */
const CLOSED_WITH_THE_CASE: readonly ClockName[] = [
  'follow-up',
  'approval',
  'extension',
  'supervision',
  'answer',
];

/** What a fact of the case means to its clocks. */
export function signalsOf(event: ComplaintEvent, after: CaseState): readonly ClockSignal[] {
  if (after === undefined) return [];
  const { policy, cycle, cycleStartedAt } = after;
  switch (event.type) {
    case 'ComplaintRegistered':
      return [{ signal: 'start', cycle, policy, subject: subjectFacts(after) }];
    case 'ComplaintReopened':
      return [
        { signal: 'close', reason: 'reopened', clocks: ['follow-up'] },
        { signal: 'start', cycle, policy, subject: subjectFacts(after) },
      ];
    case 'ComplaintReprioritised':
    case 'ComplaintReclassified': {
      const settled = [
        ...(after.responded ? (['first-response'] as const) : []),
        ...(after.phase === 'resolved' ? (['resolution'] as const) : []),
      ];
      return [{ signal: 'retarget', cycle, cycleStartedAt, policy, subject: subjectFacts(after), settled }];
    }
    case 'ComplaintResponded':
      return [
        { signal: 'stop', clock: 'first-response' },
        { signal: 'stop', clock: 'answer' },
        ...lapsed(after),
      ];
    case 'ComplaintWaitStarted':
      return [{ signal: 'pause', reason: event.data.waitsFor }];
    case 'ComplaintResumed':
      return [{ signal: 'resume' }];
    case 'ComplaintResolved':
      return [
        { signal: 'stop', clock: 'resolution' },
        { signal: 'stop', clock: 'answer' },
        ...lapsed(after),
        ...(event.data.followUp === false ? [] : [startByPolicy('follow-up', after)]),
      ];
    case 'ComplaintFollowedUp':
      return event.data.outcome === 'unreachable'
        ? [{ signal: 'close', reason: 'unreachable', clocks: ['follow-up'] }]
        : [{ signal: 'stop', clock: 'follow-up' }];
    case 'ComplaintClosed':
      return [{ signal: 'close', reason: 'closed', clocks: CLOSED_WITH_THE_CASE }];
    case 'ComplaintRefused':
      return [{ signal: 'close', reason: 'refused' }];
    case 'ComplaintMerged':
      return [{ signal: 'close', reason: 'merged' }];
    case 'ComplaintWithdrawn':
      return [{ signal: 'close', reason: 'withdrawn' }];
    case 'SupervisionOrdered': {
      const { within } = event.data;
      return within === undefined
        ? [startByPolicy('supervision', after)]
        : [startPromised('supervision', within, after)];
    }
    case 'SupervisionAnswered':
      return [{ signal: 'stop', clock: 'supervision' }];
    case 'ExtensionRequested':
      return [startByPolicy('extension', after)];
    case 'ExtensionGranted':
      return [
        { signal: 'extend', clock: event.data.clock, within: event.data.within },
        { signal: 'stop', clock: 'extension' },
      ];
    case 'ExtensionRefused':
      return [{ signal: 'stop', clock: 'extension' }];
    case 'AnswerPromised': {
      const within = formatDuration(fromIso(event.data.answerBy) - event.occurredAt);
      return [
        { signal: 'close', reason: 'renegotiated', clocks: ['answer'] },
        startPromised('answer', within, after),
      ];
    }
    case 'ComplaintAccepted':
    case 'ComplaintAssigned':
    case 'ComplaintClaimed':
    case 'ComplaintTransferred':
    case 'ComplaintReturned':
    case 'ComplaintAcknowledged':
    case 'ComplaintNoteAdded':
    case 'ComplaintChased':
    case 'ComplaintEscalated':
    case 'ComplaintSeverityChanged':
    case 'ComplaintLinked':
    case 'ComplaintAppealed':
    case 'AppealDecided':
    case 'ComplaintArchived':
      return [];
  }
}

const startByPolicy = (clock: ClockName, after: CaseOnRecord): ClockSignal => ({
  signal: 'start-clock',
  clock,
  cycle: after.cycle,
  policy: after.policy,
  subject: subjectFacts(after),
});

/** Nobody needs to decide any more on more time for a clock that was stopped. */
const lapsed = ({ extension }: CaseOnRecord): readonly ClockSignal[] =>
  extension.pending === null ? [{ signal: 'close', reason: 'cancelled', clocks: ['extension'] }] : [];
