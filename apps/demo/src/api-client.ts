import { Pool } from 'undici';

/** An answer that is no success. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
  /** The stable code of the problem document; empty where there was none. */
  readonly code: string;

  constructor(
    method: string,
    path: string,
    readonly status: number,
    text: string,
  ) {
    super(`${method} ${path} answered ${String(status)}: ${text}`);
    this.code = /"code":"([a-z-]+)","correlationId"/.exec(text)?.[1] ?? '';
  }
}

/** Speaks to the API as a console does, over a few kept connections. */
export class ApiClient {
  readonly #pool: Pool;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(url: string, token: string, connections: number) {
    this.#pool = new Pool(url, { connections, pipelining: 1 });
    this.#headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  }

  /** Throws ApiRefusal where the answer is no success. */
  async post<Body>(
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Body> {
    return this.#send<Body>('POST', path, JSON.stringify(body), headers);
  }

  /** Throws ApiRefusal where the answer is no success. */
  async get<Body>(
    path: string,
    query: Readonly<Record<string, string>> = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Body> {
    const search = new URLSearchParams(query).toString();
    return this.#send<Body>('GET', search === '' ? path : `${path}?${search}`, undefined, headers);
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  async #send<Body>(
    method: 'GET' | 'POST',
    path: string,
    body: string | undefined,
    headers: Readonly<Record<string, string>>,
  ): Promise<Body> {
    const answer = await this.#pool.request({
      method,
      path,
      headers: { ...this.#headers, ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new ApiRefusal(method, path, answer.statusCode, text);
    return JSON.parse(text) as Body;
  }
}
