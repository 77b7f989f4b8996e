import type { BesideCase } from '@redress/complaints';
import type { EpochMs } from '@redress/kernel';
import type { ResolutionEvent } from '../events';
import type { ResolutionCommand, ResolutionOrderType } from './commands';
import type { ResolutionOnRecord } from './state';

/** A command of one of the types, with all that it brings along. */
export type Told<Type extends ResolutionOrderType = ResolutionOrderType> = Extract<
  ResolutionCommand,
  { type: Type }
> &
  BesideCase;

type EventOf<Type extends ResolutionEvent['type']> = Extract<ResolutionEvent, { type: Type }>;

/** A fact of a resolution. */
export const fact = <Type extends ResolutionEvent['type']>(
  type: Type,
  occurredAt: EpochMs,
  data: EventOf<Type>['data'],
): ResolutionEvent => ({ type, version: 1, occurredAt, data }) as EventOf<Type>;

/** What every fact of a resolution says, with why. */
export const aboutOf = (
  { why, case: { team, agent, priority, cycle } }: Told,
  { resolutionId, remedies, cause }: Pick<ResolutionOnRecord, 'resolutionId' | 'remedies' | 'cause'>,
) => ({ ...why, team, agent, priority, resolutionId, cycle, remedies, cause });

/** The version of the limits by which was judged. */
export const authorityOf = ({ limits: { name, version } }: Told) => ({ name, version });
