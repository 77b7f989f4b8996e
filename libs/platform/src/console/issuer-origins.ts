import { discover, type DiscoveryDocument } from '../sign-in/discovery';

/** How long what the issuer said of itself is taken as it is. */
const GOOD_FOR_MS = 3_600_000;

/** A page does not wait longer for an issuer that does not answer. */
const TIMEOUT_MS = 2_000;

/** After a failure it is not asked again for so long, lest every page waits. */
const PAUSE_MS = 1_000;

/** Whom the pages of the console must be able to talk to in order to sign somebody in: origins, each once. */
export interface IssuerOrigins {
  /** Asked by the pages: for the discovery document, tokens, keys. */
  readonly connect: readonly string[];
  /** Shown in a hidden frame, to renew a token. */
  readonly frame: readonly string[];
}

/** The endpoints that a page asks. An issuer may keep each of them on another host. */
const ASKED = ['token_endpoint', 'userinfo_endpoint', 'jwks_uri', 'revocation_endpoint'] as const;
const FRAMED = ['authorization_endpoint', 'end_session_endpoint'] as const;

/**
 * Where an issuer has its endpoints, as it says itself. Asked with the first page and again after an hour; while it is out of reach, what
 * it said last holds, else its own origin alone.
 */
export class IssuerEndpoints {
  #known: IssuerOrigins;
  #askAgainAt = 0;
  #asking: Promise<void> | undefined;

  constructor(private readonly issuer: string) {
    this.#known = originsIn(issuer, {});
  }

  async origins(): Promise<IssuerOrigins> {
    if (Date.now() >= this.#askAgainAt) {
      this.#asking ??= this.#ask().finally(() => {
        this.#asking = undefined;
      });
      await this.#asking;
    }
    return this.#known;
  }

  async #ask(): Promise<void> {
    try {
      this.#known = originsIn(this.issuer, await discover(this.issuer, TIMEOUT_MS));
      this.#askAgainAt = Date.now() + GOOD_FOR_MS;
    } catch {
      // Whoever signs in is told by the page, which asks for the same document.
      this.#askAgainAt = Date.now() + PAUSE_MS;
    }
  }
}

function originsIn(issuer: string, document: DiscoveryDocument): IssuerOrigins {
  const of = (names: readonly string[]): readonly string[] => [
    ...new Set([issuer, ...names.map((name) => document[name])].flatMap(originOf)),
  ];
  return { connect: of(ASKED), frame: of(FRAMED) };
}

/** None of what is no address on the web: it goes into a header. */
function originOf(address: unknown): readonly string[] {
  if (typeof address !== 'string' || !URL.canParse(address)) return [];
  const { origin, protocol } = new URL(address);
  return protocol === 'https:' || protocol === 'http:' ? [origin] : [];
}
