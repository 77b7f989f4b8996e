import RequestQueue from 'kafkajs/src/network/requestQueue';

/** How soon a request that waits for others to be answered is looked at again, in ms; as kafkajs has it. */
const CHECK_PENDING_MS = 10;

/**
 * Lets idle connections of kafkajs be idle. Its request queue looks for waiting requests by a timer that it sets again and again: with
 * nothing to wait for the time is negative, so that each connection wakes some thousand times a second (a twentieth of a core, and on
 * Node 24 a warning each time). This sets the timer only where a request waits. And it looks ten times a second, on each connection, for
 * requests that nobody answers: a tenth of the time-out is often enough.
 */
export function quietRequestQueues(): void {
  RequestQueue.prototype.scheduleCheckPendingRequests = scheduleCheckPendingRequests;
  RequestQueue.prototype.scheduleRequestTimeoutCheck = scheduleRequestTimeoutCheck;
}

function scheduleRequestTimeoutCheck(this: RequestQueue): void {
  this.destroy();
  this.requestTimeoutIntervalId = setInterval(() => {
    for (const request of [...this.inflight.values()]) {
      if (Date.now() - request.sentAt > request.requestTimeout) request.timeoutRequest();
    }
    if (!this.isConnected()) this.destroy();
  }, this.requestTimeout / 10);
}

function scheduleCheckPendingRequests(this: RequestQueue): void {
  if (this.pending.length === 0 || this.throttleCheckTimeoutId !== null) return;
  const throttledMs = this.throttledUntil - Date.now();
  this.throttleCheckTimeoutId = setTimeout(
    () => {
      this.throttleCheckTimeoutId = null;
      this.checkPendingRequests();
    },
    throttledMs > 0 ? throttledMs : CHECK_PENDING_MS,
  );
}
