import { toIso, type EpochMs } from '@redress/kernel';
import type { Mark } from '@redress/sla';
import type { ClockEvent } from '../events';
import {
  awaited,
  dueAtOf,
  isGoing,
  pausesToExpire,
  type ClockLedger,
  type ClockRun,
  type ReasonedPause,
} from './clock-ledger';
import { ranOut } from './known-now';
import { identity } from './ledger-draft';

const isoOrNull = (at: EpochMs | undefined) => (at === undefined ? null : toIso(at));

/**
 * The marks, breaches and ends of what pauses may count that fell due before `before` and are not on record yet, in due order. Strictly
 * before: a stop at the due instant is in time, so a clock is missed only once that instant has passed.
 * @param detectedAt when they are being noticed; the only thing that depends on the moment of looking
 */
export function dueFacts(ledger: ClockLedger, before: EpochMs, detectedAt: EpochMs): readonly ClockEvent[] {
  return ledger.runs
    .flatMap((run) => fallenDue(ledger, run, before))
    .sort(
      (a, b) =>
        a.at - b.at || a.run.clock.localeCompare(b.run.clock, 'en') || placeOf(a.mark) - placeOf(b.mark),
    )
    .map(({ run, mark, at }): ClockEvent => {
      if (mark === 100) return ranOut(run, at, detectedAt);
      if (typeof mark === 'object') return pauseExpired(ledger, run, { pause: mark, limit: at, detectedAt });
      const data = { ...identity(run), dueAt: toIso(at), detectedAt: toIso(detectedAt) };
      const head = { version: 1, occurredAt: at } as const;
      return typeof mark === 'number'
        ? { ...head, type: 'ClockMarkReached', data: { ...data, mark } }
        : { ...head, type: 'ClockNearDue', data: { ...data, before: mark } };
    });
}

/** A mark of a run, its breach (100), or a pause that counts no longer, and when. */
interface FallenDue {
  readonly run: ClockRun;
  readonly mark: Mark | ReasonedPause;
  readonly at: EpochMs;
}

/** What fell due of one run. Nothing does before its start, and none of its marks before one that it reaches earlier. */
function fallenDue(ledger: ClockLedger, run: ClockRun, before: EpochMs): readonly FallenDue[] {
  if (!isGoing(run) || run.startedAt >= before) return [];
  const due: FallenDue[] = [];
  const later = new Set<string>();
  for (const mark of awaited(run)) {
    // In percent, or by the time that is left: each in the order in which they are reached; the due instant comes after all of them.
    if (later.has(typeof mark) || (mark === 100 && later.size > 0)) continue;
    const at = dueAtOf(ledger, run, mark) ?? Infinity;
    if (at < before) due.push({ run, mark, at });
    else later.add(typeof mark);
  }
  for (const { pause, limit } of pausesToExpire(ledger, run))
    if (limit < before) due.push({ run, mark: pause, at: limit });
  return due;
}

/** Of marks that fall due at one instant, those by the time that is left come after those in percent, and before the breach. */
const placeOf = (mark: Mark | ReasonedPause): number =>
  typeof mark === 'number' ? mark : typeof mark === 'string' ? 99.5 : 0;

function pauseExpired(
  ledger: ClockLedger,
  run: ClockRun,
  {
    pause,
    limit,
    detectedAt,
  }: { readonly pause: ReasonedPause; readonly limit: EpochMs; readonly detectedAt: EpochMs },
): ClockEvent {
  const instants = { pausedAt: toIso(pause.from), dueAt: toIso(limit), detectedAt: toIso(detectedAt) };
  const clockDueAt = isoOrNull(dueAtOf(ledger, run));
  const data = { ...identity(run), reason: pause.reason, ...instants, clockDueAt };
  return { type: 'ClockPauseExpired', version: 1, occurredAt: limit, data };
}
