import { AsyncLocalStorage } from 'node:async_hooks';

const context = new AsyncLocalStorage<string>();

/** Runs something so that every log line that comes from it carries this correlation id. */
export const withCorrelation = <Result>(correlationId: string, run: () => Result): Result =>
  context.run(correlationId, run);

/** The correlation id of what is running; undefined outside of any request. */
export const currentCorrelation = (): string | undefined => context.getStore();
