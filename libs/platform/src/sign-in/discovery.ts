const DISCOVERY_TIMEOUT_MS = 5_000;

/** What an issuer says of itself (OpenID Connect Discovery 1.0), unchecked but for whose it is. */
export type DiscoveryDocument = Readonly<Record<string, unknown>>;

/** Asks an issuer for its discovery document. Throws where it can't be reached, or the document is another issuer's. */
export async function discover(
  issuer: string,
  timeoutMs: number = DISCOVERY_TIMEOUT_MS,
): Promise<DiscoveryDocument> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(address, { signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) throw new Error(`the discovery document answers ${String(response.status)}`);
  const document: unknown = await response.json();
  if (typeof document !== 'object' || document === null)
    throw new Error('the discovery document is no object');
  if (!('issuer' in document) || document.issuer !== issuer)
    throw new Error('the discovery document is by another issuer');
  return { ...document };
}
