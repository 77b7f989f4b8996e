import { teamClocks } from '@redress/board';
import { dueMarks } from '@redress/clocks';
import { cases } from '@redress/complaints';
import { metricsProjection } from '@redress/metrics';
import { queues } from '@redress/queues';
import type { Projection } from '@redress/read-model';

/** Every read model of Redress. */
export const PROJECTIONS: readonly Projection[] = [dueMarks, cases, queues, teamClocks, metricsProjection];
