import fc from 'fast-check';
import {
  COMPLAINT,
  NINE,
  signed,
  startIntakeApp,
  WEBHOOK_SECRET,
  type IntakeApp,
  type SignedRequest,
} from '../../../../test/support/intake-app';
import { problemOf } from '../../../../libs/platform/src/http/test-app/start-echo';
import type { IntakeAnswer } from './intake-answer.dto';
import { WebhookSignature } from './webhook-signature';

const BATCH = 'application/cloudevents-batch+json';
const MINUTE = 60_000;

let count = 0;
const event = (data: unknown = COMPLAINT, more: object = {}) => ({
  specversion: '1.0',
  id: `hook-${String(++count)}`,
  source: '/web-form',
  type: 'redress.intake.complaint.v1',
  data,
  ...more,
});

describe('the webhook of intake', () => {
  let app: IntakeApp;
  beforeAll(async () => {
    app = await startIntakeApp();
  });
  afterAll(() => app.stop());

  async function answered(request: SignedRequest): Promise<IntakeAnswer> {
    const answer = await app.post(request);
    const json = (await answer.json()) as IntakeAnswer;
    expect([answer.status, json]).toMatchObject([202, { results: expect.any(Array) as unknown[] }]);
    return json;
  }
  async function refused(request: SignedRequest) {
    const before = await app.store.head();
    const problem = await problemOf(await app.post(request));
    expect(await app.store.head()).toBe(before);
    return problem;
  }

  it('takes a CloudEvent, and says what it brought', async () => {
    const one = event();
    const { results } = await answered(signed(JSON.stringify(one)));
    expect(results).toEqual([
      {
        id: one.id,
        source: '/web-form',
        outcome: 'taken',
        complaintId: expect.any(String) as string,
      },
    ]);
    const again = await answered(signed(JSON.stringify(one), { id: 'sent-again' }));
    expect(again.results).toEqual([{ ...results[0], outcome: 'repeated' }]);
  });

  it('takes one in binary mode, whose id is what was signed', async () => {
    const { id, data } = event();
    const contentType = 'application/json; charset=utf-8';
    const ce = {
      'ce-specversion': '1.0',
      'ce-id': id,
      'ce-source': '/web%2Dform',
      'ce-type': 'redress.intake.complaint.v1',
      'ce-time': new Date(NINE - MINUTE).toISOString(),
    };
    const binary = signed(JSON.stringify(data), { id, contentType });
    const { results } = await answered({ ...binary, headers: { ...binary.headers, ...ce } });
    expect(results).toMatchObject([{ id, source: '/web-form', outcome: 'taken' }]);
    const [registered] = await app.store.readStream(`complaint-${String(results[0]?.complaintId)}`);
    expect(registered?.occurredAt).toBe(NINE - MINUTE);

    const caught = { ...binary, headers: { ...binary.headers, ...ce, 'ce-id': 'another' } };
    expect(await refused(caught)).toMatchObject({ status: 400, errors: [{ field: 'id' }] });
  });

  it('takes the good ones of a batch, and says why not the others', async () => {
    const good = event();
    const chase = event(
      { fact: 'chased', complaintMessage: good.id },
      { type: 'redress.intake.fact.v1', source: '/web-form' },
    );
    const bad = event({ ...COMPLAINT, priority: 9 });
    const batch = [good, bad, 'nonsense', chase, { ...event(), source: 'a b' }];
    const { results } = await answered(signed(JSON.stringify(batch), { contentType: BATCH }));
    expect(results).toMatchObject([
      { id: good.id, outcome: 'taken' },
      {
        id: bad.id,
        outcome: 'refused',
        problem: { status: 400, code: 'invalid-request', errors: [{ field: 'data.priority' }] },
      },
      { outcome: 'refused', problem: { code: 'invalid-request' } },
      { id: chase.id, outcome: 'taken', complaintId: results[0]?.complaintId },
      { source: 'a b', outcome: 'refused' },
    ]);
    expect(results).toHaveLength(5);
  });

  it('refuses a batch that is none, or too long', async () => {
    for (const body of ['{}', 'null', JSON.stringify(Array.from({ length: 101 }, () => ({})))]) {
      expect(await refused(signed(body, { contentType: BATCH }))).toMatchObject({ status: 400 });
    }
    expect((await answered(signed('[]', { contentType: BATCH }))).results).toEqual([]);
  });

  it('tells a sender of a bad message what is wrong, in its own words', async () => {
    expect(await refused(signed(JSON.stringify(event({ ...COMPLAINT, kind: 'moan' }))))).toMatchObject({
      status: 400,
      code: 'invalid-request',
      errors: [{ field: 'data.kind', code: 'not-one-of' }],
    });
    const unknown = event({ fact: 'chased', complaintId: 'nothing' }, { type: 'redress.intake.fact.v1' });
    expect(await refused(signed(JSON.stringify(unknown)))).toMatchObject({ status: 404, code: 'not-found' });
    const future = event(COMPLAINT, { time: new Date(NINE + 60 * MINUTE).toISOString() });
    expect(await refused(signed(JSON.stringify(future)))).toMatchObject({
      status: 422,
      code: 'occurred-in-future',
      errors: [{ field: 'time' }],
    });
  });

  describe('believes nobody', () => {
    const body = JSON.stringify(event());

    it('whose signature is of another secret, or over other bytes', async () => {
      const secret = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
      expect(await refused(signed(body, { secret }))).toMatchObject({
        status: 401,
        code: 'webhook-forged',
      });
      const changed = body.replace('"priority":3', '"priority":1');
      expect(await refused({ ...signed(body), body: changed })).toMatchObject({ code: 'webhook-forged' });
    });

    it('whose request is old, or from the future', async () => {
      for (const shift of [-6, 6]) {
        const at = new Date(Date.now() + shift * MINUTE);
        expect(await refused(signed(body, { at }))).toMatchObject({
          status: 401,
          code: 'webhook-expired',
        });
      }
    });

    it.each([
      ['no signature', { 'webhook-signature': '' }, 'webhook-unsigned'],
      ['no id', { 'webhook-id': '' }, 'webhook-unsigned'],
      ['a time that is none', { 'webhook-timestamp': 'now' }, 'webhook-unsigned'],
      ['a time with more behind it', { 'webhook-timestamp': '17e9' }, 'webhook-unsigned'],
      ['an unknown version', { 'webhook-signature': 'v9,abc' }, 'webhook-forged'],
      ['half a signature', { 'webhook-signature': 'v1' }, 'webhook-forged'],
      ['thousands of signatures', { 'webhook-signature': 'v1,a '.repeat(1_000) }, 'webhook-unsigned'],
    ])('who sends %s', async (_, headers, code) => {
      const request = signed(body);
      expect(await refused({ ...request, headers: { ...request.headers, ...headers } })).toMatchObject({
        status: 401,
        code,
      });
    });
  });

  it('takes no other kind of body, and other routes take no CloudEvents', async () => {
    const text = signed('hello', { contentType: 'text/plain' });
    expect(await refused(text)).toMatchObject({ status: 415 });
    const elsewhere = await fetch(`${app.url}/v1/complaints`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/cloudevents+json', authorization: 'Bearer agent' },
    });
    expect((await problemOf(elsewhere)).status).toBe(415);
  });

  it('answers whatever is signed with less than 500', async () => {
    const types = ['application/cloudevents+json', BATCH, 'application/json'];
    const anything = fc.oneof(
      fc.json().map((text) => Buffer.from(text)),
      fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      fc.jsonValue().map((data) => Buffer.from(JSON.stringify([event(data), event()]))),
      fc
        .record({ ...mapped(COMPLAINT), customer: fc.jsonValue(), time: fc.jsonValue() })
        .map((data) => Buffer.from(JSON.stringify(event(data)))),
      fc.constant(Buffer.from('[{"__proto__":{"id":"x"},"constructor":1}]')),
      fc.constant(Buffer.from('"\\ud800\\u0000"')),
    );
    await fc.assert(
      fc.asyncProperty(anything, fc.constantFrom(...types), async (bytes, contentType) => {
        const request = signed(bytes.toString('utf8'), { contentType });
        const { status } = await fetch(`${app.url}/v1/intake`, {
          method: 'POST',
          ...request,
          body: new Uint8Array(bytes),
        });
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 150 },
    );
  });

  it('is described, with what can be handed in', async () => {
    const document = (await (await fetch(`${app.url}/openapi.json`)).json()) as {
      paths: Record<string, { post: { operationId: string; security?: unknown } }>;
      components: { schemas: Record<string, { properties?: object }> };
    };
    expect(document.paths['/v1/intake']?.post.operationId).toBe('handIn');
    const { properties } = document.components.schemas['ComplaintMessage'] ?? {};
    expect(properties).toHaveProperty('category');
    expect(properties).not.toHaveProperty('occurredAt');
  });
});

