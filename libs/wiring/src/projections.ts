import { approvals } from '@redress/approvals';
import { teamClocks } from '@redress/board';
import { callbacks } from '@redress/callbacks';
import { dueMarks } from '@redress/clocks';
import { casesBeside } from '@redress/complaints';
import { followUpFigures, metricsProjection, promiseFigures, remedyFigures } from '@redress/metrics';
import { promises } from '@redress/promises';
import { queues } from '@redress/queues';
import type { Projection } from '@redress/read-model';
import { RESOLUTION_EVENT_TYPES, resolutions } from '@redress/resolutions';
import { subjectClocks } from '@redress/subjects';

/** Every read model of Redress. */
export const PROJECTIONS: readonly Projection[] = [
  dueMarks,
  casesBeside(RESOLUTION_EVENT_TYPES),
  resolutions,
  callbacks,
  queues,
  teamClocks,
  subjectClocks,
  approvals,
  promises,
  metricsProjection,
  promiseFigures,
  remedyFigures,
  followUpFigures,
];
