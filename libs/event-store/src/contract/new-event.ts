import { newId, type NewEvent } from '@redress/kernel';

/** An event that nobody has stored yet: each has an id of its own. */
export const newEvent = (given: Partial<NewEvent> = {}): NewEvent => ({
  id: newId(),
  type: 'ComplaintNoted',
  version: 1,
  occurredAt: '2026-03-01T09:30:00.000Z',
  actor: { id: 'agent-7', kind: 'staff', role: 'agent' },
  correlationId: newId(),
  causationId: newId(),
  commandId: newId(),
  partitionKey: newId(),
  data: { noteRef: newId() },
  ...given,
});

/** So many of them. */
export const newEvents = (count: number): NewEvent[] => Array.from({ length: count }, () => newEvent());

/** The name of a stream that nobody has written to yet. */
export const newStream = (): string => `complaint-${newId()}`;
