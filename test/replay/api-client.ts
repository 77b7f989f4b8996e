import { Pool } from 'undici';

/** Speaks to the API as a console does, over a few kept connections. */
export class ApiClient {
  readonly #pool: Pool;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(url: string, token: string, connections: number) {
    this.#pool = new Pool(url, { connections, pipelining: 1 });
    this.#headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  }

  /** Throws with the problem document where the answer is no success. */
  async post<Body>(path: string, body: unknown): Promise<Body> {
    return this.#send<Body>('POST', path, JSON.stringify(body));
  }

  async get<Body>(path: string, query: Readonly<Record<string, string>> = {}): Promise<Body> {
    const search = new URLSearchParams(query).toString();
    return this.#send<Body>('GET', search === '' ? path : `${path}?${search}`);
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  async #send<Body>(method: 'GET' | 'POST', path: string, body?: string): Promise<Body> {
    const answer = await this.#pool.request({
      method,
      path,
      headers: this.#headers,
      ...(body === undefined ? {} : { body }),
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300)
      throw new Error(`${method} ${path} answered ${String(answer.statusCode)}: ${text}`);
    return JSON.parse(text) as Body;
  }
}