/** Each member, or anything in its place. */
const mapped = (example: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(example).map(([name, value]) => [name, fc.oneof(fc.constant(value), fc.jsonValue())]),
  );

describe('the secret of the webhook', () => {
  it('is needed', async () => {
    const app = await startIntakeApp({ secret: '' });
    const problem = await problemOf(await app.post(signed(JSON.stringify(event()))));
    expect(problem).toMatchObject({ status: 404, code: 'intake-webhook-off' });
    await app.stop();
  });

  it('may be two, while it is changed', () => {
    const other = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;
    const signature = new WebhookSignature(`${other} ${WEBHOOK_SECRET}`);
    for (const secret of [other, WEBHOOK_SECRET]) {
      const { body, headers } = signed('{}', { secret });
      expect(signature.check(Buffer.from(body), headers)).toBe('msg-1');
    }
  });

  it.each(['secret', 'whsec_', 'whsec_c2hvcnQ=', `whsec_${'*'.repeat(44)}`])('is refused: %s', (secret) => {
    expect(() => new WebhookSignature(secret)).toThrow('INTAKE_WEBHOOK_SECRET: give whsec_');
    expect(() => new WebhookSignature(`${WEBHOOK_SECRET} ${secret}`)).toThrow('INTAKE_WEBHOOK_SECRET');
  });
});
