import { newId, VirtualClock } from '@redress/kernel';
import { runRedress, type Answer, type RunningRedress } from '../support/running-redress';

interface Outcome {
  readonly id: string;
  readonly revision: number;
  readonly readToken: string;
  readonly changed: boolean;
}

const CASE = {
  kind: 'complaint',
  category: 'billing',
  channel: 'phone',
  priority: 2,
  customer: { name: 'Ada Nobody', phones: ['+44 20 7946 0018'] },
  description: 'Charged twice.',
} as const;

describe('commands over HTTP', () => {
  const clock = new VirtualClock(Date.parse('2026-03-02T09:00:00Z'));
  let running: RunningRedress;
  let agent: string;
  let supervisor: string;
  let importer: string;

  beforeAll(async () => {
    running = await runRedress({ clock });
    agent = await running.token('agent', { id: 'agent-1' });
    supervisor = await running.token('supervisor', { id: 'boss' });
    importer = await running.token('integration', { id: 'importer', mayBackdate: true });
  });

  afterAll(() => running.stop());

  const post = (
    path: string,
    body: unknown = {},
    headers: Record<string, string> = {},
    as = agent,
  ): Promise<Answer<Outcome>> =>
    running.call<Outcome>('POST', `/v1/complaints${path}`, { as, body, headers });
  const register = async (body: object = CASE): Promise<string> => (await post('', body)).body.id;

  it('registers a case: 201, its address, an ETag and a read token', async () => {
    const answer = await post('', CASE);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`/v1/complaints/${answer.body.id}`);
    expect(answer.headers.get('etag')).toBe(`"${String(answer.body.revision)}"`);
    expect(answer.headers.get('redress-read-token')).toBe(answer.body.readToken);
  });

  it('does a resent registration once', async () => {
    const key = { 'Idempotency-Key': newId() };
    const first = await post('', CASE, key);
    const again = await post('', CASE, key);
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({ id: first.body.id, changed: false, revision: first.body.revision });
  });

  it('refuses another body under the same key', async () => {
    const key = { 'Idempotency-Key': newId() };
    await post('', CASE, key);
    const other = await post('', { ...CASE, priority: 1 }, key);
    expect(other.status).toBe(422);
    expect(other.body).toMatchObject({ code: 'idempotency-key-reused' });
  });

  it.each([
    ['unknown-zone', 422, { timeZone: 'Mars/Olympus' }],
    ['invalid-request', 400, { language: 'zh_CN!' }],
  ])('refuses a customer that can not be, and explains it: %s', async (code, status, details) => {
    const refused = await post('', { ...CASE, customer: { name: 'Ada Nobody', ...details } });
    expect(refused.body).toMatchObject({ status, code });
    expect((await running.call('GET', `/problems/${code}`)).body).toMatchObject({ status, code });
  });

  it('keeps the same key of two senders apart', async () => {
    const key = { 'Idempotency-Key': newId() };
    const mine = await post('', CASE, key);
    const theirs = await post('', CASE, key, supervisor);
    expect(theirs.status).toBe(201);
    expect(theirs.body.id).not.toBe(mine.body.id);
  });

  it('refuses an illegal step with its phase and what would be legal', async () => {
    const id = await register();
    await post(`/${id}/close`, { reason: 'asked-by-letter' }, {}, supervisor);
    const answer = await post(`/${id}/claim`);
    expect(answer.status).toBe(409);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body).toMatchObject({
      code: 'illegal-step',
      phase: 'closed',
      legal: expect.arrayContaining(['ReopenComplaint', 'AddNote']) as unknown,
    });
  });

  it('answers 404 for a case that is not there', async () => {
    expect((await post(`/${newId()}/accept`)).body).toMatchObject({ code: 'not-found', status: 404 });
  });

  it('holds a command against the revision that its sender has read', async () => {
    const id = await register();
    const { revision } = (await post(`/${id}/accept`)).body;
    const stale = await post(`/${id}/claim`, {}, { 'If-Match': `"${String(revision - 1)}"` });
    expect(stale.status).toBe(412);
    expect(stale.body).toMatchObject({ code: 'revision-stale', revision });
    expect((await post(`/${id}/claim`, {}, { 'If-Match': `"${String(revision)}"` })).status).toBe(200);
  });

  it('leaves the ETag alone when only clocks moved', async () => {
    const id = await register();
    const { revision } = (await post(`/${id}/accept`)).body;
    clock.advanceTo(clock.now() + 3_600_000); // past the mark and the breach of the first response
    await running.redress.look();
    const answer = await post(`/${id}/respond`, {}, { 'If-Match': `"${String(revision)}"` });
    expect(answer.status).toBe(200);
    expect(answer.body.revision).toBeGreaterThan(revision + 1);
  });

  it('lets one of two agents who claim at once have the case', async () => {
    const id = await register();
    const others = await Promise.all(
      Array.from({ length: 8 }, async (_, n) =>
        post(`/${id}/claim`, {}, {}, await running.token('agent', { id: `racer-${String(n)}` })),
      ),
    );
    expect(others.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status, body } of others.filter((answer) => answer.status !== 200)) {
      expect(status).toBe(409);
      expect(body).toMatchObject({ code: 'held-by-another' });
    }
  });

  it('takes occurredAt from those with the right to backdate, and from a supervisor with a reason', async () => {
    const id = await register();
    clock.advanceTo(clock.now() + 600_000);
    const occurredAt = new Date(clock.now() - 60_000).toISOString();
    expect((await post(`/${id}/accept`, { occurredAt })).body).toMatchObject({
      code: 'backdating-not-allowed',
      status: 403,
    });
    expect((await post(`/${id}/accept`, { occurredAt }, {}, supervisor)).status).toBe(403);
    expect((await post(`/${id}/accept`, { occurredAt, reason: 'found-note' }, {}, supervisor)).status).toBe(
      200,
    );
    expect((await post(`/${id}/respond`, { occurredAt }, {}, importer)).status).toBe(200);
  });

  it('refuses an occurredAt in the future, before the registration, or before a fact that comes first', async () => {
    const id = await register();
    clock.advanceTo(clock.now() + 600_000);
    await post(`/${id}/accept`);
    const at = (ms: number) => ({ occurredAt: new Date(clock.now() + ms).toISOString() });
    expect((await post(`/${id}/respond`, at(1), {}, importer)).body).toMatchObject({
      code: 'occurred-in-future',
      status: 422,
    });
    expect((await post(`/${id}/respond`, at(-601_000), {}, importer)).body).toMatchObject({
      code: 'occurred-before-registration',
    });
    const urgent = { priority: 1, ...at(-60_000) };
    expect((await post(`/${id}/reprioritise`, urgent, {}, importer)).body).toMatchObject({
      code: 'occurred-out-of-order',
    });
  });

  it('says which member is wrong, and why, and changes nothing', async () => {
    const wrong = await post('', { ...CASE, priority: 9, surprise: true, customer: { phones: [7] } });
    expect(wrong.status).toBe(400);
    expect(wrong.body).toMatchObject({ code: 'invalid-request' });
    const { errors } = wrong.body as unknown as { errors: { field: string }[] };
    expect(errors.map(({ field }) => field).sort()).toEqual(['customer.phones', 'priority', 'surprise']);
  });

  it('refuses a customer whom nobody knows, as a mistake of the body', async () => {
    const answer = await post('', { ...CASE, customer: { id: 'nobody' } });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ code: 'customer-unknown', errors: [{ field: 'customer.id' }] });
  });

  it('does nothing twice that is done already', async () => {
    const id = await register();
    expect((await post(`/${id}/resolve`)).body.changed).toBe(true);
    expect((await post(`/${id}/resolve`)).body.changed).toBe(false);
  });
});
