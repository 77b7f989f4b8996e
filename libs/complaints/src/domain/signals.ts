import { signalsByPlan, type ClockSignal } from '@redress/clocks';
import { fromIso } from '@redress/kernel';
import { formatDuration } from '@redress/sla';
import { EXTENDABLE_CLOCKS, type ComplaintEvent } from '../events';
import { CASE_CLOCKS, occasionsOf, owedOf } from './case-clocks';
import { startPromised } from './promise';
import { cycleAt, subjectFacts, type CaseOnRecord, type CaseState } from './state';

/** What a fact of the case means to its clocks: to those that its policy defines, and to those of `CASE_CLOCKS`. */
export function signalsOf(event: ComplaintEvent, after: CaseState): readonly ClockSignal[] {
  if (after === undefined) return [];
  const { policy, registeredAt } = after;
  const { number: cycle } = cycleAt(after, event.occurredAt);
  const about = { cycle, policy, subject: subjectFacts(after) };
  const ending = ENDS_ALL[event.type];
  return [
    ...byWhatItSays(event, after),
    { signal: 'occurred', name: event.type, ...about },
    ...signalsByPlan(CASE_CLOCKS, occasionsOf(event, after), { ...about, begunAt: registeredAt }),
    ...startedByPromise(event, after),
    ...carriedOver(event),
    ...(ending === undefined ? [] : ([{ signal: 'close', reason: ending }] as const)),
  ];
}

/** The facts after which nothing of a case is waited for, and why; a clock that waited for just that was stopped by it. */
const ENDS_ALL: { readonly [Type in ComplaintEvent['type']]?: 'refused' | 'merged' | 'withdrawn' } = {
  ComplaintRefused: 'refused',
  ComplaintMerged: 'merged',
  ComplaintWithdrawn: 'withdrawn',
};

/** What changes the clocks that go, whatever starts or stops them. */
function byWhatItSays(event: ComplaintEvent, after: CaseOnRecord): readonly ClockSignal[] {
  if (event.type === 'ComplaintReprioritised' || event.type === 'ComplaintReclassified')
    return [retarget(after)];
  if (event.type === 'ComplaintPolicyChanged') {
    const { granted } = after.extension;
    return [
      { ...retarget(after), extended: EXTENDABLE_CLOCKS.filter((clock) => granted[clock] !== undefined) },
    ];
  }
  if (event.type === 'ComplaintWaitStarted') {
    const { waitsFor: reason, approval } = event.data;
    return [{ signal: 'pause', reason, ...(approval === undefined ? {} : { unapproved: true }) }];
  }
  if (event.type === 'ComplaintWaitApproved') {
    const { waitsFor: reason, beganAt, endedAt } = event.data;
    const to = endedAt === undefined ? {} : { to: fromIso(endedAt) };
    return [{ signal: 'pause', reason, from: fromIso(beganAt), ...to }];
  }
  if (event.type === 'ComplaintResumed') return [{ signal: 'resume' }];
  return event.type === 'ExtensionGranted'
    ? [{ signal: 'extend', clock: event.data.clock, within: event.data.within }]
    : [];
}

function retarget(after: CaseOnRecord): Extract<ClockSignal, { signal: 'retarget' }> {
  const { cycle, cycleStartedAt, policy, responded, phase } = after;
  const settled = [
    ...(responded ? (['first-response'] as const) : []),
    ...(phase === 'resolved' ? (['resolution'] as const) : []),
  ];
  const subject = subjectFacts(after);
  // What the fact itself means to the clocks that a policy defines is said beside this.
  const occurred = after.occurred.slice(0, -1);
  return {
    signal: 'retarget',
    cycle,
    cycleStartedAt,
    policy,
    subject,
    settled,
    owed: owedOf(after),
    occurred,
  };
}

/** What was done for the whole before a part of it became this case is judged there. */
function carriedOver(event: ComplaintEvent): readonly ClockSignal[] {
  const isKnown = event.type === 'ComplaintRegistered' && event.data.splitFrom?.acknowledgedAt !== undefined;
  return isKnown ? [{ signal: 'close', reason: 'carried-over', clocks: ['acknowledgement'] }] : [];
}

/** Clocks for which a person has set the time. */
function startedByPromise(event: ComplaintEvent, after: CaseOnRecord): readonly ClockSignal[] {
  if (event.type === 'SupervisionOrdered') {
    const { within } = event.data;
    return within === undefined ? [] : [startPromised('supervision', within, after)];
  }
  if (event.type !== 'AnswerPromised') return [];
  const within = formatDuration(fromIso(event.data.answerBy) - event.occurredAt);
  return [startPromised('answer', within, after)];
}
