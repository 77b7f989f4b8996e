import { randomBytes } from 'node:crypto';
import { Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EVENT_FEED } from '@redress/event-feed';
import { EVENT_STORE } from '@redress/event-store';
import { CLOCK, VirtualClock } from '@redress/kernel';
import { PERSONAL_DATA } from '@redress/personal-data';
import { personalDataMigrations, PostgresPersonalData } from '@redress/personal-data/postgres';
import { AuthorityShelf, ContactPolicyShelf, PolicyShelf } from '@redress/policies';
import { ReadModel } from '@redress/read-model';
import {
  CONTACT_POLICY,
  createTestDatabase,
  runProjections,
  type RunningProjections,
  type TestDatabase,
} from '@redress/testing';
import { problemOf, send, startEcho, type RunningEcho } from '../../platform/src/http/test-app/start-echo';
import { resolutions, ResolutionsModule } from '.';
import { resolutionDesk } from '../../../test/support/resolution-desk';
import { minute, T0 } from '../../../test/support/resolution-case';

interface Outcome {
  readonly id: string;
  readonly readToken: string;
  readonly changed: boolean;
}

// In the app of these specs an agent is called p-agent.
describe('the endpoints of resolutions', () => {
  let running: RunningProjections;
  let vault: TestDatabase;
  let echo: RunningEcho;

  beforeAll(async () => {
    const clock = new VirtualClock(T0);
    running = await runProjections(clock, resolutions);
    vault = await createTestDatabase([personalDataMigrations]);
    const personalData = await PostgresPersonalData.open({
      pool: vault.pool,
      masterKey: randomBytes(32),
      clock,
    });
    await personalData.findOrCreateCustomer({ proposedId: 'c-ada', details: {} });
    const desk = await resolutionDesk(running.store, personalData, clock);
    for (const id of ['1', '2', '3', '4', '5']) await desk.register(id, 'c-ada');
    clock.advanceTo(minute(10));
    const parts = [
      { provide: EVENT_STORE, useValue: running.store },
      { provide: EVENT_FEED, useValue: running.feed },
      { provide: PERSONAL_DATA, useValue: personalData },
      { provide: ReadModel, useValue: running.readModel },
      { provide: CLOCK, useValue: clock },
      { provide: PolicyShelf, useValue: new PolicyShelf(running.store, 'test') },
      { provide: AuthorityShelf, useValue: new AuthorityShelf(running.store, 'test') },
      {
        provide: ContactPolicyShelf,
        useValue: new ContactPolicyShelf(running.store, CONTACT_POLICY.name),
      },
    ];

    @Global()
    @Module({ providers: parts, exports: parts.map(({ provide }) => provide) })
    class EnginesModule {}

    echo = await startEcho({}, [CqrsModule.forRoot(), EnginesModule, ResolutionsModule]);
  });
  afterAll(async () => {
    await echo.app.close();
    await running.stop();
    await vault.drop();
  });

  const at = (path: string) => `${echo.url}/v1/complaints/${path}`;
  const post = (path: string, role: string, body: unknown = {}) => send(at(path), { role, body });
  const done = async (sent: Promise<Response>): Promise<Outcome> => {
    const answer = await sent;
    expect([200, 201]).toContain(answer.status);
    return (await answer.json()) as Outcome;
  };
  const euro = (minor: number) => [{ kind: 'refund', amount: { minor, currency: 'EUR' } }];

  it('lead a remedy from its proposal to its reversal, and tell it', async () => {
    const answer = await post('1/resolutions', 'agent', { remedies: euro(120), details: 'half of the fee' });
    expect(answer.status).toBe(201);
    const { id } = (await answer.json()) as Outcome;
    expect(answer.headers.get('location')).toBe(`/v1/complaints/1/resolutions/${id}`);
    const steps: readonly [string, string, unknown?][] = [
      ['approve', 'shift-leader'],
      ['offer', 'agent'],
      ['accept', 'agent', { fulfilBy: new Date(minute(60)).toISOString() }],
      ['reschedule', 'agent', { fulfilBy: new Date(minute(90)).toISOString(), renegotiatedBy: 'customer' }],
      ['fulfil', 'integration', { reference: 'payment-7', resolve: true, resolvedBy: 'ann' }],
      ['reverse', 'integration', { reason: 'bounced' }],
    ];
    let token = '';
    for (const [step, role, body] of steps) {
      const outcome = await done(post(`1/resolutions/${id}/${step}`, role, body));
      expect([step, outcome]).toEqual([step, expect.objectContaining({ id, changed: true })]);
      token = outcome.readToken;
    }
    const told = await send(at('1/resolutions'), {
      role: 'agent',
      headers: { 'Redress-Read-Token': token },
    });
    expect(await told.json()).toMatchObject({
      complaintId: '1',
      lastAccepted: id,
      resolutions: [
        {
          id,
          state: 'reversed',
          details: 'half of the fee',
          cost: { minor: 120, currency: 'EUR' },
          proposedBy: 'p-agent',
          approvedBy: 'p-shift-leader',
          fulfilledBy: 'p-integration',
          fulfilBy: '2026-03-02T10:30:00.000Z',
          reference: 'payment-7',
          reason: 'bounced',
        },
      ],
    });
    const one = await send(at(`1/resolutions/${id}`), { role: 'supervisor' });
    expect(await one.json()).toMatchObject({ id, state: 'reversed' });
    const types = (await running.store.readStream('complaint-1')).map(({ type }) => type);
    expect(types).toContain('ComplaintResolved');
  });

  it('take back, refuse and decline', async () => {
    const propose = async (minor: number) =>
      (await done(post('2/resolutions', 'agent', { remedies: euro(minor) }))).id;
    await done(post(`2/resolutions/${await propose(120)}/decline`, 'supervisor', { reason: 'too-much' }));
    await done(post(`2/resolutions/${await propose(10)}/withdraw`, 'agent', { reason: 'mistake' }));
    const id = await propose(10);
    await done(post(`2/resolutions/${id}/offer`, 'agent'));
    await done(post(`2/resolutions/${id}/refuse`, 'agent', { reason: 'wants-more', note: 'she sighed' }));
    await running.shown();
    const told = await (await send(at('2/resolutions'), { role: 'agent' })).json();
    expect(told).toMatchObject({
      resolutions: [
        { state: 'declined' },
        { state: 'withdrawn' },
        { state: 'refused', reason: 'wants-more' },
      ],
    });
  });

  it.each<[string, unknown, number, string]>([
    ['no remedy', { remedies: [] }, 400, 'invalid-request'],
    ['an unknown kind', { remedies: [{ kind: 'cake' }] }, 400, 'invalid-request'],
    ['half a cent', { remedies: euro(0.5) }, 400, 'invalid-request'],
    ['a refund of nothing in particular', { remedies: [{ kind: 'refund' }] }, 422, 'amount-missing'],
    [
      'two currencies',
      { remedies: [...euro(1), { kind: 'gesture', amount: { minor: 1, currency: 'CNY' } }] },
      422,
      'mixed-currencies',
    ],
    ['more than anyone may approve', { remedies: euro(1_001) }, 422, 'beyond-all-authority'],
  ])('refuse %s', async (_, body, status, code) => {
    const answer = await post('3/resolutions', 'agent', body);
    expect(answer.status).toBe(status);
    expect(await problemOf(answer)).toMatchObject({ code });
  });

  it('tell beforehand who would have to approve a remedy, and draw nothing for it', async () => {
    const needed = async (more: string, role = 'agent') => {
      const answer = await send(at(`4/needed-approval?${more}`), { role });
      return [answer.status, await answer.json()] as const;
    };
    const euros = (minor: number) => `kind=refund&minor=${String(minor)}&currency=EUR`;
    const free = { exceeds: null, remaining: null, approvers: [] };
    expect(await needed('kind=apology')).toEqual([200, free]);
    expect(await needed(euros(50))).toEqual([200, free]);
    const leaders = ['shift-leader', 'supervisor'];
    const beyondCase = { exceeds: 'case', remaining: null, approvers: leaders };
    expect(await needed(euros(51))).toEqual([200, beyondCase]);
    expect(await needed(euros(51), 'shift-leader')).toEqual([200, free]);
    // A hundred a day: twenty of it went above, half of it goes into another case.
    await done(post('5/resolutions', 'agent', { remedies: euro(50) }));
    expect(await needed(euros(30))).toEqual([200, free]);
    const beyondDay = { exceeds: 'day', remaining: 30, approvers: ['agent', ...leaders] };
    expect(await needed(euros(31))).toEqual([200, beyondDay]);
    const types = (await running.store.readStream('complaint-4')).map(({ type }) => type);
    expect(types).toEqual(['ComplaintRegistered']);
  });

  it.each([
    ['4', 'kind=refund', 422, 'amount-missing'],
    ['4', 'kind=refund&minor=1001&currency=EUR', 422, 'beyond-all-authority'],
    ['4', 'kind=cake', 400, 'invalid-request'],
    ['5', 'kind=apology', 409, 'resolution-in-force'],
    ['9', 'kind=apology', 404, 'not-found'],
  ])('refuse beforehand as they would the proposal: %s %s', async (id, asked, status, code) => {
    const answer = await send(at(`${id}/needed-approval?${asked}`), { role: 'agent' });
    expect([answer.status, (await problemOf(answer)).code]).toEqual([status, code]);
  });

  it('know no other ids', async () => {
    expect((await post('9/resolutions', 'agent', { remedies: euro(1) })).status).toBe(404);
    expect((await post('3/resolutions/none/offer', 'agent')).status).toBe(404);
    expect((await send(at('9/resolutions'), { role: 'agent' })).status).toBe(404);
    expect((await send(at('3/resolutions/none'), { role: 'agent' })).status).toBe(404);
  });
});
