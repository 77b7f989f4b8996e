declare global {
  /** Set by the global setup of jest where it has started a server. */
  var stopTestPostgres: (() => Promise<void>) | undefined;
}

/** Stops the server of the run; what watches over its folder removes it then. */
export default async function stopPostgres(): Promise<void> {
  await globalThis.stopTestPostgres?.();
}
