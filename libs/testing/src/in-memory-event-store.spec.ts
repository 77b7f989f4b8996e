import { describeEventStore } from '@redress/event-store/contract';
import { InMemoryEventStore } from './in-memory-event-store';

describeEventStore('InMemoryEventStore', (clock) => {
  const store = new InMemoryEventStore(clock);
  return Promise.resolve({ store, other: store, close: () => Promise.resolve() });
});
