import { isClockEvent } from '@redress/clocks';
import type { Actor } from '@redress/kernel';
import { bookOf, CASE_FACTS, policyByPriority, promise } from '@redress/testing';
import { AGENT, at, command, IMPORT, LEADER, SUPERVISOR } from '../../../../test/support/case-decisions';
import { caseDecider, type CaseEvent } from './case-decider';
import type { CaseOrder } from './commands';

// The resolution is due after 2 hours; waiting for the supplier stops it for an hour at most, for evidence once that is approved.
const POLICIES = bookOf(
  policyByPriority({
    3: [
      promise('first-response', 'PT1H'),
      promise('resolution', 'PT2H', {
        pausedBy: ['customer', 'supplier', 'evidence'],
        pauseLimits: [
          { reason: 'supplier', longest: 'PT1H' },
          { reason: 'evidence', needsApproval: true },
        ],
      }),
    ],
  }),
);

type Step = readonly [minute: number, order: CaseOrder, by?: Actor, told?: number];

/** A case told step after step; `told`: the minute at which a step is told, where that is late. */
class Story {
  state = caseDecider.initial;
  readonly events: CaseEvent[] = [];

  constructor(...steps: readonly Step[]) {
    for (const step of [[0, { type: 'RegisterComplaint', ...CASE_FACTS }] as const, ...steps])
      this.tell(step);
  }

  tell([minute, order, actor = AGENT, told]: Step): readonly CaseEvent[] {
    const late = told === undefined ? {} : { occurredAt: at(minute) };
    const context = { now: at(told ?? minute), actor, policies: POLICIES, ...late };
    const events = caseDecider.decide(command(order, context), this.state);
    this.state = events.reduce(caseDecider.evolve, this.state);
    this.events.push(...events);
    return events;
  }

  /** The types of the facts of a further step, with the minutes at which they occurred. */
  after = (...step: Step): string[] =>
    this.tell(step)
      .filter((event) => !isClockEvent(event))
      .map(({ type, occurredAt }) => `${type} ${String((occurredAt - at(0)) / 60_000)}`);

  refusal(...step: Step): string {
    try {
      return `it was not refused, but led to ${String(this.tell(step).length)} events`;
    } catch (error) {
      return error instanceof Error && 'code' in error ? String(error.code) : String(error);
    }
  }

  /** What was judged of the resolution, and what is known. */
  get verdict(): string {
    const run = this.state.clocks.runs.find(({ clock }) => clock === 'resolution');
    const { breachedAt, end, known } = run ?? {};
    const judged = end?.verdict ?? (breachedAt === undefined ? 'running' : 'missed');
    return known === undefined ? judged : `${judged}, known as ${known.verdict}`;
  }

  get corrections(): string[] {
    return this.events.flatMap(({ type, data }) =>
      type === 'VerdictCorrected' ? [`${data.clock}: ${data.judged} → ${data.known}`] : [],
    );
  }
}

const waits = (waitsFor: 'customer' | 'supplier' | 'evidence') =>
  ({ type: 'StartWaiting', waitsFor }) as const;
const goesOn = { type: 'ResumeComplaint' } as const;
const answer = { type: 'RespondToComplaint' } as const;
const resolve = { type: 'ResolveComplaint', resolvedBy: 'agent-1' } as const;
const approve = { type: 'ApproveWait' } as const;
const refuse = { type: 'RefuseWait', reason: 'nothing-to-wait-for' } as const;

describe('waiting that has to be approved', () => {
  it('stops no clock until another person has approved it, and then from its beginning', () => {
    const story = new Story([30, waits('evidence')], [100, answer]);
    expect(story.after(150, approve, LEADER)).toEqual(['ComplaintWaitApproved 150']);
    // Missed meanwhile, as judged; not missed, as known.
    expect(story.verdict).toBe('missed, known as running');
    story.tell([160, goesOn]);
    story.tell([245, resolve]);
    expect(story.verdict).toBe('missed, known as met');
    expect(story.corrections).toEqual(['resolution: missed → running', 'resolution: missed → met']);
  });

  it('corrects nothing where it is approved in time', () => {
    const story = new Story(
      [30, waits('evidence')],
      [40, approve, SUPERVISOR],
      [200, goesOn],
      [280, resolve],
    );
    expect(story.verdict).toBe('met');
    expect(story.corrections).toEqual([]);
  });

  it('counts for what it lasted, where it is approved after its end', () => {
    const story = new Story([30, waits('evidence')], [90, goesOn], [170, resolve]);
    expect(story.verdict).toBe('missed');
    story.tell([200, approve, LEADER]);
    expect(story.verdict).toBe('missed, known as met');
  });

  it('stops nothing where it is refused', () => {
    const story = new Story([30, waits('evidence')], [40, refuse, LEADER], [130, resolve]);
    expect(story.verdict).toBe('missed');
    expect(story.refusal(140, approve, LEADER)).toBe('no-wait-approval');
  });

  it('is decided once, by somebody else, until it has lapsed', () => {
    const asked = [30, waits('evidence'), LEADER] as const;
    expect(new Story(asked).refusal(31, approve, LEADER)).toBe('no-wait-approval');
    const byAgent = new Story([30, waits('evidence')]);
    expect(byAgent.refusal(31, approve, AGENT)).toBe('own-request');
    expect(byAgent.after(32, approve, LEADER)).toEqual(['ComplaintWaitApproved 32']);
    expect(byAgent.refusal(33, refuse, LEADER)).toBe('no-wait-approval');
    const other = new Story([30, waits('evidence')], [40, waits('customer')]);
    expect(other.refusal(41, approve, LEADER)).toBe('no-wait-approval');
  });

  it('is asked of whoever brings it for an agent, and of none who approves', () => {
    const by = (actor: Actor) =>
      new Story([30, waits('evidence'), actor]).state.subject?.waitApproval.pending;
    expect(by(IMPORT)).toMatchObject({ requestedBy: IMPORT.id });
    expect(by(SUPERVISOR)).toBeNull();
    expect(new Story([30, waits('customer')]).state.subject?.waitApproval.pending).toBeNull();
  });
});

