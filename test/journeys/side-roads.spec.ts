import { VirtualClock } from '@redress/kernel';
import { runRedress, type Answer, type RunningRedress } from '../support/running-redress';

const START = Date.parse('2026-03-02T09:00:00Z');
const MINUTE_MS = 60_000;

interface Outcome {
  readonly id: string;
  readonly code?: string;
}

const CASE = {
  kind: 'complaint',
  category: 'billing',
  channel: 'phone',
  priority: 2,
  customer: { name: 'Ada Nobody', phones: ['+44 20 7946 0018'] },
  description: 'Charged twice.',
};

describe('the side roads of a case', () => {
  const clock = new VirtualClock(START);
  let running: RunningRedress;
  const tokens = new Map<string, string>();
  let id: string;

  beforeAll(async () => {
    running = await runRedress({ clock });
    tokens.set('agent', await running.token('agent', { id: 'agent-1' }));
    tokens.set('leader', await running.token('shift-leader', { id: 'leader-1' }));
    tokens.set('boss', await running.token('supervisor', { id: 'boss-1' }));
    id = await register();
  });
  afterAll(() => running.stop());

  const post = (path: string, body: object, as = 'agent'): Promise<Answer<Outcome>> =>
    running.call<Outcome>('POST', `/v1/complaints${path}`, { as: tokens.get(as) ?? '', body });
  const register = async () => (await post('', CASE)).body.id;
  /** The code of the refusal, or the status. */
  const tell = async (step: string, body: object = {}, as?: string, complaintId = id) => {
    const { status, body: answer } = await post(`/${complaintId}/${step}`, body, as);
    return answer.code ?? status;
  };
  const ask = async (about: string): Promise<object> => {
    await running.redress.caughtUp();
    const as = tokens.get('agent') ?? '';
    return (await running.call('GET', `/v1/complaints/${id}${about}`, { as })).body;
  };

  it('are chasing, classifying, escalating, and severity, which a leader alone lowers', async () => {
    expect(await tell('chase', { channel: 'phone', note: 'Third call.' })).toBe(200);
    expect(await tell('reclassify', { kind: 'fault-report', tier: 'vip', specialCare: true })).toBe(200);
    expect(await tell('escalate', { reason: 'beyond-authority' })).toBe(200);
    expect(await tell('escalate')).toBe('invalid-request');
    expect(await tell('severity', { severity: 'grave' })).toBe(200);
    expect(await tell('severity', { severity: 'normal' })).toBe('severity-needs-leader');
    expect(await tell('severity', { severity: 'normal' }, 'leader')).toBe(200);
  });

  it('are an order and its answer, the text of which is kept as personal data', async () => {
    expect(await tell('supervise', {}, 'agent')).toBe('role-not-allowed');
    expect(await tell('supervise', { within: 'a while' }, 'leader')).toBe('duration-malformed');
    expect(await tell('supervise', { within: 'PT4H' }, 'leader')).toBe(200);
    expect(await tell('answer-supervision', { answer: 'She was called back.' })).toBe(200);
    expect(await tell('answer-supervision', { answer: 'Twice.' })).toBe('nothing-to-answer');
    expect(await ask('/timeline')).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({
          type: 'SupervisionAnswered',
          texts: [expect.objectContaining({ text: 'She was called back.' })],
        }),
      ]) as unknown,
    });
  });

  it('are more time, granted or refused by another person', async () => {
    const ask = { clock: 'resolution', within: 'PT48H', reason: 'waiting-for-part' };
    expect(await tell('request-extension', ask, 'leader')).toBe(200);
    expect(await tell('grant-extension', {}, 'leader')).toBe('own-request');
    expect(await tell('grant-extension', {}, 'boss')).toBe(200);
    expect(await tell('request-extension', { ...ask, within: 'PT96H' })).toBe(200);
    expect(await tell('refuse-extension', { reason: 'promised-already' }, 'leader')).toBe(200);
  });

  it('are a promised answer, and another one in its place', async () => {
    const by = (minutes: number) => new Date(clock.now() + minutes * MINUTE_MS).toISOString();
    expect(await tell('promise-answer', { answerBy: by(-1) })).toBe('promise-in-past');
    expect(await tell('promise-answer', { answerBy: by(60) })).toBe(200);
    expect(await tell('promise-answer', { answerBy: by(120) })).toBe('renegotiation-unsaid');
    expect(await tell('promise-answer', { answerBy: by(120), renegotiatedBy: 'customer' })).toBe(200);
  });

  it('are links, which another case has back, and merging', async () => {
    const other = await register();
    expect(await tell('link', { otherId: other, relation: 'has-repeat' })).toBe('invalid-request');
    expect(await tell('link', { otherId: other, relation: 'duplicate-of' })).toBe(200);
    expect(await tell('merge', { into: 'nobody' }, 'agent', other)).toBe('merge-target-unknown');
    expect(await tell('merge', { into: id }, 'agent', other)).toBe(200);
    expect(await tell('claim', {}, 'agent', other)).toBe('illegal-step');
    const taken = await register();
    expect(await tell('withdraw', { reason: 'solved-itself' }, 'agent', taken)).toBe(200);
    expect(await tell('merge', { into: taken })).toBe('merge-target-ended');
  });

  it('are asking the customer before the case is closed, filing it away, and fetching it back', async () => {
    clock.advanceTo(clock.now() + 30 * MINUTE_MS);
    expect(await tell('close')).toBe('not-asked-yet');
    expect(await tell('resolve')).toBe(200);
    expect(await tell('follow-up', { outcome: 'satisfied', csat: 5, close: true })).toBe(200);
    expect(await tell('archive')).toBe(200);
    expect(await tell('reopen', { reason: 'new-evidence' })).toBe('needs-approval');
    expect(await tell('reopen', {}, 'boss')).toBe('needs-approval');
    expect(await tell('reopen', { reason: 'new-evidence' }, 'boss')).toBe(200);
  });

  it('are a customer who is not satisfied, and an appeal', async () => {
    expect(await tell('resolve', {}, 'leader')).toBe(200);
    expect(await tell('follow-up', { outcome: 'dissatisfied' })).toBe(200);
    expect(await tell('resolve', {}, 'leader')).toBe(200);
    expect(await tell('decide-appeal', { upheld: true }, 'boss')).toBe('no-appeal');
    expect(await tell('appeal')).toBe(200);
    expect(await tell('appeal')).toBe('appeal-open');
    expect(await tell('decide-appeal', { upheld: true }, 'leader')).toBe('own-decision');
    expect(await tell('decide-appeal', { upheld: true }, 'boss')).toBe(200);
    expect(await ask('')).toMatchObject({ phase: 'open', cycle: 4 });
  });
});
