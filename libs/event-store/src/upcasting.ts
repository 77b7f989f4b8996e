import type { DomainEvent, RecordedEvent } from '@redress/kernel';
import type { EventStore } from './event-store';

/** Turns the data of one version of an event type into that of the next. Pure: what it can't know from the data it leaves open. */
export interface Upcaster {
  readonly type: string;
  /** The version that it reads; it gives `fromVersion + 1`. Versions count from 1. */
  readonly fromVersion: number;
  readonly upcast: (data: DomainEvent['data']) => DomainEvent['data'];
}

/** The event in the newest version of its type; the event itself where it is in that version. */
export type Upcast = (event: RecordedEvent) => RecordedEvent;

/**
 * Chains the steps of each type, oldest first. An event in a version beyond the chain is left as it is.
 * Throws a RangeError where a step is missing or there twice: the chain of a type goes from version 1 to the newest.
 */
export function upcasting(upcasters: readonly Upcaster[]): Upcast {
  const chains = new Map<string, Upcaster[]>();
  for (const upcaster of upcasters.toSorted((a, b) => a.fromVersion - b.fromVersion)) {
    const chain = chains.get(upcaster.type) ?? [];
    if (upcaster.fromVersion !== chain.length + 1) {
      const found = `from version ${String(upcaster.fromVersion)}`;
      throw new RangeError(
        `${upcaster.type}: want one step from version ${String(chain.length + 1)}, found ${found}`,
      );
    }
    chains.set(upcaster.type, [...chain, upcaster]);
  }
  return (event) => {
    const steps = chains.get(event.type)?.slice(event.version - 1) ?? [];
    if (steps.length === 0) return event;
    const data = steps.reduce((before, step) => step.upcast(before), event.data);
    return { ...event, version: event.version + steps.length, data };
  };
}

/**
 * The same store, whose readers meet every event in its newest version. For deciders and projections; whoever publishes or
 * archives events reads the store itself and passes them on as they were stored.
 */
export function withUpcasters(store: EventStore, upcasters: readonly Upcaster[]): EventStore {
  const upcast = upcasting(upcasters);
  return {
    append: (stream, expected, events) => store.append(stream, expected, events),
    readStream: async (stream, options) => (await store.readStream(stream, options)).map(upcast),
    readAll: async (options) => (await store.readAll(options)).map(upcast),
    follow: async function* (options) {
      for await (const events of store.follow(options)) yield events.map(upcast);
    },
    streamNames: (prefix) => store.streamNames(prefix),
    head: () => store.head(),
    positionAt: (recordedAt) => store.positionAt(recordedAt),
  };
}
