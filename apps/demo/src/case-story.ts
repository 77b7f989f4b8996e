import type { CommandOutcome, Page } from '@redress/http';
import { fromIso, toIso } from '@redress/kernel';
import { ApiRefusal } from './api-client';
import { tellCallback, type CallbackSeen } from './callback-story';
import type { CasePlan } from './case-plan';
import type { Telling } from './desk';
import { tellResolution } from './resolution-story';
import { agentsOf, SUPERVISOR, TEAMS } from './staff';
import { remark } from './words';

/** The kinds that are followed up, by the contact policy of the house. */
const FOLLOWED_UP: readonly string[] = ['complaint', 'fault-report', 'request', 'return'];

/** How long the work on a case takes, in minutes, by priority: some will be late. */
const WORK_MINUTES: Readonly<Record<number, number>> = { 1: 120, 2: 300, 3: 1500, 4: 2400, 5: 3000 };

/** Tells the life of one case, as far as it goes. Throws WeekIsOver where it goes on after the week. */
export async function tellCase(plan: CasePlan, telling: Telling): Promise<void> {
  const { dice, team, kind, language, leader } = plan;
  let { agent } = plan;
  const { id } = await telling.tell<CommandOutcome>(agent, '/v1/complaints', plan.registration);
  const about = (what: string) => `/v1/complaints/${id}/${what}`;

  if (dice.chance(0.7)) {
    telling.pass(1 + dice.about(2));
    await telling.tell(agent, about('acknowledge'), { channel: 'sms' });
  }
  if (kind === 'praise' || kind === 'suggestion') {
    telling.pass(dice.about(60));
    await telling.tell(agent, about('respond'));
    await telling.tell(agent, about('close'));
    return;
  }
  if (dice.chance(0.02)) {
    telling.pass(dice.about(120));
    await telling.tell(agent, about('withdraw'), { reason: 'settled-elsewhere' });
    return;
  }
  if (dice.chance(0.015)) {
    telling.pass(dice.about(60));
    await telling.tell(agent, about('refuse'), { reason: 'not-ours' });
    return;
  }
  telling.pass(dice.about(15));
  await telling.tell(agent, about('claim'));
  if (dice.chance(0.03)) {
    await telling.tell(agent, about('return'), { reason: 'no-skill' });
    telling.pass(dice.about(20));
    agent = dice.oneOf(agentsOf(team));
    await telling.tell(agent, about('claim'));
  }
  if (dice.chance(0.05)) {
    const other = dice.oneOf(TEAMS.filter(({ languages }) => languages.includes(language)));
    agent = dice.oneOf(agentsOf(other));
    await telling.tell(plan.agent, about('transfer'), { team: other.id, agent, reason: 'their-field' });
    telling.pass(dice.about(20));
    await telling.tell(agent, about('claim'));
  }
  if (dice.chance(0.03))
    await telling.tell(agent, about('reclassify'), {
      category: team.categories.find((one) => one !== plan.category),
    });
  if (dice.chance(0.02)) await telling.tell(agent, about('severity'), { severity: 'grave', reason: 'press' });

  if (dice.chance(0.04)) {
    await telling.tell(agent, about('reprioritise'), {
      priority: plan.priority === 1 ? 2 : plan.priority - 1,
    });
  }

  telling.pass(dice.about(20));
  if (dice.chance(0.2)) telling.pass(dice.about(300));
  await telling.tell(agent, about('respond'));
  await telling.tell(agent, about('notes'), { note: remark(language, dice) });

  const sideRoads = new SideRoads(plan, telling, id, agent);
  await sideRoads.walk();

  telling.pass(dice.about(WORK_MINUTES[plan.priority] ?? 600));
  const wantsRemedy = kind === 'complaint' || kind === 'return';
  const putRight = wantsRemedy && dice.chance(0.6) && (await tellResolution(plan, telling, id, agent));
  if (!putRight) await telling.tell(agent, about('resolve'));
  const isClosed = FOLLOWED_UP.includes(kind)
    ? await followUp(plan, telling, id, agent)
    : (await telling.tell(agent, about('close'))).changed;
  if (!isClosed) return;
  if (dice.chance(0.01)) {
    telling.pass(dice.about(600));
    await telling.tell(agent, about('appeal'), { reason: 'decision-contested' });
    telling.pass(dice.about(600));
    await telling.tell(leader, about('decide-appeal'), { upheld: false, reason: 'nothing-new' });
  }
  if (dice.chance(0.3)) {
    telling.pass(dice.about(300));
    await telling.tell(agent, about('archive'));
  }
}

/** What can happen while a case is worked on. */
class SideRoads {
  constructor(
    private readonly plan: CasePlan,
    private readonly telling: Telling,
    private readonly id: string,
    private readonly agent: string,
  ) {}

  async walk(): Promise<void> {
    const { dice } = this.plan;
    if (dice.chance(0.12)) await this.#promiseCall();
    if (dice.chance(0.06)) await this.#promiseAnswer();
    if (dice.chance(0.25)) await this.#wait();
    if (dice.chance(0.1)) await this.#chase();
    if (dice.chance(0.04)) await this.#tell(this.agent, 'escalate', { reason: 'beyond-authority' });
    if (dice.chance(0.04)) await this.#supervise();
    if (dice.chance(0.04)) await this.#extend();
    if (dice.chance(0.02)) await this.#merge();
  }

