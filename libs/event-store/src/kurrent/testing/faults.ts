import { Metadata, type status } from '@grpc/grpc-js';

/** What becomes of one append. Each may happen before the commit or after it: the client can't tell. */
export interface AppendFault {
  readonly committed: boolean;
  /** `silence`: no answer, ever · `half-close`: the answers end, without an error · else the call fails with this status. */
  readonly then: 'silence' | 'half-close' | Failure;
}

/** How a call fails. */
export interface Failure {
  readonly code: status;
  readonly details?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** A subscription that somebody has. */
export interface StubSubscription {
  /** Ends it as a server does that goes down in good order: without an error. */
  end(): void;
  fail(failure: Failure): void;
  /** Tells nothing any more and stays open, as over a line that is dead. */
  mute(): void;
}

export const errorOf = ({ code, details = 'the stub was told to fail', metadata = {} }: Failure) => {
  const sent = new Metadata();
  for (const [key, value] of Object.entries(metadata)) sent.set(key, value);
  return Object.assign(new Error(details), { code, details, metadata: sent });
};
