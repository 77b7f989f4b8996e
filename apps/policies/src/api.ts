/** An answer that is no success. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
}

/** Sends commands to an instance as a supervisor. */
export class Api {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** Throws ApiRefusal where the answer is no success. */
  async post<Answer>(path: string, body: object): Promise<Answer> {
    const answer = await fetch(new URL(path, this.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }).catch((error: unknown) => {
      throw new ApiRefusal(
        `${this.url} can't be reached. Start Redress first (npm start), or say where it is with --url.`,
        { cause: error },
      );
    });
    const text = await answer.text();
    if (!answer.ok) throw new ApiRefusal(`${path}: ${reasonOf(text) ?? `answered ${String(answer.status)}`}`);
    return JSON.parse(text) as Answer;
  }
}

/** What a problem document says, with the lines that it names. */
function reasonOf(text: string): string | undefined {
  try {
    const { detail, code } = JSON.parse(text) as { readonly detail?: string; readonly code?: string };
    return detail === undefined ? undefined : `${detail} (${code ?? 'no code'})`;
  } catch {
    return undefined;
  }
}
