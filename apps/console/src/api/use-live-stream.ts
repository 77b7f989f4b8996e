import { useSyncExternalStore } from 'react';
import { liveStream, UNWATCHED, type Fold, type LiveState } from './live-stream';

const nothing = () => () => undefined;
const unwatched = () => UNWATCHED;

/** Watches for as long as the caller is on the screen; undefined: nothing. */
export function useLiveStream<Row>(path: string | undefined, fold: Fold<Row>): LiveState<Row> {
  const stream = path === undefined ? undefined : liveStream(path, fold);
  return useSyncExternalStore<LiveState<Row>>(stream?.subscribe ?? nothing, stream?.state ?? unwatched);
}
