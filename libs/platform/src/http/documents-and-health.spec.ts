import { problemOf, send, startEcho, type RunningEcho } from './test-app/start-echo';

let echo: RunningEcho;

beforeAll(async () => {
  echo = await startEcho();
});

afterAll(() => echo.app.close());

interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: {
    readonly schemas: Record<
      string,
      { readonly properties: Record<string, unknown>; readonly required: string[] }
    >;
  };
}

interface Operation {
  readonly parameters: {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema: object;
  }[];
  readonly responses: Record<string, { readonly content?: object; readonly headers?: object }>;
  readonly security?: unknown;
}

const read = async () => (await (await send(`${echo.url}/openapi.json`, {})).json()) as Document;

const operation = (document: Document, method: string, path: string): Operation => {
  const found = document.paths[path]?.[method];
  if (found === undefined) throw new Error(`${method} ${path} is not in the document`);
  return found;
};

describe('the API document', () => {
  it('is OpenAPI 3.1 with every route of every controller', async () => {
    const document = await read();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths).sort()).toEqual([
      '/health/live',
      '/health/ready',
      '/problems',
      '/problems/{code}',
      '/v1/echoes',
      '/v1/echoes/forgotten',
      '/v1/echoes/scripted',
      '/v1/echoes/stream',
      '/v1/echoes/{id}/close',
      '/v1/me',
    ]);
  });

  it('describes a command: its headers, its outcome, its refusals', async () => {
    const document = await read();
    const close = operation(document, 'post', '/v1/echoes/{id}/close');
    expect(close.parameters.map((one) => `${one.in} ${one.name}`).sort()).toEqual([
      'header Idempotency-Key',
      'header If-Match',
      'path id',
    ]);
    expect(Object.keys(close.responses)).toEqual([
      '200',
      '400',
      '401',
      '403',
      '404',
      '409',
      '412',
      '413',
      '415',
      '422',
      '431',
      '503',
    ]);
    expect(close.responses['412']?.content).toEqual({
      'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDocument' } },
    });
    expect(Object.keys(close.responses['200']?.headers ?? {})).toEqual(['ETag', 'Redress-Read-Token']);
    const register = operation(document, 'post', '/v1/echoes');
    expect(Object.keys(register.responses)).toEqual(expect.arrayContaining(['201', '412']));
    expect(register.parameters.map(({ name }) => name)).toEqual(['Idempotency-Key']);
  });

  it('describes a question: its query and its page', async () => {
    const { parameters, responses } = operation(await read(), 'get', '/v1/echoes');
    expect(parameters).toContainEqual(
      expect.objectContaining({
        name: 'limit',
        in: 'query',
        required: false,
        schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
      }),
    );
    expect(JSON.stringify(responses['200']?.content)).toContain('"#/components/schemas/EchoItem"');
  });

  it('describes each member as it is checked', async () => {
    const schema = (await read()).components.schemas['RegisterEcho'];
    expect(schema?.required).toEqual(['customerId']);
    expect(schema?.properties).toMatchObject({
      customerId: {
        type: 'string',
        pattern: '^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$',
        description: 'Who complains.',
      },
      note: { type: 'string', minLength: 1, maxLength: 200 },
      occurredAt: { type: 'string', format: 'date-time' },
      remedy: { $ref: '#/components/schemas/Remedy' },
      alternatives: { type: 'array', maxItems: 3, items: { $ref: '#/components/schemas/Remedy' } },
      links: { type: 'array', minItems: 1, maxItems: 3, items: { type: 'string' } },
    });
  });

  it('describes what anyone may ask, with what they are answered', async () => {
    const document = await read();
    const answers = (path: string) =>
      Object.entries(operation(document, 'get', path).responses).map(([status, { content = {} }]) => [
        status,
        ...Object.keys(content),
      ]);
    expect(answers('/health/live')).toEqual([['200', 'application/json']]);
    expect(answers('/health/ready')).toEqual([
      ['200', 'application/json'],
      ['503', 'application/problem+json'],
    ]);
    expect(answers('/problems')).toEqual([['200', 'application/json']]);
    expect(answers('/problems/{code}')).toEqual([
      ['200', 'application/json'],
      ['404', 'application/problem+json'],
    ]);
  });

  it('says in the type of a member that it may be null, as OpenAPI 3.1 has it', async () => {
    const document = await read();
    expect(document.components.schemas['EchoItem']?.properties).toMatchObject({
      phase: { type: ['string', 'null'], enum: ['open', 'closed', null], description: 'Null: not known.' },
      remedy: {
        anyOf: [{ $ref: '#/components/schemas/Remedy' }, { type: 'null' }],
        description: 'In force.',
      },
    });
    expect(JSON.stringify(document)).not.toContain('nullable');
  });

  it('asks for a token on all but public routes', async () => {
    const document = await read();
    expect(operation(document, 'get', '/v1/echoes').security).toEqual([{ bearer: [] }]);
    expect(operation(document, 'get', '/health/live').security).toEqual([]);
  });

  it('has a page, under a policy that lets it run', async () => {
    const page = await send(`${echo.url}/docs`, {});
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    const script = /src="(\.[^"]*swagger-ui-bundle\.js)"/.exec(await page.text())?.[1] ?? '';
    const asset = await send(new URL(script, `${echo.url}/docs`).href, {});
    expect(asset.headers.get('content-type')).toContain('javascript');
  });
});

describe('health', () => {
  it('is live, and ready where every check is well', async () => {
    expect(await (await send(`${echo.url}/health/live`, {})).json()).toEqual({ status: 'live' });
    expect((await send(`${echo.url}/health/ready`, {})).status).toBe(200);
  });

  it('is not ready, with reasons, where one is not well, breaks, or says nothing', async () => {
    echo.healthChecks.push(
      { name: 'database', check: () => Promise.resolve({ ok: true }) },
      { name: 'feed', check: () => Promise.resolve({ ok: false, reason: '7 s behind' }) },
      { name: 'broken', check: () => Promise.reject(new Error('password of the house')) },
      { name: 'silent', check: () => new Promise(() => undefined) },
    );
    const answer = await send(`${echo.url}/health/ready`, {});
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(await problemOf(answer)).toMatchObject({
      status: 503,
      code: 'not-ready',
      checks: [
        { name: 'database', ok: true },
        { name: 'feed', ok: false, reason: '7 s behind' },
        { name: 'broken', ok: false, reason: 'failed' },
        { name: 'silent', ok: false, reason: 'gives no answer' },
      ],
    });
    expect((await send(`${echo.url}/health/live`, {})).status).toBe(200);
  });
});

describe('every answer', () => {
  it('carries the headers that keep a browser from taking it for more than data', async () => {
    for (const path of ['/health/live', '/v1/nowhere', '/v1/echoes']) {
      const { headers } = await send(echo.url + path, {});
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    }
  });
});
