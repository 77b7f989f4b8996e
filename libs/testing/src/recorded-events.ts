import { deriveId, type RecordedEvent } from '@redress/kernel';

/** The part of an event that a spec cares about. */
export type EventSketch = Pick<RecordedEvent, 'type' | 'data'> & Partial<RecordedEvent>;

const MINUTE_MS = 60_000;
const START = Date.UTC(2026, 0, 5, 9);

/**
 * Recorded events in the order given, a minute apart, at rising positions, with a revision each in its stream. What a sketch leaves
 * out is filled in; `partitionKey` is then the id in the stream's name.
 */
export function recordedEvents(...sketches: readonly EventSketch[]): RecordedEvent[] {
  const revisions = new Map<string, number>();
  return sketches.map((sketch, index) => {
    const stream = sketch.stream ?? `complaint-${sketch.partitionKey ?? '1'}`;
    const revision = revisions.get(stream) ?? 0;
    revisions.set(stream, revision + 1);
    const at = START + index * MINUTE_MS;
    return {
      id: deriveId(stream, revision),
      version: 1,
      occurredAt: at,
      recordedAt: sketch.occurredAt ?? at,
      position: String(index + 1).padStart(16, '0'),
      revision,
      actor: { id: 'agent-1', kind: 'staff', role: 'agent' },
      correlationId: deriveId('correlation', stream),
      causationId: deriveId('command', stream, revision),
      commandId: deriveId('command', stream, revision),
      partitionKey: stream.slice(stream.indexOf('-') + 1),
      ...sketch,
      stream,
    };
  });
}
