import type { Type } from '@nestjs/common';
import type { Automation } from '@redress/automation';
import {
  CancelWhenCaseEnds,
  FollowUpWhenResolved,
  RecordFollowUp,
  RespondWhenReached,
} from '@redress/callbacks';
import { MirrorLink, RecogniseRepeat } from '@redress/complaints';
import { RaiseCaseOnSignal } from '@redress/intake';
import { ReturnAuthority } from '@redress/resolutions';

/** Every automation of Redress. */
export const AUTOMATIONS: readonly Type<Automation>[] = [
  MirrorLink,
  RecogniseRepeat,
  FollowUpWhenResolved,
  RecordFollowUp,
  CancelWhenCaseEnds,
  RespondWhenReached,
  ReturnAuthority,
  RaiseCaseOnSignal,
];
