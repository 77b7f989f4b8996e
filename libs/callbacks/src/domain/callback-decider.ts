import { withClocks, type ClockStreamEvent } from '@redress/clocks';
import { factTime } from '@redress/complaints';
import { DomainError, type Decider } from '@redress/kernel';
import type { CallbackEvent } from '../events';
import { assertFreeFor, complete, recordOutcome, startAttempt } from './attempts';
import { signalsOf } from './callback-clock';
import type { CallbackCommand, LaterCommand } from './commands';
import { about } from './deciding';
import { assertLegal } from './phases';
import { assertMayLetGo, cancel, reschedule } from './renegotiation';
import { scheduled } from './schedule';
import { evolve, openAttempt, type CallbackOnRecord, type CallbackState } from './state';
import { sameWindow } from './window-fit';

/** The decider of a callback by itself; the stream is written by `callbackDecider`, which adds the clock. */
const bareDecider: Decider<CallbackState, CallbackCommand, CallbackEvent> = {
  initial: undefined,
  decide,
  evolve,
};

/** The decider of the stream `callback-<id>`: the callback and its clock. */
export const callbackDecider = withClocks(bareDecider, signalsOf);

/** Every event of the stream `callback-<id>`. */
export type CallbackStreamEvent = CallbackEvent | ClockStreamEvent;

function decide(command: CallbackCommand, state: CallbackState): readonly CallbackEvent[] {
  // Whoever schedules a follow-up anew, after a crash, means the one that there is.
  if (command.type === 'ScheduleCallback') return state === undefined ? [scheduled(command)] : [];
  if (state === undefined) throw new DomainError('not-found', 'not-found', 'There is no such callback.');
  if (isDone(command, state)) return [];
  const at = factTime(command, 'the callback', state.lastFactAt);
  assertLegal(command, state);
  const deciding = { command, state, at };
  switch (command.type) {
    case 'ClaimCallback': {
      assertFreeFor(command.agent, deciding);
      const data = { ...about(deciding), owner: command.agent, previousOwner: state.owner };
      return [{ type: 'CallbackClaimed', version: 1, occurredAt: at, data }];
    }
    case 'TransferCallback': {
      const { team, owner } = command;
      const from = { previousOwner: state.owner, previousTeam: state.team };
      const data = { ...about(deciding), team, owner, ...from };
      return [{ type: 'CallbackTransferred', version: 1, occurredAt: at, data }];
    }
    case 'StartAttempt':
      return startAttempt(command.agent, deciding);
    case 'RecordOutcome':
      return recordOutcome(command, deciding);
    case 'CompleteCallback':
      return complete(command, deciding);
    case 'RescheduleCallback': {
      const rescheduled = reschedule(command.window, command.renegotiatedBy, deciding);
      const isAsWas = state.reached === null && sameWindow(rescheduled.data.window, state.window);
      return isAsWas ? [] : [rescheduled];
    }
    case 'CancelCallback':
      assertMayLetGo(deciding);
      return [cancel(command.reason, deciding)];
  }
}

/** Whether a command has been done already, so that doing it again would add nothing. */
function isDone(command: LaterCommand, state: CallbackOnRecord): boolean {
  switch (command.type) {
    case 'ClaimCallback':
      return state.end === null && state.claimed && state.owner === command.agent;
    case 'TransferCallback':
      return state.end === null && state.team === command.team && state.owner === command.owner;
    case 'StartAttempt':
      return state.end === null && openAttempt(state)?.agent === command.agent;
    case 'RecordOutcome':
      return state.attempts.at(-1)?.outcome === command.outcome && command.window === undefined;
    case 'CompleteCallback':
      return state.end === 'completed';
    case 'RescheduleCallback':
      return false;
    case 'CancelCallback':
      return state.end === 'cancelled';
  }
}
