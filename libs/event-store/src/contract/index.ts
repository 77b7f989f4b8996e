export { describeEventStore, type OpenedEventStore } from './describe-event-store';
export { newEvent, newEvents, newStream } from './new-event';
