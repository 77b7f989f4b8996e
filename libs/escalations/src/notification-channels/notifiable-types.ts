import { CALLBACK_EVENT_TYPES } from '@redress/callbacks';
import { CLOCK_EVENT_TYPES, ESCALATION_EVENT_TYPES } from '@redress/clocks';
import { COMPLAINT_EVENT_TYPES } from '@redress/complaints';
import { RESOLUTION_EVENT_TYPES } from '@redress/resolutions';

/** The types of events that the outside can be told: those of cases, their clocks, resolutions and callbacks. */
export const NOTIFIABLE_EVENT_TYPES: readonly string[] = [
  ...COMPLAINT_EVENT_TYPES,
  ...CLOCK_EVENT_TYPES,
  ...ESCALATION_EVENT_TYPES,
  ...RESOLUTION_EVENT_TYPES,
  ...CALLBACK_EVENT_TYPES,
];
