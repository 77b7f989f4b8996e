import type { Type } from '@nestjs/common';
import type { Automation } from '@redress/automation';
import {
  CancelWhenCaseEnds,
  FollowUpWhenResolved,
  RecordFollowUp,
  RespondWhenReached,
} from '@redress/callbacks';
import { ApplyPublication, MirrorLink, RecogniseRepeat, RegisterSplitPart } from '@redress/complaints';
import { ActOnEscalation, NotifyOutside } from '@redress/escalations';
import { RaiseCaseOnSignal } from '@redress/intake';
import { ReturnAuthority } from '@redress/resolutions';
import { ApplyToSubjects } from '@redress/subjects';

/** Every automation of Redress. */
export const AUTOMATIONS: readonly Type<Automation>[] = [
  MirrorLink,
  RegisterSplitPart,
  RecogniseRepeat,
  ApplyPublication,
  ApplyToSubjects,
  FollowUpWhenResolved,
  RecordFollowUp,
  CancelWhenCaseEnds,
  RespondWhenReached,
  ReturnAuthority,
  RaiseCaseOnSignal,
  ActOnEscalation,
  NotifyOutside,
];