  /** The customer had called twice. */
  async #merge(): Promise<void> {
    const { registration } = this.plan;
    const { id: duplicate } = await this.telling.tell(this.agent, '/v1/complaints', registration);
    this.telling.pass(this.plan.dice.about(30));
    await this.telling.tell(this.agent, `/v1/complaints/${duplicate}/merge`, { into: this.id });
  }

  #tell(person: string, what: string, body: object = {}) {
    return this.telling.tell(person, `/v1/complaints/${this.id}/${what}`, body);
  }

  async #promiseCall(): Promise<void> {
    const { dice } = this.plan;
    const { telling } = this;
    const from = telling.at + (60 + dice.upTo(240)) * 60_000;
    const { id } = await telling.tell(this.agent, '/v1/callbacks', {
      complaintId: this.id,
      purpose: 'promise',
      window: { from: toIso(from), to: toIso(from + 2 * 3_600_000) },
    });
    if (dice.chance(0.1)) {
      telling.pass(30);
      const later = from + 24 * 3_600_000;
      await telling.tell(this.agent, `/v1/callbacks/${id}/reschedule`, {
        window: { from: toIso(later), to: toIso(later + 2 * 3_600_000) },
        renegotiatedBy: 'customer',
      });
    }
    if (dice.chance(0.08)) return; // forgotten: the promise is broken, and stays open
    await tellCallback(this.plan, telling, id, this.agent);
  }

  async #promiseAnswer(): Promise<void> {
    const { dice } = this.plan;
    await this.#tell(this.agent, 'promise-answer', { answerBy: toIso(this.telling.at + 24 * 3_600_000) });
    this.telling.pass(dice.chance(0.85) ? dice.upTo(1_200) : 1_500);
    await this.#tell(this.agent, 'respond');
  }

  async #wait(): Promise<void> {
    const { dice } = this.plan;
    await this.#tell(this.agent, 'wait', {
      waitsFor: dice.oneOf(['customer', 'customer', 'supplier', 'evidence']),
    });
    this.telling.pass(dice.about(400));
    await this.#tell(this.agent, 'resume');
  }

  async #chase(): Promise<void> {
    const { dice } = this.plan;
    for (let times = dice.chance(0.3) ? 2 : 1; times > 0; times--) {
      this.telling.pass(dice.about(240));
      await this.#tell(this.agent, 'chase', { channel: 'phone' });
    }
  }

  async #supervise(): Promise<void> {
    const { dice, leader, language } = this.plan;
    await this.#tell(leader, 'supervise', { within: 'PT4H', reason: 'promise-at-risk' });
    if (dice.chance(0.15)) return;
    this.telling.pass(dice.about(150));
    await this.#tell(this.agent, 'answer-supervision', { answer: remark(language, dice) });
  }

  async #extend(): Promise<void> {
    const { dice, leader } = this.plan;
    try {
      await this.#tell(this.agent, 'request-extension', {
        clock: 'resolution',
        within: 'PT240H',
        reason: 'expert-needed',
      });
    } catch (error) {
      // Too late to ask, as in life.
      if (error instanceof ApiRefusal && error.status === 409) return;
      throw error;
    }
    if (dice.chance(0.2)) return;
    this.telling.pass(dice.upTo(30));
    try {
      if (dice.chance(0.8)) await this.#tell(leader, 'grant-extension');
      else await this.#tell(leader, 'refuse-extension', { reason: 'no-ground' });
    } catch (error) {
      if (!(error instanceof ApiRefusal && error.status === 409)) throw error;
    }
  }
}

interface CaseSeen {
  readonly phase: string;
  readonly cycle: number;
}

/** The call after the resolution, which Redress has scheduled by itself. Gives whether the case is closed then. */
async function followUp(plan: CasePlan, telling: Telling, id: string, agent: string): Promise<boolean> {
  const { dice } = plan;
  const resolvedAt = telling.at;
  if (resolvedAt + 25 * 3_600_000 > telling.until) return false;
  const call = await telling.see('the follow-up', async () => {
    const query = { complaintId: id, purpose: 'follow-up' };
    const { items } = await telling.ask<Page<CallbackSeen>>(SUPERVISOR, '/v1/callbacks', query);
    return items.find(({ cycle }) => cycle === 1);
  });
  telling.passUntil(fromIso(call.window.from));
  telling.pass(dice.about(300));
  const satisfied = await tellCallback(plan, telling, call.id, agent);
  if (satisfied === undefined) return false;
  await telling.see('closing or reopening', async () => {
    const { phase, cycle } = await telling.ask<CaseSeen>(SUPERVISOR, `/v1/complaints/${id}`);
    return phase !== 'resolved' || cycle > 1 ? true : undefined;
  });
  if (satisfied) return true;
  telling.pass(dice.about(90));
  await telling.tell(agent, `/v1/complaints/${id}/respond`);
  telling.pass(dice.about(600));
  await telling.tell(agent, `/v1/complaints/${id}/resolve`);
  return false;
}