describe('waiting that stops the clock for so long only', () => {
  it('lets it run again after that, which is on record, and the case goes on waiting', () => {
    const story = new Story([30, waits('supplier')], [200, goesOn]);
    const told = story.events.flatMap(({ type, data }) =>
      type === 'ClockPauseExpired' || type === 'ClockBreached' ? [{ type, ...data }] : [],
    );
    expect(told).toMatchObject([
      { type: 'ClockBreached', clock: 'first-response' },
      {
        ...{ type: 'ClockPauseExpired', clock: 'resolution', reason: 'supplier' },
        ...{ dueAt: new Date(at(90)).toISOString(), clockDueAt: new Date(at(180)).toISOString() },
      },
      { type: 'ClockBreached', clock: 'resolution', dueAt: new Date(at(180)).toISOString() },
    ]);
  });

  it('counts whole where it ends before that', () => {
    const story = new Story([30, waits('supplier')], [90, goesOn], [180, resolve]);
    expect(story.verdict).toBe('met');
    expect(story.events.map(({ type }) => type)).not.toContain('ClockPauseExpired');
  });
});

describe('what is told late', () => {
  it('a wait, an answer and a resolution, after a breach that was noticed meanwhile', () => {
    const waited = new Story([125, answer], [100, waits('customer'), AGENT, 130]);
    expect(waited.verdict).toBe('missed, known as running');
    const resolved = new Story([130, answer], [110, resolve, AGENT, 140]);
    expect(resolved.verdict).toBe('missed, known as met');
    // Who resolved it had answered it.
    expect(resolved.corrections).toEqual(['resolution: missed → met']);
    const inTime = new Story([130, answer], [50, resolve, AGENT, 140]);
    expect(inTime.corrections).toEqual(['first-response: missed → met', 'resolution: missed → met']);
  });

  it('waits in their order, but that one began earlier', () => {
    const story = new Story([20, waits('customer')]);
    expect(story.after(10, waits('customer'), AGENT, 30)).toEqual(['ComplaintWaitStarted 10']);
    const other = new Story([20, waits('customer')]);
    expect(other.refusal(10, waits('supplier'), AGENT, 30)).toBe('occurred-out-of-order');
    expect(other.refusal(19, goesOn, AGENT, 30)).toBe('occurred-out-of-order');
    const over = new Story([20, waits('customer')], [40, goesOn]);
    expect(over.refusal(30, waits('supplier'), AGENT, 50)).toBe('occurred-out-of-order');
    expect(over.after(45, waits('supplier'), AGENT, 50)).toEqual(['ComplaintWaitStarted 45']);
  });

  it('a resolution before a wait that was none then', () => {
    const story = new Story([20, waits('customer')]);
    expect(story.after(10, resolve, AGENT, 30)).toEqual([
      'ComplaintResumed 20',
      'ComplaintResponded 10',
      'ComplaintResolved 10',
    ]);
  });

  it('the end of a wait: what was met is missed', () => {
    const story = new Story([10, answer], [20, waits('customer')], [170, { type: 'AddNote', noteRef: 'n' }]);
    story.tell([30, goesOn, AGENT, 180]);
    expect(story.verdict).toBe('running');
    story.tell([185, resolve]);
    expect(story.verdict).toBe('missed');
    expect(story.corrections).toEqual([]);
  });

  it('an answer leaves what the customer asked later unanswered', () => {
    const story = new Story([20, { type: 'ChaseComplaint' }], [10, answer, AGENT, 30]);
    expect(story.state.subject).toMatchObject({ responded: true, spokenAt: at(20), respondedAt: at(10) });
  });
});
